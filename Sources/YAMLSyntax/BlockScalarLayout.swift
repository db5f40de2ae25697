/// The parts of a block scalar in its source: the header after `|` or `>`, and the lines (YAML 1.2.2 §8.1).
struct BlockScalarLayout {
    /// The end of the indicators, before a comment.
    let headerEnd: Int
    /// The first byte after the header's line.
    let contentStart: Int
    /// Whether trailing blank lines count (`+`).
    let keepsTrailing: Bool
    private let bytes: [UInt8]

    /// The scalar whose `|` or `>` is at `start`.
    init(start: Int, bytes: [UInt8]) {
        self.bytes = bytes
        var index = start + 1
        var keeps = false
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || (byte >= 0x30 && byte <= 0x39) else {
                break
            }
            keeps = keeps || byte == UInt8(ascii: "+")
            index += 1
        }
        headerEnd = index
        keepsTrailing = keeps
        while index < bytes.count, SourceScan.breakLength(at: index, in: bytes) == 0 { index += 1 }
        contentStart = index + SourceScan.breakLength(at: index, in: bytes)
    }

    /// The end of the scalar's own bytes, before its last line break; libyaml's mark lies past blank lines.
    func ownEnd(endMark: Int, text: String) -> Int {
        guard endMark > contentStart || (endMark == contentStart && endMark == bytes.count) else { return headerEnd }
        if keepsTrailing { return max(headerEnd, beforeBreak(at: endMark)) }
        guard let last = text.utf8.last(where: { $0 != 0x0A }) else { return headerEnd }
        var end = endMark
        if last != 0x20, last != 0x09 {
            while end > contentStart, SourceScan.isBlankOrBreak(bytes[end - 1]) { end -= 1 }
            return end
        }
        // The last line ends with blanks that count: blank lines end where a line is longer than the indentation.
        let indent = indent(of: text)
        while end > contentStart {
            let lineEnd = beforeBreak(at: end)
            var lineStart = lineEnd
            while lineStart > contentStart, bytes[lineStart - 1] != 0x0A, bytes[lineStart - 1] != 0x0D {
                lineStart -= 1
            }
            let line = bytes[lineStart..<lineEnd]
            guard let indent, line.count <= indent, line.allSatisfy({ $0 == 0x20 }) else { return lineEnd }
            end = lineStart
        }
        return headerEnd
    }

    /// The columns of indentation that are no content: what the first line with ink has more than its text.
    ///
    /// Nil where no line has ink.
    func indent(of text: String) -> Int? {
        guard let textBlanks = Self.leadingSpaces(ofFirstInkIn: Array(text.utf8), from: 0) else { return nil }
        guard let sourceBlanks = Self.leadingSpaces(ofFirstInkIn: bytes, from: contentStart) else { return nil }
        return sourceBlanks >= textBlanks ? sourceBlanks - textBlanks : nil
    }

    /// The spaces before the first byte that is neither a space nor a line break, in its line.
    private static func leadingSpaces(ofFirstInkIn bytes: [UInt8], from start: Int) -> Int? {
        var spaces = 0
        var index = start
        while index < bytes.count {
            let length = SourceScan.breakLength(at: index, in: bytes)
            if length > 0 {
                spaces = 0
                index += length
            } else if bytes[index] == 0x20 {
                spaces += 1
                index += 1
            } else {
                return spaces
            }
        }
        return nil
    }

    private func beforeBreak(at end: Int) -> Int {
        guard end > contentStart else { return end }
        if bytes[end - 1] == 0x0A {
            return end - 2 >= contentStart && bytes[end - 2] == 0x0D ? end - 2 : end - 1
        }
        return bytes[end - 1] == 0x0D ? end - 1 : end
    }
}
