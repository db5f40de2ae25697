extension JSONParser {
    /// Reads a string (RFC 8259 §7), whose opening quote is at the current place.
    mutating func string() throws(JSONProblem) -> String {
        let opening = position
        advance(by: 1)
        var start = position
        var unescaped: [UInt8] = []
        while position < end {
            switch peek() {
            case UInt8(ascii: "\""):
                let rest = UnsafeBufferPointer(rebasing: input[start..<position])
                advance(by: 1)
                if unescaped.isEmpty { return try text(rest, opening: opening) }
                unescaped.append(contentsOf: rest)
                return try unescaped.withUnsafeBufferPointer { (buffer) throws(JSONProblem) in
                    try text(buffer, opening: opening)
                }
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: input[start..<position])
                try appendEscape(to: &unescaped)
                start = position
            case 0..<0x20:
                throw unexpected("control characters in a string are written with a backslash")
            default:
                advance(by: 1)
            }
        }
        throw JSONProblem(message: "the string that begins here has no closing quote", offset: opening)
    }

    private func text(
        _ bytes: UnsafeBufferPointer<UInt8>, opening: Int
    ) throws(JSONProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw JSONProblem(message: "the string that begins here is not UTF-8", offset: opening)
        }
        return text
    }

    private mutating func appendEscape(to bytes: inout [UInt8]) throws(JSONProblem) {
        advance(by: 1)
        switch peek() {
        case UInt8(ascii: "\""): bytes.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): bytes.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"):
            advance(by: 1)
            bytes.append(contentsOf: UTF8.encode(try codePoint()) ?? UTF8.encodedReplacementCharacter)
            return
        default: throw unexpected("no such escape: one of \" \\ / b f n r t u was expected")
        }
        advance(by: 1)
    }

    /// Reads what follows `\u`, and its second half where it begins a surrogate pair; U+FFFD for half a pair.
    private mutating func codePoint() throws(JSONProblem) -> Unicode.Scalar {
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let afterFirst = position
        guard first < 0xDC00, peek() == UInt8(ascii: "\\"), position + 1 < end,
            input[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        advance(by: 2)
        let second = try fourHexDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else {
            advance(by: afterFirst - position)
            return "\u{FFFD}"
        }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = peek()
            guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw unexpected("four hexadecimal digits were expected after \\u")
            }
            value = value << 4 | UInt32(digit)
            advance(by: 1)
        }
        return value
    }
}
