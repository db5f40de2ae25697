extension Machine {
    /// `int(x)`, `string(x)` and their kin.
    mutating func convert(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        switch builtin {
        case .toString:
            chargeText(value)
            if case .string = value { return value }
            guard let text = value.celString() else {
                if case .bytes = value { throw failed(index, .invalidArgument, "these bytes are not valid UTF-8") }
                throw noForm(index, function, [value])
            }
            try allocate(32 + text.utf8.count, index)
            return .string(text)
        case .toBytes:
            chargeText(value)
            switch value {
            case .bytes: return value
            case .string(let text):
                try allocate(32 + text.utf8.count, index)
                return .bytes(Bytes(utf8: text))
            default: throw noForm(index, function, [value])
            }
        default:
            cost &+= 1
            return try convertNumber(index, function, builtin, value)
        }
    }

    /// From string to bytes and back costs as much as walking it.
    private mutating func chargeText(_ value: Value) {
        switch value {
        case .bytes(let bytes): cost &+= tenths(bytes.count)
        case .string(let text): cost &+= tenths(text.scalarCount)
        default: cost &+= 1
        }
    }

    private mutating func convertNumber(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        let result: Value?
        switch builtin {
        case .toInt: result = Machine.int(value)
        case .toUint: result = Machine.uint(value)
        case .toDouble: result = Machine.double(value)
        case .toBool: result = Machine.bool(value)
        case .toDuration: result = Machine.duration(value)
        default: result = Machine.timestamp(value)
        }
        if let result { return result }
        switch value {
        case .string, .int, .uint, .double:
            if case .toBool = builtin, value.asString == nil { throw noForm(index, function, [value]) }
            throw failed(
                index, value.asString == nil ? .outOfRange : .invalidArgument,
                "\(value.summary(limit: 60)) cannot be made \(function.name)")
        default: throw noForm(index, function, [value])
        }
    }

    private static func int(_ value: Value) -> Value? {
        switch value {
        case .int: return value
        case .uint(let number): return Int64(exactly: number).map { .int($0) }
        case .double(let number):
            // The borders themselves are refused, as in the reference: a double there may have been rounded.
            guard number > -9_223_372_036_854_775_808.0, number < 9_223_372_036_854_775_807.0 else { return nil }
            return .int(Int64(number))
        case .string(let text): return isDecimal(text) ? Int64(text).map { .int($0) } : nil
        case .timestamp(let time): return .int(time.seconds)
        case .duration(let duration): return .int(duration.components.seconds)
        default: return nil
        }
    }

    private static func uint(_ value: Value) -> Value? {
        switch value {
        case .uint: return value
        case .int(let number): return UInt64(exactly: number).map { .uint($0) }
        case .double(let number):
            guard number >= 0, number < 18_446_744_073_709_551_615.0 else { return nil }
            return .uint(UInt64(number))
        case .string(let text): return isDecimal(text) ? UInt64(text).map { .uint($0) } : nil
        default: return nil
        }
    }

    private static func isDecimal(_ text: String) -> Bool {
        text.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    }

    private static func double(_ value: Value) -> Value? {
        switch value {
        case .double: value
        case .int(let number): .double(Double(number))
        case .uint(let number): .double(Double(number))
        case .string(let text): NumberText.parseDouble(text).map { .double($0) }
        default: nil
        }
    }

    private static func bool(_ value: Value) -> Value? {
        switch value {
        case .bool: return value
        case .string(let text):
            switch text {
            case "true", "TRUE", "True", "t", "T", "1": return .bool(true)
            case "false", "FALSE", "False", "f", "F", "0": return .bool(false)
            default: return nil
            }
        default: return nil
        }
    }

    private static func duration(_ value: Value) -> Value? {
        switch value {
        case .duration: return value
        case .string(let text): return DurationText.parse(text).map { .duration($0) }
        case .int(let seconds):
            let duration = Duration.seconds(seconds)
            return DurationText.isInRange(duration) ? .duration(duration) : nil
        default: return nil
        }
    }

    private static func timestamp(_ value: Value) -> Value? {
        switch value {
        case .timestamp: return value
        case .string(let text): return Timestamp(parsing: text).map { .timestamp($0) }
        case .int(let seconds):
            let time = Timestamp(seconds: seconds)
            return time.isInRange ? .timestamp(time) : nil
        default: return nil
        }
    }
}
