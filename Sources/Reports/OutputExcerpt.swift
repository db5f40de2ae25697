import RunbookModel

/// What a report shows of an output: its beginning and its end, where it is long.
struct OutputExcerpt {
    /// The beginning.
    let head: String
    /// The end; empty where the beginning is all.
    let tail: String
    /// How many lines are left out between them.
    let hiddenLines: Int
    /// How many bytes are left out between them.
    let hiddenBytes: Int

    /// The lines of a text, within bounds of lines and bytes: a quarter of them for the beginning.
    init(_ text: String, lines: Int, bytes: Int) {
        let all = TextLines.split(TextLines.withoutTrailingNewlines(text))
        if all.count <= lines, text.utf8.count <= bytes {
            head = all.joined(separator: "\n")
            tail = ""
            (hiddenLines, hiddenBytes) = (0, 0)
            return
        }
        let first = Self.take(all[...], lines: lines / 4, bytes: bytes / 4, fromEnd: false)
        let rest = all.dropFirst(first.count)
        let last = Self.take(rest, lines: lines - lines / 4, bytes: bytes - bytes / 4, fromEnd: true)
        // A single line may be longer than all that is allowed: of that, the end of what fits.
        head = first.joined(separator: "\n")
        tail = last.isEmpty ? Self.end(of: rest.last ?? "", bytes: bytes - bytes / 4) : last.joined(separator: "\n")
        hiddenLines = max(0, rest.count - max(last.count, 1))
        hiddenBytes = max(0, text.utf8.count - head.utf8.count - tail.utf8.count)
    }

    private static func take(_ lines: ArraySlice<Substring>, lines limit: Int, bytes: Int, fromEnd: Bool)
        -> ArraySlice<Substring>
    {
        var left = bytes
        var count = 0
        var index = fromEnd ? lines.endIndex - 1 : lines.startIndex
        while count < limit, lines.indices.contains(index) {
            left -= lines[index].utf8.count + 1
            if left < 0 { break }
            count += 1
            index += fromEnd ? -1 : 1
        }
        return fromEnd ? lines.suffix(count) : lines.prefix(count)
    }

    private static func end(of line: Substring, bytes: Int) -> String {
        var place = line.utf8.endIndex
        var left = bytes
        while left > 0, place > line.utf8.startIndex {
            place = line.utf8.index(before: place)
            left -= 1
        }
        while place < line.utf8.endIndex, line.utf8[place] & 0xC0 == 0x80 { place = line.utf8.index(after: place) }
        return String(line[place...])
    }
}
