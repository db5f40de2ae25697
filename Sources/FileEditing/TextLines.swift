/// A text as lines with their places, and its habits of ending them.
struct TextLines {
    /// The text.
    let bytes: [UInt8]
    /// Each line without its line break.
    let ranges: [Range<Int>]
    /// The line break of the file: that of its first line.
    let lineBreak: [UInt8]

    /// The lines of a text; they end at LF or CR LF, and an empty text has none.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var ranges: [Range<Int>] = []
        var start = 0
        var usesCRLF = false
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let hasReturn = end < bytes.count && end > start && bytes[end - 1] == 0x0D
            if ranges.isEmpty { usesCRLF = hasReturn }
            ranges.append(start..<(hasReturn ? end - 1 : end))
            start = end + 1
        }
        self.ranges = ranges
        lineBreak = usesCRLF ? [0x0D, 0x0A] : [0x0A]
    }

    /// The text of a line.
    subscript(index: Int) -> ArraySlice<UInt8> { bytes[ranges[index]] }

    /// Whether the last line has a line break, or there is none.
    var endsWithBreak: Bool { bytes.isEmpty || bytes.last == 0x0A }

    /// The end of a line with its line break.
    func next(after index: Int) -> Int { index + 1 < ranges.count ? ranges[index + 1].lowerBound : bytes.count }

    /// The text with a line put at its end, in the file's habit of a final line break.
    func appending(_ lines: [[UInt8]]) -> [UInt8] {
        var result = bytes
        if bytes.isEmpty { return Array(lines.map { $0 + lineBreak }.joined()) }
        if endsWithBreak {
            for line in lines { result += line + lineBreak }
        } else {
            for line in lines { result += lineBreak + line }
        }
        return result
    }

    /// The number of the line that holds an offset, from 1.
    func number(of offset: Int) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lowerBound <= offset { low = middle + 1 } else { high = middle }
        }
        return max(1, low)
    }
}

/// The bytes of a text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// `lines 3, 8 and 12`, at most eight of them.
func linesText(_ numbers: [Int]) -> String {
    let shown = numbers.prefix(8).map(String.init)
    guard numbers.count > 1, let last = shown.last else { return "line \(shown.first ?? "?")" }
    if numbers.count > shown.count { return "lines \(shown.joined(separator: ", ")), …" }
    return "lines \(shown.dropLast().joined(separator: ", ")) and \(last)"
}
