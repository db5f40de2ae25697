/// The core schema's rules for plain scalars (YAML 1.2.2 §10.3.2).
enum CoreSchema {
    /// The value of a plain scalar; a string where no rule fits.
    static func resolve(_ text: String) -> YAMLValue {
        let bytes = text.utf8
        guard let first = bytes.first else { return .null }
        switch first {
        case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
            if text == "~" || text == "null" || text == "Null" || text == "NULL" { return .null }
        case UInt8(ascii: "t"), UInt8(ascii: "T"):
            if text == "true" || text == "True" || text == "TRUE" { return .bool(true) }
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            if text == "false" || text == "False" || text == "FALSE" { return .bool(false) }
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return number(text) ?? .string(text)
        default:
            break
        }
        return .string(text)
    }

    private static func number(_ text: String) -> YAMLValue? {
        let bytes = Array(text.utf8)
        if bytes.count > 2, bytes[0] == UInt8(ascii: "0") {
            if bytes[1] == UInt8(ascii: "o") { return based(text, radix: 8) }
            if bytes[1] == UInt8(ascii: "x") { return based(text, radix: 16) }
        }
        let isSigned = bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+")
        let body = isSigned ? bytes.dropFirst() : bytes[...]
        guard !body.isEmpty else { return nil }
        if body.allSatisfy(isDigit) {
            if let value = Int64(text) { return .int(value) }
            return Double(text).map(YAMLValue.float)
        }
        if let special = special(body, isNegative: bytes[0] == UInt8(ascii: "-"), isSigned: isSigned) {
            return .float(special)
        }
        return isFloat(body) ? Double(text).map(YAMLValue.float) : nil
    }

    /// `0o…` and `0x…`, which take no sign.
    private static func based(_ text: String, radix: Int) -> YAMLValue? {
        let digits = text.dropFirst(2)
        guard digits.utf8.allSatisfy({ isDigit($0) || (($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x66) }) else {
            return nil
        }
        if let value = Int64(digits, radix: radix) { return .int(value) }
        var value = 0.0
        for digit in digits.utf8 {
            guard let number = Int(String(UnicodeScalar(digit)), radix: radix) else { return nil }
            value = value * Double(radix) + Double(number)
        }
        return .float(value)
    }

    private static func special(_ body: ArraySlice<UInt8>, isNegative: Bool, isSigned: Bool) -> Double? {
        switch String(decoding: body, as: UTF8.self) {
        case ".inf", ".Inf", ".INF": isNegative ? -Double.infinity : Double.infinity
        case ".nan", ".NaN", ".NAN": isSigned ? nil : Double.nan
        default: nil
        }
    }

    /// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
    private static func isFloat(_ body: ArraySlice<UInt8>) -> Bool {
        var rest = body
        let whole = rest.prefix(while: isDigit).count
        rest = rest.dropFirst(whole)
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(fraction)
            guard whole + fraction > 0 else { return false }
        } else if whole == 0 {
            return false
        }
        guard let exponent = rest.first else { return true }
        guard exponent | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
