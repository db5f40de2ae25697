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
        let bytes = bytes
        let text = bytes.span
        var (scalar, byte) = (self.scalar, self.byte)
        // Eight bytes at a time, while that cannot lead past the scalar: all but those of the form 10xxxxxx begin one.
        while index - scalar > 8, byte + 8 < text.count {
            let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: byte + 1, as: UInt64.self)
            scalar += 8 - ((word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
            byte += 8
        }
        while scalar < index, byte < text.count {
            byte += 1
            if byte == text.count || text[byte] & 0xC0 != 0x80 { scalar += 1 }
        }
        while scalar > index, byte > 0 {
            byte -= 1
            if text[byte] & 0xC0 != 0x80 { scalar -= 1 }
        }
        self.scalar = scalar
        self.byte = byte
        return byte
    }
}
