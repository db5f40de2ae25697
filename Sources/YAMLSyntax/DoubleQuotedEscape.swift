/// One escape of a double-quoted scalar (YAML 1.2.2 §5.7), which libyaml has found to be valid.
struct DoubleQuotedEscape {
    /// What it stands for, as UTF-8.
    let text: [UInt8]
    /// The offset just past it.
    let end: Int

    /// The escape whose backslash is at `index`.
    init(at index: Int, in bytes: [UInt8]) {
        let letter = bytes[index + 1]
        let digits =
            switch letter {
            case UInt8(ascii: "x"): 2
            case UInt8(ascii: "u"): 4
            case UInt8(ascii: "U"): 8
            default: 0
            }
        end = min(bytes.count, index + 2 + digits)
        guard digits > 0 else {
            text = Self.simple(letter)
            return
        }
        let value = UInt32(String(decoding: bytes[(index + 2)..<end], as: UTF8.self), radix: 16)
        let scalar = value.flatMap(Unicode.Scalar.init)
        text = scalar.map { Array(String($0).utf8) } ?? []
    }

    private static func simple(_ letter: UInt8) -> [UInt8] {
        switch letter {
        case UInt8(ascii: "0"): [0]
        case UInt8(ascii: "a"): [7]
        case UInt8(ascii: "b"): [8]
        case UInt8(ascii: "t"), 9: [9]
        case UInt8(ascii: "n"): [10]
        case UInt8(ascii: "v"): [11]
        case UInt8(ascii: "f"): [12]
        case UInt8(ascii: "r"): [13]
        case UInt8(ascii: "e"): [27]
        case UInt8(ascii: "N"): [0xC2, 0x85]
        case UInt8(ascii: "_"): [0xC2, 0xA0]
        case UInt8(ascii: "L"): [0xE2, 0x80, 0xA8]
        case UInt8(ascii: "P"): [0xE2, 0x80, 0xA9]
        default: [letter]
        }
    }
}
