import YAMLSyntax

/// Writes scalars so that they are read back as the same value, by YAML 1.1 readers too.
enum ScalarWriter {
    /// Where a scalar stands, as far as its form depends on it.
    enum Position { case block, flow, key }

    /// A scalar on one line; `style` is kept where the text allows it, and `quotes` are asked for where it does not.
    static func inline(
        _ value: YAMLValue, style: ScalarStyle = .plain, at position: Position, quotes: @autoclosure () -> ScalarStyle
    ) -> String {
        guard case .string(let text) = value else { return literal(value) }
        switch style {
        case .plain where isPlainSafe(text, at: position): return text
        case .doubleQuoted: return doubleQuoted(text)
        case .singleQuoted: return singleQuoted(text) ?? doubleQuoted(text)
        default:
            if quotes() == .singleQuoted, let quoted = singleQuoted(text) { return quoted }
            return doubleQuoted(text)
        }
    }

    /// What is no text, as YAML and JSON have it.
    static func literal(_ value: YAMLValue) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .float(let number):
            if number.isNaN { return ".nan" }
            if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
            let text = number.description
            guard let exponent = text.utf8.firstIndex(of: UInt8(ascii: "e")), !text.utf8.contains(UInt8(ascii: "."))
            else { return text }
            // YAML 1.1 sees a number with an exponent only where there is a point.
            return text[..<exponent] + ".0" + text[exponent...]
        case .string(let text): return text
        }
    }

    /// In `'…'`, or nil where the text does not fit there on one line.
    static func singleQuoted(_ text: String) -> String? {
        var result = "'"
        for scalar in text.unicodeScalars {
            guard isPrintable(scalar), scalar != "\t" else { return nil }
            if scalar == "'" { result += "''" } else { result.unicodeScalars.append(scalar) }
        }
        return result + "'"
    }

    /// In `"…"`, for YAML.
    static func doubleQuoted(_ text: String) -> String {
        quoted(text) { isPrintable($0) ? nil : escape($0) }
    }

    /// In `"…"`, for JSON (RFC 8259 §7).
    static func json(_ text: String) -> String {
        quoted(text) { $0.value < 0x20 ? "\\u" + hex($0.value, width: 4) : nil }
    }

    /// In `"…"`, with the escapes that YAML and JSON share; `rare` gives those of other scalars, nil for none.
    private static func quoted(_ text: String, _ rare: (Unicode.Scalar) -> String?) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if let escaped = rare(scalar) { result += escaped } else { result.unicodeScalars.append(scalar) }
            }
        }
        return result + "\""
    }

    /// Whether a text can stand without quotes and is a text to every reader.
    static func isPlainSafe(_ text: String, at position: Position) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, first != 0x20, last != 0x20,
            bytes.count <= 1000 || position == .block,
            text.unicodeScalars.allSatisfy({ isPrintable($0) && $0 != "\t" })
        else { return false }
        if text.hasPrefix("---") || text.hasPrefix("...") || text == "<<" || text == "=" { return false }
        switch first {
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            guard bytes.count > 1, first == UInt8(ascii: "-"), bytes[1] != 0x20 else { return false }
        case let byte where "[]{},#&*!|>'\"%@`".utf8.contains(byte): return false
        default: break
        }
        for (index, byte) in bytes.enumerated() {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0x20
            switch byte {
            case UInt8(ascii: ":"):
                if next == 0x20 || (position == .flow && ",[]{}".utf8.contains(next)) { return false }
            case UInt8(ascii: "#"): if index > 0, bytes[index - 1] == 0x20 { return false }
            case let byte where position != .block && ",[]{}".utf8.contains(byte): return false
            default: break
            }
        }
        guard case .string = YAMLScalar(text: text, style: .plain).resolved else { return false }
        return !isSomethingElseInYAML11(text, bytes)
    }

    /// What readers of YAML 1.1 take for a bool, a number, a time or a date.
    private static func isSomethingElseInYAML11(_ text: String, _ bytes: [UInt8]) -> Bool {
        if bytes.count <= 5 {
            switch text.lowercased() {
            case "y", "n", "yes", "no", "on", "off", "true", "false", "null": return true
            default: break
            }
        }
        let digits =
            bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        guard let first = digits.first, (0x30...0x39).contains(first) || first == UInt8(ascii: ".") else {
            return false
        }
        if digits.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) {
            return digits.count(where: { $0 == UInt8(ascii: ".") }) < 2
        }
        return digits.allSatisfy { byte in
            (0x30...0x39).contains(byte) || "_:.,+- \tabcdefABCDEFxXoTtZz".utf8.contains(byte)
        }
    }

    /// Whether libyaml reads the scalar as it is, outside of escapes, and as no line break.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
            true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let value = scalar.value
        if value <= 0xFF { return "\\x" + hex(value, width: 2) }
        return value <= 0xFFFF ? "\\u" + hex(value, width: 4) : "\\U" + hex(value, width: 8)
    }

    private static func hex(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
