/// A text as a literal block scalar: its header and its lines.
struct LiteralBlock {
    /// `|` with what it says of the text's end.
    let header: String
    /// The lines of the text.
    let lines: [Substring]

    /// The text as a block, or nil where it cannot stand as one.
    init?(_ text: String) {
        var body = text[...]
        if body.last == "\n" {
            body.removeLast()
            header = "|"
        } else {
            header = "|-"
        }
        let bytes = body.utf8
        guard let first = bytes.first, let last = bytes.last, first != 0x20, first != 0x09, first != 0x0A,
            last != 0x0A, last != 0x20, last != 0x09,
            body.unicodeScalars.allSatisfy({ $0 == "\n" || ScalarWriter.isPrintable($0) })
        else { return nil }
        lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The lines, each after a line break, indented by `columns`.
    func body(columns: Int, lineBreak: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for line in lines {
            result += lineBreak
            if !line.isEmpty { result += [UInt8](repeating: 0x20, count: columns) + line.utf8 }
        }
        return result
    }
}
