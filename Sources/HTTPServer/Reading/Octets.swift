/// The bytes that HTTP's grammar speaks of (RFC 9110, section 5.6).
extension UInt8 {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D

    /// Whether the byte may stand in a token: a method, a header's name.
    var isTokenByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    /// Whether the byte may stand in a header's value: no control but the tab.
    var isValueByte: Bool { self >= 0x20 ? self != 0x7F : self == 0x09 }

    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// The digit's value; nil where the byte is no hexadecimal digit.
    var hexDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without blanks at both ends.
    var trimmed: ArraySlice<UInt8> {
        var slice = drop { $0.isBlank }
        while let last = slice.last, last.isBlank { slice.removeLast() }
        return slice
    }

    /// The bytes as text with ASCII's letters small.
    var lowercasedText: String {
        String(decoding: map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
