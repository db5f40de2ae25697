/// One change of a text: the bytes of a range become others.
struct TextPatch {
    /// The bytes that go; empty where only something comes.
    var range: Range<Int>
    /// The bytes that come.
    var text: [UInt8]

    /// The text with all patches done; throws where two of them meet, as two keys for one place make them.
    static func apply(_ patches: [TextPatch], to bytes: [UInt8]) throws(FileEditFailure) -> [UInt8] {
        let ordered = patches.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
        }
        var result: [UInt8] = []
        var position = 0
        for (_, patch) in ordered {
            guard patch.range.lowerBound >= position else {
                let line = TextLines(bytes).number(of: patch.range.lowerBound)
                throw FileEditFailure(
                    .text, "two keys of `set` mean the same place (line \(line)); give one", line: line)
            }
            result += bytes[position..<patch.range.lowerBound]
            result += patch.text
            position = patch.range.upperBound
        }
        return result + bytes[position...]
    }
}
