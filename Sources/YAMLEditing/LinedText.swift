/// A text with a table of its lines, in which places are looked up.
protocol LinedText {
    /// Its bytes.
    var bytes: [UInt8] { get }
    /// Where its lines begin.
    var lines: LineTable { get }
    /// Whether `#` begins a comment.
    var hasComments: Bool { get }
}

extension LinedText {
    /// The columns before an offset, in bytes.
    func column(_ offset: Int) -> Int { offset - lines.start(of: offset) }

    /// The end of the line that holds an offset, before its line break.
    func endOfLine(_ offset: Int) -> Int {
        var end = offset
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        return end
    }

    /// Whether nothing but blanks stands before an offset on its line.
    func isFirstOnLine(_ offset: Int) -> Bool { skipBlanks(lines.start(of: offset)) >= offset }

    /// The first byte from an offset on that is neither space nor tab.
    func skipBlanks(_ offset: Int) -> Int {
        var index = offset
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        return index
    }

    /// The first byte from an offset on that is in no blank, line break or comment.
    func skipSpace(_ offset: Int) -> Int {
        var index = offset
        while index < bytes.count {
            if isBlankOrBreak(bytes[index]) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "#"), hasComments {
                index = endOfLine(index)
            } else {
                break
            }
        }
        return index
    }
}

/// Space, tab, LF or CR.
func isBlankOrBreak(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}
