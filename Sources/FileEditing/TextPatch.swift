/// One change of a text: the bytes of a range become others.
struct TextPatch {
    /// The bytes that go; empty where only something comes.
    var range: Range<Int>
    /// The bytes that come.
    var text: [UInt8]

    /// The text with all patches done, which do not overlap.
    static func apply(_ patches: [TextPatch], to bytes: [UInt8]) -> [UInt8] {
        let ordered = patches.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
        }
        var result: [UInt8] = []
        var position = 0
        for (_, patch) in ordered {
            precondition(
                patch.range.lowerBound >= position, "patches overlap at \(patch.range), the last ended at \(position)")
            result += bytes[position..<patch.range.lowerBound]
            result += patch.text
            position = patch.range.upperBound
        }
        return result + bytes[position...]
    }
}
