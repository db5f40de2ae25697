extension JSONParser {
    /// Reads a number (RFC 8259 §6), which begins at the current place.
    mutating func number() throws(JSONProblem) -> JSONValue {
        let start = position
        let isNegative = peek() == UInt8(ascii: "-")
        if isNegative { advance(by: 1) }
        var magnitude: UInt64 = 0
        var fits = true
        let digitsStart = position
        while let digit = digit() {
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            if overflow || carry { fits = false }
            magnitude = sum
            advance(by: 1)
        }
        guard position > digitsStart else { throw unexpected("a digit was expected") }
        guard position == digitsStart + 1 || input[digitsStart] != UInt8(ascii: "0") else {
            throw JSONProblem(message: "a number does not begin with a needless zero", offset: digitsStart)
        }
        let isWhole = try !skipFractionAndExponent()
        if isWhole && fits, let value = Self.integer(magnitude, isNegative: isNegative) { return value }
        return try double(from: start)
    }

    private func digit() -> UInt8? {
        let byte = peek()
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return byte - UInt8(ascii: "0")
    }

    private mutating func skipDigits() throws(JSONProblem) {
        guard digit() != nil else { throw unexpected("a digit was expected") }
        while digit() != nil { advance(by: 1) }
    }

    /// Passes over a fraction and an exponent; tells whether there was one.
    private mutating func skipFractionAndExponent() throws(JSONProblem) -> Bool {
        var found = false
        if peek() == UInt8(ascii: ".") {
            advance(by: 1)
            try skipDigits()
            found = true
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            advance(by: 1)
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { advance(by: 1) }
            try skipDigits()
            found = true
        }
        return found
    }

    private static func integer(_ magnitude: UInt64, isNegative: Bool) -> JSONValue? {
        if isNegative {
            return magnitude <= UInt64(Int64.max) + 1 ? .int(Int64(truncatingIfNeeded: 0 &- magnitude)) : nil
        }
        return magnitude <= UInt64(Int64.max) ? .int(Int64(magnitude)) : .unsigned(magnitude)
    }

    private func double(from start: Int) throws(JSONProblem) -> JSONValue {
        let text = String(decoding: UnsafeBufferPointer(rebasing: input[start..<position]), as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw JSONProblem(message: "the number is too large for a double", offset: start)
        }
        return .double(number)
    }
}
