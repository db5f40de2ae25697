import Glibc

/// Numbers as texts and back, exactly as CEL has them.
enum NumberText {
    /// The shortest decimal that is the same double, with an exponent below 0.0001 and from ten to the power of `limit`.
    ///
    /// CEL's `string()` has a limit of 6, as Go's `%g`; for people the limit is 21.
    static func text(_ value: Double, limit: Int = 21) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        var digits: [UInt8] = []
        var exponent = 0
        var pointAt: Int?
        var isInExponent = false
        var exponentSign = 1
        // Swift's own description is the shortest one that reads back; only its layout differs.
        for byte in abs(value).description.utf8 {
            switch byte {
            case UInt8(ascii: "."): pointAt = digits.count
            case UInt8(ascii: "e"): isInExponent = true
            case UInt8(ascii: "-"): exponentSign = -1
            case UInt8(ascii: "+"): break
            default:
                if isInExponent { exponent = exponent * 10 + Int(byte - 48) } else { digits.append(byte) }
            }
        }
        var point = (pointAt ?? digits.count) + exponentSign * exponent
        let leading = digits.prefix { $0 == 48 }.count
        digits.removeFirst(leading)
        point -= leading
        while digits.last == 48 { digits.removeLast() }
        let sign = value.sign == .minus ? "-" : ""
        if digits.isEmpty { return sign + "0" }
        return sign + layout(digits, point: point, limit: limit)
    }

    private static func layout(_ digits: [UInt8], point: Int, limit: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        let exponent = point - 1
        if exponent < -4 || exponent >= limit {
            var result = text.prefix(1) + (digits.count > 1 ? "." + text.dropFirst() : "")
            result += exponent < 0 ? "e-" : "e+"
            if abs(exponent) < 10 { result += "0" }
            return String(result) + String(abs(exponent))
        }
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + text }
        if point >= digits.count { return text + String(repeating: "0", count: point - digits.count) }
        return text.prefix(point) + "." + text.dropFirst(point)
    }

    /// Reads what `double("…")` takes: decimals, exponents, `Infinity`, `NaN`.
    static func parseDouble(_ text: String) -> Double? {
        switch text {
        case "NaN", "nan": return .nan
        case "Infinity", "+Infinity", "inf", "Inf", "+inf", "infinity": return .infinity
        case "-Infinity", "-inf", "-Inf", "-infinity": return -.infinity
        default: break
        }
        for byte in text.utf8 {
            switch byte {
            case 48...57, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
                continue
            default: return nil
            }
        }
        return Double(text)
    }

    /// Formats with a number of decimals: `%.2f`, or `%.2e`.
    static func format(_ value: Double, precision: Int, scientific: Bool) -> String {
        if value.isNaN || value.isInfinite { return text(value) }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 2_048) { buffer -> String in
            let length = withVaList([Int32(precision), value]) {
                vsnprintf(buffer.baseAddress, buffer.count, scientific ? "%.*e" : "%.*f", $0)
            }
            let count = min(Int(length), buffer.count - 1)
            return String(decoding: buffer.prefix(count).lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
