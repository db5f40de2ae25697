/// One change of a text: the bytes of a range become others.
struct Patch {
    /// The bytes that go; empty where only something comes.
    var range: Range<Int>
    /// The bytes that come.
    var text: [UInt8]

    /// The text with all patches done; throws where two of them meet.
    static func apply(_ patches: [Patch], to bytes: [UInt8]) throws(TreeEditFailure) -> [UInt8] {
        let ordered = patches.enumerated().sorted {
            ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
                < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 256)
        var position = 0
        for (_, patch) in ordered {
            guard patch.range.lowerBound >= position else {
                throw TreeEditFailure(
                    .unsafe, "two parts of the edit meet in the same lines; make them one after the other")
            }
            result += bytes[position..<patch.range.lowerBound]
            result += patch.text
            position = patch.range.upperBound
        }
        return result + bytes[position...]
    }
}
