extension Machine {
    /// `optional.of(x)`, `x.hasValue()` and their kin.
    mutating func optionalFunction(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        switch builtin {
        case .optionalOf: return .optional(value)
        case .optionalOfNonZeroValue: return .optional(Machine.isZero(value) ? nil : value)
        default: break
        }
        guard case .optional(let wrapped) = value else { throw noForm(index, function, [value]) }
        if builtin == .hasValue { return .bool(wrapped != nil) }
        guard let wrapped else { throw failed(index, .invalidArgument, "this optional has no value") }
        return wrapped
    }

    private static func isZero(_ value: Value) -> Bool {
        switch value {
        case .null: true
        case .bool(let flag): !flag
        case .int(let number): number == 0
        case .uint(let number): number == 0
        case .double(let number): number == 0
        case .string(let text): text.isEmpty
        case .bytes(let bytes): bytes.storage.isEmpty
        case .list(let list): list.isEmpty
        case .map(let map): map.isEmpty
        case .duration(let duration): duration == .zero
        case .timestamp(let time): time == Timestamp(seconds: 0)
        case .optional(let wrapped): wrapped == nil
        case .type, .object: false
        }
    }

    // MARK: base64

    /// `base64.encode` and `base64.decode`.
    @inline(never)
    mutating func base64(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        cost &+= 1
        switch (builtin, value) {
        case (.base64Encode, .bytes(let bytes)):
            try allocate(bytes.count * 2, index)
            return .string(Base64.encode(bytes.storage))
        case (.base64Decode, .string(let text)):
            try allocate(text.utf8.count, index)
            guard let bytes = Base64.decode(text) else {
                throw failed(index, .invalidArgument, "this is not base64: \(value.summary(limit: 60))")
            }
            return .bytes(Bytes(bytes))
        default: throw noForm(index, function, [value])
        }
    }

    // MARK: Regular expressions

    /// `regex.extract` and `regex.extractAll`.
    @inline(never)
    mutating func extract(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ left: Value, _ right: Value
    ) throws(Fault) -> Value {
        guard case .string(let text) = left, case .string(let pattern) = right else {
            throw noForm(index, function, [left, right])
        }
        try chargeSearch(index, text, pattern)
        let regex = try regex(index, pattern)
        guard regex.groupCount <= 1 else {
            throw failed(index, .invalidArgument, "\(function.name) wants a pattern of one group at most")
        }
        let matches = regex.matches(in: text, limit: builtin == .regexExtract ? 1 : .max)
        var found: [Value] = []
        for match in matches {
            guard let range = regex.groupCount == 1 ? match.ranges[1] : match.range else { continue }
            try allocate(32 + range.count, index)
            found.append(.string(text.slice(range.lowerBound, range.upperBound)))
        }
        if builtin == .regexExtractAll {
            cost &+= 10 &+ UInt64(found.count)
            return .list(found)
        }
        return .optional(found.first)
    }

    private mutating func chargeSearch(_ index: Int32, _ text: String, _ pattern: String) throws(Fault) {
        let search = Double(text.scalarCount + 1) * 0.1 * (Double(pattern.scalarCount + 1) * 0.25)
        cost &+= 2 &+ UInt64(search.rounded(.up))
        if cost > costLimit { throw costExceeded(index) }
    }

    /// `regex.replace`.
    @inline(never)
    mutating func regexReplace(_ index: Int32, _ function: Function, _ values: [Value]) throws(Fault) -> Value {
        guard values.count >= 3, case .string(let text) = values[0], case .string(let pattern) = values[1],
            case .string(let replacement) = values[2]
        else { throw noForm(index, function, values) }
        var limit = Int.max
        if values.count == 4 {
            guard case .int(let count) = values[3] else { throw noForm(index, function, values) }
            limit = count < 0 ? .max : Int(count)
        }
        try chargeSearch(index, text, pattern)
        let regex = try regex(index, pattern)
        let matches = min(limit, text.utf8.count + 1)
        try allocate(text.utf8.count + matches &* (replacement.utf8.count + 64), index)
        do {
            let result = try regex.replacing(in: text, with: replacement, limit: limit)
            try allocate(result.utf8.count, index)
            cost &+= UInt64(result.scalarCount)
            return .string(result)
        } catch let fault as Fault {
            throw fault
        } catch let failure as RegularExpression.Failure {
            throw failed(index, .invalidArgument, failure.message)
        } catch {
            throw failed(index, .invalidArgument, "the replacement failed")
        }
    }
}

/// Bytes as text of 64 characters (RFC 4648).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text of bytes, padded.
    static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var position = 0
        while position < bytes.count {
            let count = min(3, bytes.count - position)
            var group = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? Int(bytes[position + offset]) : 0) }
            for offset in 0..<4 {
                let digit = alphabet[group >> (18 - 6 * offset) & 63]
                result.append(offset <= count ? digit : UInt8(ascii: "="))
            }
            position += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes of a text, padded or not; nil where it is none.
    static func decode(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        var group = 0
        var digits = 0
        var padding = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let digit = value(byte) else { return nil }
            group = group << 6 | digit
            digits += 1
            if digits % 4 == 0 {
                result.append(UInt8(group >> 16 & 255))
                result.append(UInt8(group >> 8 & 255))
                result.append(UInt8(group & 255))
                group = 0
            }
        }
        guard padding == 0 || (digits + padding) % 4 == 0, padding <= 2 else { return nil }
        switch digits % 4 {
        case 1: return nil
        case 2: result.append(UInt8(group >> 4 & 255))
        case 3:
            result.append(UInt8(group >> 10 & 255))
            result.append(UInt8(group >> 2 & 255))
        default: break
        }
        return result
    }

    private static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case 65...90: Int(byte) - 65
        case 97...122: Int(byte) - 71
        case 48...57: Int(byte) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
