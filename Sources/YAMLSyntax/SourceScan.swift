import Diagnostics

/// Small looks at the source between libyaml's marks.
enum SourceScan {
    /// The end of the tag and the anchor, in either order, that begin at `start`; of each only if the node has it.
    ///
    /// What follows them may be the tag of the first key of a map, which is the key's own.
    static func endOfProperties(at start: Int, tag: Bool, anchor: Bool, in source: SourceText) -> Int {
        var end = start
        var (tag, anchor) = (tag, anchor)
        while tag || anchor {
            let next = skipBlanksAndComments(from: end, in: source)
            guard next < source.bytes.count else { break }
            if tag, source.bytes[next] == UInt8(ascii: "!") {
                tag = false
            } else if anchor, source.bytes[next] == UInt8(ascii: "&") {
                anchor = false
            } else {
                break
            }
            end = endOfProperty(at: next, in: source)
        }
        return end
    }

    /// The end of the tag or anchor at `start`.
    private static func endOfProperty(at start: Int, in source: SourceText) -> Int {
        let bytes = source.bytes
        var index = start + 1
        let isVerbatim = bytes[start] == UInt8(ascii: "!") && index < bytes.count && bytes[index] == UInt8(ascii: "<")
        while index < bytes.count, !isBlankOrBreak(bytes[index]), bytes[index] < 0x80 {
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
            } else if bytes[index] >= 0x80, case let length = breakLength(at: index, in: bytes), length > 0 {
                index += length
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

    /// The length of the line break at `index`, 0 where there is none; libyaml knows NEL, LS and PS as breaks too.
    static func breakLength(at index: Int, in bytes: [UInt8]) -> Int {
        guard index < bytes.count else { return 0 }
        switch bytes[index] {
        case 0x0A: return 1
        case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
        case 0xE2:
            guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
            return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
        default: return 0
        }
    }

    /// Space, tab, LF or CR.
    static func isBlankOrBreak(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
