import Diagnostics

/// Setting the message, and looking around in the source.
extension SyntaxProblem {
    /// Says what is wrong; with `offset`, at the scalar there instead of where libyaml met it.
    mutating func set(_ message: String, hint: String?, at offset: Int? = nil) {
        diagnostic.message = message
        diagnostic.hint = hint
        if let offset { diagnostic.range = SourceRange(start: offset, end: nextScalar(after: offset)) }
    }

    /// Adds a second place.
    mutating func note(_ message: String, at offset: Int) {
        diagnostic.notes.append(DiagnosticNote(message: message, range: SourceRange(at: offset)))
    }

    /// Widens the range to the whole word at its start.
    mutating func extendOverWord() {
        diagnostic.range.end = SourceScan.endOfWord(at: diagnostic.range.start, in: source)
    }

    /// Takes blanks off the end of the range.
    mutating func trimRange() {
        while diagnostic.range.end > diagnostic.range.start,
            SourceScan.isBlankOrBreak(source.bytes[diagnostic.range.end - 1])
        {
            diagnostic.range.end -= 1
        }
    }

    /// Whether a line holds a `:` before a blank or its end.
    func isKey(_ line: SourceRange) -> Bool {
        (line.start..<line.end).contains { source.bytes[$0] == UInt8(ascii: ":") && isBlank(at: $0 + 1) }
    }

    /// What is written on the nearest line above that is neither blank nor a comment.
    func lineAbove(_ lineStart: Int) -> SourceRange? {
        var end = lineStart
        while end > 0 {
            let start = SourceScan.startOfLine(at: end - 1, in: source)
            let lineEnd = SourceScan.endOfLine(at: start, in: source)
            let line = source.bytes[start..<lineEnd]
            if let ink = line.firstIndex(where: { !SourceScan.isBlankOrBreak($0) }), line[ink] != UInt8(ascii: "#") {
                let last = line.lastIndex { !SourceScan.isBlankOrBreak($0) } ?? ink
                return SourceRange(start: ink, end: last + 1)
            }
            end = start
        }
        return nil
    }

    /// The byte at `offset`, or nil past the end.
    func byte(at offset: Int) -> UInt8? {
        offset < source.bytes.count ? source.bytes[offset] : nil
    }

    /// Whether a blank, a line break or the end is at `offset`.
    func isBlank(at offset: Int) -> Bool {
        byte(at: offset).map(SourceScan.isBlankOrBreak) ?? true
    }

    /// The offset of the scalar after that at `offset`.
    func nextScalar(after offset: Int) -> Int {
        var index = min(offset + 1, source.bytes.count)
        while index < source.bytes.count, source.bytes[index] & 0xC0 == 0x80 { index += 1 }
        return index
    }

    /// The last byte before `offset` in its line that is not blank.
    func inkBefore(_ offset: Int) -> UInt8? {
        let start = SourceScan.startOfLine(at: offset, in: source)
        return source.bytes[start..<min(offset, source.bytes.count)].last { !SourceScan.isBlankOrBreak($0) }
    }

    /// The first tab in the indentation of the line at `offset`, else the first from there on.
    func firstTab(nearLineOf offset: Int) -> Int? {
        let start = SourceScan.startOfLine(at: offset, in: source)
        let end = SourceScan.endOfLine(at: offset, in: source)
        return source.bytes[start..<end].firstIndex(of: 0x09)
    }
}
