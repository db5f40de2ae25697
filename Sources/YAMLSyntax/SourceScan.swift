import Diagnostics

/// Small looks at the source between libyaml's marks.
enum SourceScan {
    /// The end of the tags and anchors that begin at `start`, at most one of each.
    static func endOfProperties(at start: Int, in source: SourceText) -> Int {
        var end = start
        for _ in 0..<2 {
            let next = skipBlanksAndComments(from: end, in: source)
            guard next < source.bytes.count else { break }
            let byte = source.bytes[next]
            guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") else { break }
            end = endOfProperty(at: next, in: source)
        }
        return end
    }

    /// The end of the tag or anchor at `start`.
    private static func endOfProperty(at start: Int, in source: SourceText) -> Int {
        let bytes = source.bytes
        var index = start + 1
        let isVerbatim = bytes[start] == UInt8(ascii: "!") && index < bytes.count && bytes[index] == UInt8(ascii: "<")
        while index < bytes.count, !isBlankOrBreak(bytes[index]) {
            let byte = bytes[index]
            if isVerbatim {
                index += 1
                if byte == UInt8(ascii: ">") { break }
                continue
            }
            if bytes[start] == UInt8(ascii: "&"), !isAnchor(byte) { break }
            // libyaml ends a tag in a list or map at a comma; in a block, no comma can follow one.
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { break }
            index += 1
        }
        return index
    }

    /// libyaml's anchors: letters, digits, `_` and `-`.
    private static func isAnchor(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
        default: false
        }
    }

    /// The first byte from `start` on that is neither blank nor line break nor in a comment.
    static func skipBlanksAndComments(from start: Int, in source: SourceText) -> Int {
        let bytes = source.bytes
        var index = start
        while index < bytes.count {
            if isBlankOrBreak(bytes[index]) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "#") {
                index = endOfLine(at: index, in: source)
            } else {
                break
            }
        }
        return index
    }

    /// Where a value stands that is not written: where libyaml says, unless that is only past blanks and comments.
    static func placeOfNothing(at mark: Int, after lastEnd: Int, in source: SourceText) -> Int {
        guard mark > lastEnd else { return mark }
        return skipBlanksAndComments(from: lastEnd, in: source) >= mark ? lastEnd : mark
    }

    /// The end of the line that holds `start`, before its line break.
    static func endOfLine(at start: Int, in source: SourceText) -> Int {
        var index = start
        while index < source.bytes.count, source.bytes[index] != 0x0A, source.bytes[index] != 0x0D { index += 1 }
        return index
    }

    /// The first byte of the line that holds `offset`.
    static func startOfLine(at offset: Int, in source: SourceText) -> Int {
        var index = min(offset, source.bytes.count)
        while index > 0, source.bytes[index - 1] != 0x0A, source.bytes[index - 1] != 0x0D { index -= 1 }
        return index
    }

    /// The end of the run of non-blank bytes at `start`.
    static func endOfWord(at start: Int, in source: SourceText) -> Int {
        var index = start
        while index < source.bytes.count, !isBlankOrBreak(source.bytes[index]) { index += 1 }
        return index
    }

    /// Space, tab, LF or CR.
    static func isBlankOrBreak(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
