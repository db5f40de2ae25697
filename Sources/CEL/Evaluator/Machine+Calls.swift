extension Machine {
    /// A function call.
    mutating func call(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let first = extra + Int(node.pointee.b)
        if node.pointee.flags.contains(.compiled) { return try matchCompiled(index, first) }
        let function = code.function(node.pointee.a).takeUnretainedValue()
        let count = Int(node.pointee.c)
        if !function.hasHostOverloads, let builtin = function.builtin {
            switch count {
            case 1:
                let value = try evaluate(first[0])
                return try unary(index, function, builtin, value)
            case 2:
                if builtin == .or || builtin == .orValue { return try otherwise(index, builtin, first) }
                let left = try evaluate(first[0])
                let right = try evaluate(first[1])
                return try binary(index, function, builtin, left, right)
            default: break
            }
        }
        let values = try arguments(first, count)
        return try general(index, function, values)
    }

    private mutating func arguments(
        _ first: UnsafePointer<Int32>, _ count: Int
    ) throws(Fault) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for position in 0..<count { values.append(try evaluate(first[position])) }
        return values
    }

    @inline(never)
    private mutating func general(
        _ index: Int32, _ function: Function, _ values: [Value]
    ) throws(Fault) -> Value {
        if function.hasHostOverloads {
            for overload in function.overloads {
                guard let implementation = overload.implementation, overload.accepts(values) else { continue }
                cost &+= 1
                do {
                    return try implementation(values)
                } catch {
                    throw Fault(.host(error), node: index)
                }
            }
        }
        guard let builtin = function.builtin else { throw noForm(index, function, values) }
        switch values.count {
        case 1: return try unary(index, function, builtin, values[0])
        case 2: return try binary(index, function, builtin, values[0], values[1])
        default: return try variadic(index, function, builtin, values)
        }
    }

    @inline(never)
    mutating func noForm(_ index: Int32, _ function: Function, _ values: [Value]) -> Fault {
        let types = values.map(\.typeName).joined(separator: ", ")
        return Fault(.noOverload("there is no form of `\(function.name)` for (\(types))"), node: index)
    }

    /// `matches` with a pattern that was compiled with the expression.
    private mutating func matchCompiled(
        _ index: Int32, _ first: UnsafePointer<Int32>
    ) throws(Fault) -> Value {
        let target = try evaluate(first[0])
        guard case .string(let text) = target else { throw noOverload(index, "matches", target, .string("")) }
        let regex = code.regex(first[2])
        chargeMatch(text, regex.pattern)
        if cost > costLimit { throw costExceeded(index) }
        return .bool(regex.matches(text))
    }

    /// What the reference counts for a search with a pattern.
    @inline(__always)
    mutating func chargeMatch(_ text: String, _ pattern: String) {
        let size = pattern.utf8.count <= 4 ? pattern.utf8.count : pattern.scalarCount
        cost &+= tenths(text.scalarCount + 1) &* UInt64((size + 3) / 4)
    }

    /// `or` and `orValue`: the right side counts only where the left one is absent.
    private mutating func otherwise(
        _ index: Int32, _ builtin: Builtin, _ first: UnsafePointer<Int32>
    ) throws(Fault) -> Value {
        let target = try evaluate(first[0])
        guard case .optional(let wrapped) = target else {
            throw noOverload(index, builtin == .or ? "or" : "orValue", target)
        }
        if let wrapped { return builtin == .or ? target : wrapped }
        let other = try evaluate(first[1])
        if builtin == .or {
            guard case .optional = other else { throw noOverload(index, "or", target, other) }
        }
        return other
    }

    // MARK: Functions of one value

    mutating func unary(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        switch builtin {
        case .size:
            cost &+= 1
            switch value {
            case .string(let text):
                try scan(text.utf8.count, index)
                return .int(Int64(text.scalarCount))
            case .list(let list): return .int(Int64(list.count))
            case .map(let map): return .int(Int64(map.count))
            case .bytes(let bytes): return .int(Int64(bytes.count))
            default: throw noForm(index, function, [value])
            }
        case .dyn:
            cost &+= 1
            return value
        case .type:
            cost &+= 1
            return .type(value.type)
        case .toBool, .toInt, .toUint, .toDouble, .toString, .toBytes, .toDuration, .toTimestamp:
            return try convert(index, function, builtin, value)
        case .getFullYear, .getMonth, .getDayOfYear, .getDayOfMonth, .getDate, .getDayOfWeek, .getHours, .getMinutes,
            .getSeconds, .getMilliseconds:
            cost &+= 1
            return try timePart(index, function, builtin, value, zone: nil)
        case .lowerAscii, .upperAscii, .trim, .quote, .join:
            return try transformText(index, function, builtin, value)
        case .reverse, .flatten, .range, .distinct, .sort, .first, .last, .unwrapOptionals:
            return try listFunction(index, function, builtin, value)
        case .greatest, .least:
            cost &+= 1
            if case .list(let list) = value { return try extremum(index, function, builtin, list) }
            return try extremum(index, function, builtin, [value])
        case .ceil, .floor, .round, .trunc, .abs, .sign, .sqrt, .isNaN, .isInf, .isFinite, .bitNot:
            cost &+= 1
            return try mathFunction(index, function, builtin, value)
        case .optionalOf, .optionalOfNonZeroValue, .hasValue, .value:
            cost &+= 1
            return try optionalFunction(index, function, builtin, value)
        case .base64Encode, .base64Decode: return try base64(index, function, builtin, value)
        case .ip, .isIP, .ipIsCanonical, .family, .isUnspecified, .isLoopback, .isGlobalUnicast, .isLinkLocalMulticast,
            .isLinkLocalUnicast, .cidr, .isCIDR, .prefixLength, .masked:
            cost &+= 1
            return try networkFunction(index, function, builtin, value)
        default: throw noForm(index, function, [value])
        }
    }

    // MARK: Functions of two values

    mutating func binary(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ left: Value, _ right: Value
    ) throws(Fault) -> Value {
        switch builtin {
        case .contains, .startsWith, .endsWith, .matches:
            guard case .string(let text) = left, case .string(let other) = right else {
                throw noForm(index, function, [left, right])
            }
            return try searchText(index, builtin, text, other)
        case .getFullYear, .getMonth, .getDayOfYear, .getDayOfMonth, .getDate, .getDayOfWeek, .getHours, .getMinutes,
            .getSeconds, .getMilliseconds:
            guard case .string(let zone) = right else { throw noForm(index, function, [left, right]) }
            cost &+= 1
            return try timePart(index, function, builtin, left, zone: zone)
        case .charAt, .indexOf, .lastIndexOf, .join, .split, .substring, .format:
            return try textFunction(index, function, builtin, [left, right])
        case .greatest, .least:
            cost &+= 1
            return try extremum(index, function, builtin, [left, right])
        case .bitAnd, .bitOr, .bitXor, .bitShiftLeft, .bitShiftRight:
            cost &+= 1
            return try bitFunction(index, function, builtin, left, right)
        case .flatten: return try flatten(index, function, left, depth: right)
        case .setContains, .setEquivalent, .setIntersects:
            return try setFunction(index, function, builtin, left, right)
        case .regexExtract, .regexExtractAll: return try extract(index, function, builtin, left, right)
        case .containsIP, .containsCIDR:
            cost &+= 1
            return try networkContains(index, function, builtin, left, right)
        case .or, .orValue:
            guard case .optional(let wrapped) = left else { throw noForm(index, function, [left, right]) }
            if let wrapped { return builtin == .or ? left : wrapped }
            return right
        default: throw noForm(index, function, [left, right])
        }
    }

    @inline(__always)
    private mutating func searchText(
        _ index: Int32, _ builtin: Builtin, _ text: String, _ other: String
    ) throws(Fault) -> Value {
        switch builtin {
        case .contains:
            try scan(text.utf8.count, index)
            cost &+= tenths(text.scalarCount) &* tenths(other.scalarCount)
            if cost > costLimit { throw costExceeded(index) }
            return .bool(text.containsScalars(other))
        case .startsWith:
            cost &+= tenths(text.scalarCount)
            return .bool(text.startsWithScalars(other))
        case .endsWith:
            cost &+= tenths(text.scalarCount)
            return .bool(text.endsWithScalars(other))
        default:
            chargeMatch(text, other)
            if cost > costLimit { throw costExceeded(index) }
            return .bool(try regex(index, other).matches(text))
        }
    }

    /// A pattern that came as a value; the last one is kept for the next round of a loop.
    mutating func regex(_ index: Int32, _ pattern: String) throws(Fault) -> RegularExpression {
        if let regex = lastRegex, regex.pattern.hasSameScalars(as: pattern) { return regex }
        do {
            // Compiling walks the pattern, and a hostile loop could make it do so again and again.
            cost &+= UInt64(pattern.utf8.count)
            let regex = try RegularExpression(pattern)
            lastRegex = regex
            return regex
        } catch {
            throw failed(index, .invalidArgument, "this regular expression is not well-formed: \(error.message)")
        }
    }

    // MARK: Functions of none or many values

    @inline(never)
    private mutating func variadic(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ values: [Value]
    ) throws(Fault) -> Value {
        switch builtin {
        case .optionalNone where values.isEmpty:
            cost &+= 1
            return .optional(nil)
        case .greatest, .least:
            cost &+= 1
            return try extremum(index, function, builtin, values)
        case .indexOf, .lastIndexOf, .replace, .split, .substring:
            return try textFunction(index, function, builtin, values)
        case .slice: return try slice(index, function, values)
        case .regexReplace: return try regexReplace(index, function, values)
        default: throw noForm(index, function, values)
        }
    }
}
