import Diagnostics

/// Turns libyaml's marks, which count Unicode scalars, into byte offsets.
///
/// It remembers where it was: marks come nearly in order, so that a whole text costs one pass. In a text that is all
/// ASCII the two are the same.
struct MarkMap {
    private let bytes: [UInt8]
    private let isASCII: Bool
    private var scalar = 0
    private var byte = 0

    /// A map of a text's marks.
    init(of input: YAMLInput) {
        bytes = input.source.bytes
        isASCII = input.isASCII
    }

    /// The byte offset of the scalar with this index; the end of the text for one past it.
    mutating func offset(ofScalar index: Int) -> Int {
        if isASCII { return min(index, bytes.count) }
        while scalar < index, byte < bytes.count {
            byte += 1
            while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
            scalar += 1
        }
        while scalar > index, byte > 0 {
            byte -= 1
            while byte > 0, bytes[byte] & 0xC0 == 0x80 { byte -= 1 }
            scalar -= 1
        }
        return byte
    }
}
