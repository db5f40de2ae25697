/// The fixed scripts that `sudo sh -eu -c` runs; nothing is ever spliced into them.
enum SudoScript {
    /// `read PATH MOST`: prints a word, NUL, the real path, NUL, and for `file:LINKS` the text.
    static let read = """
        p=$1; most=$2
        if [ ! -e "$p" ] && [ ! -L "$p" ]; then
            d=$(dirname -- "$p")
            if [ ! -d "$d" ]; then printf 'nowhere\\0%s\\0' "$p"; exit 0; fi
            d=$(realpath -e -- "$d")
            printf 'absent\\0%s/%s\\0' "${d%/}" "$(basename -- "$p")"
            exit 0
        fi
        if [ ! -e "$p" ]; then printf 'dangling\\0%s\\0' "$p"; exit 0; fi
        r=$(realpath -e -- "$p")
        if [ -d "$r" ]; then printf 'folder\\0%s\\0' "$r"; exit 0; fi
        if [ ! -f "$r" ]; then printf 'special\\0%s\\0' "$r"; exit 0; fi
        if [ "$(stat -c %s -- "$r")" -gt "$most" ]; then printf 'large\\0%s\\0' "$r"; exit 0; fi
        printf 'file:%s\\0%s\\0' "$(stat -c %h -- "$r")" "$r"
        cat -- "$r"
        """

    /// `replace PATH BEFORE AFTER`, the new text on stdin; BEFORE is `-` for a file that is made. Exit 92: changed.
    static let replace = """
        p=$1; before=$2; after=$3
        umask 077
        d=$(dirname -- "$p"); b=$(basename -- "$p")
        for f in "$d/.$b.rung-edit-"*; do
            pid=${f##*.rung-edit-}; pid=${pid%%-*}
            case $pid in ''|*[!0-9]*) continue ;; esac
            kill -0 "$pid" 2>/dev/null || rm -f -- "$f"
        done
        t="$d/.$b.rung-edit-$$"
        rm -f -- "$t"
        trap 'rm -f -- "$t"' EXIT
        set -C
        cat > "$t"
        set +C
        hash() { h=$(sha256sum < "$1"); printf %s "${h%% *}"; }
        [ "$(hash "$t")" = "$after" ] || { echo 'the new text did not arrive whole' >&2; exit 91; }
        if [ "$before" = - ]; then
            chmod 644 -- "$t"
            sync -- "$t"
            [ ! -e "$p" ] && [ ! -L "$p" ] || exit 92
            ln -T -- "$t" "$p"
        else
            [ -f "$p" ] && [ ! -L "$p" ] || exit 92
            cp --attributes-only --preserve=mode,ownership -- "$p" "$t"
            cp --attributes-only --preserve=xattr -- "$p" "$t" 2>/dev/null || :
            sync -- "$t"
            [ "$(hash "$p")" = "$before" ] || exit 92
            mv -fT -- "$t" "$p"
        fi
        sync -- "$d"
        """

    /// `remove PATH AFTER`. Exit 92: changed.
    static let remove = """
        p=$1; after=$2
        [ -e "$p" ] || exit 0
        [ -f "$p" ] && [ ! -L "$p" ] || exit 92
        h=$(sha256sum < "$p")
        [ "${h%% *}" = "$after" ] || exit 92
        rm -f -- "$p"
        sync -- "$(dirname -- "$p")"
        """
}
