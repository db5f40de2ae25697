/// Whether bytes are UTF-8 (RFC 3629), found in one pass.
struct UTF8Check {
    /// Whether all bytes are below 0x80.
    private(set) var isASCII = true
    /// The offset of the first byte that begins no valid sequence; nil where all are valid.
    private(set) var invalidOffset: Int?

    /// Looks through `bytes`.
    init(of bytes: [UInt8]) {
        var index = Self.asciiPrefix(of: bytes)
        guard index < bytes.count else { return }
        isASCII = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                continue
            }
            let length = Self.length(of: bytes, at: index)
            guard length > 0 else {
                invalidOffset = index
                return
            }
            index += length
        }
    }

    private static func asciiPrefix(of bytes: [UInt8]) -> Int {
        var index = 0
        while index + 16 <= bytes.count {
            var union: UInt8 = 0
            for offset in 0..<16 { union |= bytes[index + offset] }
            if union >= 0x80 { break }
            index += 16
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// The length of the sequence at `index` that begins with a byte of 0x80 or more; 0 where it is not valid.
    private static func length(of bytes: [UInt8], at index: Int) -> Int {
        let lead = bytes[index]
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if lead == 0xE0 { low = 0xA0 }
            if lead == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            length = 4
            if lead == 0xF0 { low = 0x90 }
            if lead == 0xF4 { high = 0x8F }
        default: return 0
        }
        guard index + length <= bytes.count, bytes[index + 1] >= low, bytes[index + 1] <= high else { return 0 }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
