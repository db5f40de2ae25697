/// The spellings in which programs print a secret.
enum SecretForms {
    /// From how many bytes on a secret is looked for in other spellings too; a shorter one would hide by chance.
    static let leastEncoded = 6
    /// How long a line of a secret must be to be looked for alone.
    static let leastLine = 8

    /// Everything to look for where this secret may be printed.
    static func forms(of secret: [UInt8]) -> Set<[UInt8]> {
        let core = trimmed(secret)
        guard !core.isEmpty else { return secret.isEmpty ? [] : [secret] }
        var forms = spellings(of: secret).union(spellings(of: core))
        for line in core.split(separator: 0x0A) {
            let line = trimmed(Array(line))
            if line.count >= leastLine && line != core { forms.formUnion(spellings(of: line)) }
        }
        return forms
    }

    private static func spellings(of value: [UInt8]) -> Set<[UInt8]> {
        guard value.count >= leastEncoded else { return [value] }
        var spellings: Set<[UInt8]> = [
            value, json(value, slash: false), json(value, slash: true), jsonASCII(value),
            percent(value, upper: true, plus: false),
            percent(value, upper: false, plus: false), percent(value, upper: true, plus: true),
            quoted(value, "'\\''"), quoted(value, "'\"'\"'"),
        ]
        for offset in 0..<3 {
            for alphabet in [standard, urlSafe] {
                spellings.insert(base64(value, offset: offset, alphabet: alphabet))
            }
        }
        return spellings
    }

    private static func trimmed(_ value: [UInt8]) -> [UInt8] {
        var core = value[...]
        while let last = core.last, last == 0x0A || last == 0x0D { core.removeLast() }
        while let first = core.first, first == 0x0A || first == 0x0D { core.removeFirst() }
        return Array(core)
    }

    /// A JSON string's inside; `slash`: with `\/`, as PHP writes it.
    private static func json(_ value: [UInt8], slash: Bool) -> [UInt8] {
        var text: [UInt8] = []
        for byte in value {
            switch byte {
            case 0x22, 0x5C: text += [0x5C, byte]
            case 0x2F where slash: text += [0x5C, byte]
            case 0x0A: text += Array("\\n".utf8)
            case 0x0D: text += Array("\\r".utf8)
            case 0x09: text += Array("\\t".utf8)
            default: text.append(byte)
            }
        }
        return text
    }

    /// A JSON string's inside with all that is not ASCII escaped, as Python writes it.
    private static func jsonASCII(_ value: [UInt8]) -> [UInt8] {
        String(decoding: json(value, slash: false), as: UTF8.self).utf16.flatMap { unit -> [UInt8] in
            guard unit >= 0x80 else { return [UInt8(unit)] }
            let digits = String(unit, radix: 16)
            return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        }
    }

    /// Percent-encoding (RFC 3986); `plus`: a blank is `+`, as in forms.
    private static func percent(_ value: [UInt8], upper: Bool, plus: Bool) -> [UInt8] {
        let digits = Array((upper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var text: [UInt8] = []
        for byte in value {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: text.append(byte)
            case 0x20 where plus: text.append(0x2B)
            default: text += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return text
    }

    /// The inside of a text in single quotes, with the shell's ways around a quote in it.
    private static func quoted(_ value: [UInt8], _ quote: String) -> [UInt8] {
        value.flatMap { $0 == 0x27 ? Array(quote.utf8) : [$0] }
    }

    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// What of a Base64 text (RFC 4648) depends on the value alone, wherever it stands in what is encoded.
    private static func base64(_ value: [UInt8], offset: Int, alphabet: [UInt8]) -> [UInt8] {
        let bits = [UInt8](repeating: 0, count: offset) + value
        var text: [UInt8] = []
        for group in stride(from: 0, to: bits.count, by: 3) {
            var word: UInt32 = 0
            for index in 0..<3 {
                word = word << 8 | (group + index < bits.count ? UInt32(bits[group + index]) : 0)
            }
            for shift in [18, 12, 6, 0] as [UInt32] { text.append(alphabet[Int(word >> shift & 63)]) }
        }
        // The characters that also hold bits of what stands before or after the value are left out.
        let first = (offset * 8 + 5) / 6
        return Array(text[first..<(bits.count * 8) / 6])
    }
}
