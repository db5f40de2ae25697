import RunbookModel

/// What the format's own functions `percent`, `quantity` and `lines` make of a text.
enum HelperFunctions {
    /// The number before a `%`: 91.0 of `91%`; nil where the text is none.
    static func percent(_ text: String) -> Double? {
        let trimmed = trimmed(text)
        guard trimmed.utf8.last == UInt8(ascii: "%") else { return nil }
        return decimal(trimmed.dropLast())
    }

    /// The number of units that a text with one of Kubernetes' suffixes means: 536870912.0 of `512Mi`.
    ///
    /// Suffixes are `n u m k M G T P E Ki Mi Gi Ti Pi Ei`, with or without the `B` that docker prints; `kB` and `KB`
    /// are 1000, exponents as in `1e3` are read as well.
    static func quantity(_ text: String) -> Double? {
        let trimmed = trimmed(text)
        let number = trimmed.utf8.prefix { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == 0x2B || $0 == 0x2D }
        var end = number.endIndex
        let rest = trimmed.utf8[end...]
        if let first = rest.first, first | 0x20 == UInt8(ascii: "e") {
            var exponent = rest.dropFirst()
            if let sign = exponent.first, sign == 0x2B || sign == 0x2D { exponent = exponent.dropFirst() }
            let digits = exponent.prefix(while: isDigit)
            if !digits.isEmpty { end = digits.endIndex }
        }
        guard let value = decimal(trimmed[..<end]), let factor = factor(of: trimmed[end...]) else { return nil }
        let product = value * factor
        return product.isFinite ? product : nil
    }

    /// The lines of a text; a trailing newline begins none, and the empty text has none (rule 9).
    static func lines(_ text: String) -> [String] {
        TextLines.split(text).map(String.init)
    }

    private static func factor(of suffix: Substring) -> Double? {
        var name = suffix
        while name.utf8.first == 0x20 { name = name.dropFirst() }
        if name.utf8.last == UInt8(ascii: "B") { name = name.dropLast() }
        switch name {
        case "": return 1
        case "n": return 1e-9
        case "u": return 1e-6
        case "m": return 1e-3
        case "k", "K": return 1e3
        case "M": return 1e6
        case "G": return 1e9
        case "T": return 1e12
        case "P": return 1e15
        case "E": return 1e18
        case "Ki": return 0x1p10
        case "Mi": return 0x1p20
        case "Gi": return 0x1p30
        case "Ti": return 0x1p40
        case "Pi": return 0x1p50
        case "Ei": return 0x1p60
        default: return nil
        }
    }

    /// A finite decimal number, without what else `Double` reads: `inf`, `nan`, hexadecimal.
    private static func decimal(_ text: Substring) -> Double? {
        let isPlain = text.utf8.allSatisfy {
            isDigit($0) || $0 == 0x2E || $0 == 0x2B || $0 == 0x2D || $0 | 0x20 == UInt8(ascii: "e")
        }
        guard isPlain, text.utf8.contains(where: isDigit), let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private static func trimmed(_ text: String) -> Substring {
        var rest = text[...]
        while let first = rest.utf8.first, first == 0x20 || (first >= 0x09 && first <= 0x0D) { rest = rest.dropFirst() }
        while let last = rest.utf8.last, last == 0x20 || (last >= 0x09 && last <= 0x0D) { rest = rest.dropLast() }
        return rest
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
