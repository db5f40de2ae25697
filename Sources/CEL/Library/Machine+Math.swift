import Glibc

extension Machine {
    /// `math.greatest` and `math.least`.
    mutating func extremum(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ values: [Value]
    ) throws(Fault) -> Value {
        guard var best = values.first else {
            throw failed(index, .invalidArgument, "\(function.name) wants at least one number")
        }
        if Value.compareNumbers(best, best) == nil { throw noForm(index, function, values) }
        for value in values.dropFirst() {
            guard let order = Value.compareNumbers(value, best) else { throw noForm(index, function, values) }
            if order == (builtin == .greatest ? .greater : .less) { best = value }
        }
        return best
    }

    /// The functions of one number.
    mutating func mathFunction(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        switch value {
        case .double(let number): if let result = Machine.math(builtin, number) { return result }
        case .int(let number):
            switch builtin {
            case .abs:
                if number == .min { throw overflow(index) }
                return .int(Swift.abs(number))
            case .sign: return .int(number.signum())
            case .sqrt: return .double(Double(number).squareRoot())
            case .bitNot: return .int(~number)
            default: break
            }
        case .uint(let number):
            switch builtin {
            case .abs: return value
            case .sign: return .uint(number == 0 ? 0 : 1)
            case .sqrt: return .double(Double(number).squareRoot())
            case .bitNot: return .uint(~number)
            default: break
            }
        default: break
        }
        throw noForm(index, function, [value])
    }

    private static func math(_ builtin: Builtin, _ number: Double) -> Value? {
        switch builtin {
        case .ceil: .double(number.rounded(.up))
        case .floor: .double(number.rounded(.down))
        case .round: .double(number.rounded(.toNearestOrAwayFromZero))
        case .trunc: .double(number.rounded(.towardZero))
        case .abs: .double(number.magnitude)
        case .sign: .double(number.isNaN ? .nan : number > 0 ? 1 : number < 0 ? -1 : 0)
        case .sqrt: .double(number.squareRoot())
        case .isNaN: .bool(number.isNaN)
        case .isInf: .bool(number.isInfinite)
        case .isFinite: .bool(number.isFinite)
        default: nil
        }
    }

    /// `math.bitAnd` and its kin.
    mutating func bitFunction(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ left: Value, _ right: Value
    ) throws(Fault) -> Value {
        switch (left, right) {
        case (.int(let a), .int(let b)):
            guard let bits = try bits(index, builtin, UInt64(bitPattern: a), UInt64(bitPattern: b), b) else { break }
            return .int(Int64(bitPattern: bits))
        case (.uint(let a), .uint(let b)) where builtin != .bitShiftLeft && builtin != .bitShiftRight:
            guard let bits = try bits(index, builtin, a, b, 0) else { break }
            return .uint(bits)
        case (.uint(let a), .int(let b)) where builtin == .bitShiftLeft || builtin == .bitShiftRight:
            guard let bits = try bits(index, builtin, a, 0, b) else { break }
            return .uint(bits)
        default: break
        }
        throw noForm(index, function, [left, right])
    }

    private mutating func bits(
        _ index: Int32, _ builtin: Builtin, _ a: UInt64, _ b: UInt64, _ offset: Int64
    ) throws(Fault) -> UInt64? {
        switch builtin {
        case .bitAnd: return a & b
        case .bitOr: return a | b
        case .bitXor: return a ^ b
        case .bitShiftLeft, .bitShiftRight:
            if offset < 0 { throw failed(index, .invalidArgument, "a shift by a negative offset: \(offset)") }
            if offset >= 64 { return 0 }
            return builtin == .bitShiftLeft ? a << UInt64(offset) : a >> UInt64(offset)
        default: return nil
        }
    }
}
