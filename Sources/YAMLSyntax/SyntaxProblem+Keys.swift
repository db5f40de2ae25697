import Diagnostics

/// Keys that stand where none can be, mostly since a line above is no key.
extension SyntaxProblem {
    /// A `: ` where the line, or the key above, already has its value.
    mutating func secondColon() {
        let lineStart = SourceScan.startOfLine(at: place, in: source)
        let before = source.bytes[lineStart..<place]
        let colons = before.indices.dropLast().contains { index in
            before[index] == UInt8(ascii: ":") && (before[index + 1] == 0x20 || before[index + 1] == 0x09)
        }
        if colons {
            set(
                "a second `: ` on one line, where the key has its value already",
                hint: "put quotes around a value that holds `: `")
        } else if let above = lineAbove(lineStart) {
            keyBelow(above)
        } else {
            set("a `: ` cannot stand here", hint: "put quotes around a text that holds `: `")
        }
    }

    /// A key below a line that is no key with an open value, so that libyaml takes both lines for one text.
    mutating func keyBelow(_ above: SourceRange) {
        let line = source.bytes[above.start..<above.end]
        let isItem = line.starts(with: "- ".utf8)
        let isKey = isKey(above)
        if isItem || isKey {
            set(
                "a key cannot begin on this line: the \(isItem && !isKey ? "list item" : "key") above has its value already",
                hint: "indent it like the key above, or take the value above away")
            return
        }
        set(
            "a key without `: ` after it",
            hint: line.contains(UInt8(ascii: ":"))
                ? "put a blank after the `:`, as in `key: value`"
                : "write `key: value`; a text over several lines goes after `|` or into quotes",
            at: above.start)
        diagnostic.range = above
    }

    /// Something after the only value of the text: often the key before it lacks the blank after its `:`.
    mutating func afterTheEnd() {
        let lineStart = SourceScan.startOfLine(at: place, in: source)
        if inkBefore(place) == nil, let above = lineAbove(lineStart), !isKey(above),
            !source.bytes[above.start...].starts(with: "- ".utf8)
        {
            return keyBelow(above)
        }
        set(
            "this does not belong to the value before it",
            hint: "indent it like the keys above, or put the whole text in quotes", at: place)
        extendOverWord()
    }
}
