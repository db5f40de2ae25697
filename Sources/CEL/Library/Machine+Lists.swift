extension Machine {
    /// The functions of one list (`reverse` also of a string, `lists.range` of a number).
    @inline(never)
    mutating func listFunction(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        if builtin == .range { return try range(index, function, value) }
        if builtin == .reverse, case .string(let text) = value {
            cost &+= 1 &+ tenths(text.scalarCount) &+ UInt64(text.scalarCount)
            try allocate(32 + text.utf8.count, index)
            return .string(text.reversedScalars)
        }
        guard case .list(let list) = value else { throw noForm(index, function, [value]) }
        switch builtin {
        case .first, .last:
            cost &+= 1
            return .optional(builtin == .first ? list.first : list.last)
        case .reverse:
            cost &+= 11 &+ UInt64(list.count)
            try allocate(24 * list.count, index)
            return .list(list.reversed())
        case .flatten: return try flatten(index, function, value, depth: .int(1))
        case .distinct: return try distinct(index, list)
        case .unwrapOptionals: return try unwrapOptionals(index, function, list)
        default: return try sort(index, list)
        }
    }

    private mutating func range(_ index: Int32, _ function: Function, _ value: Value) throws(Fault) -> Value {
        guard case .int(let count) = value else { throw noForm(index, function, [value]) }
        guard count > 0 else {
            cost &+= 11
            return .list([])
        }
        cost &+= 11 &+ UInt64(count)
        if cost > costLimit { throw costExceeded(index) }
        try allocate(count > 1 << 40 ? .max / 2 : 24 * Int(count), index)
        return .list((0..<count).map { .int($0) })
    }

    /// `slice(from, to)`.
    mutating func slice(_ index: Int32, _ function: Function, _ values: [Value]) throws(Fault) -> Value {
        guard values.count == 3, case .list(let list) = values[0], case .int(let start) = values[1],
            case .int(let end) = values[2]
        else { throw noForm(index, function, values) }
        guard start >= 0, start <= end, end <= list.count else {
            throw failed(
                index, .indexOutOfRange, "a list of \(list.count) elements has no slice from \(start) to \(end)")
        }
        cost &+= 11 &+ UInt64(end - start)
        try allocate(24 * Int(end - start), index)
        return .list(Array(list[Int(start)..<Int(end)]))
    }

    /// `flatten(depth)`.
    mutating func flatten(
        _ index: Int32, _ function: Function, _ value: Value, depth: Value
    ) throws(Fault) -> Value {
        guard case .list(let list) = value, case .int(let levels) = depth else {
            throw noForm(index, function, [value, depth])
        }
        guard levels >= 0 else { throw failed(index, .invalidArgument, "the depth is negative: \(levels)") }
        cost &+= 11 &+ UInt64(list.count) &* UInt64(min(levels, 1_000))
        var result: [Value] = []
        try flatten(index, list, levels, into: &result)
        return .list(result)
    }

    private mutating func flatten(
        _ index: Int32, _ list: [Value], _ depth: Int64, into result: inout [Value]
    ) throws(Fault) {
        for element in list {
            try allocate(24, index)
            if depth > 0, case .list(let inner) = element {
                try flatten(index, inner, depth - 1, into: &result)
            } else {
                result.append(element)
            }
        }
    }

    private mutating func distinct(_ index: Int32, _ list: [Value]) throws(Fault) -> Value {
        try chargeSelfComparison(list, index)
        try allocate(24 * list.count, index)
        var result: [Value] = []
        var seen = MapValue.Builder()
        var others: [Value] = []
        for element in list {
            if let hash = element.keyHash {
                if seen.insert(element, hash: hash, .null) { result.append(element) }
                continue
            }
            var isKnown = false
            for other in others where try equal(index, element, other) {
                isKnown = true
                break
            }
            if isKnown { continue }
            others.append(element)
            result.append(element)
        }
        return .list(result)
    }

    /// What the reference counts for comparing all elements with one another.
    mutating func chargeSelfComparison(_ list: [Value], _ index: Int32) throws(Fault) {
        let square = list.count.multipliedReportingOverflow(by: list.count)
        var factor = 2.0
        switch list.first {
        case .string, .bytes: factor = 2.1
        default: break
        }
        if square.overflow || Double(square.partialValue) * factor > 1e18 { throw costExceeded(index) }
        cost &+= 11 &+ UInt64(Double(square.partialValue) * factor)
        if cost > costLimit { throw costExceeded(index) }
    }

    private mutating func sort(_ index: Int32, _ list: [Value]) throws(Fault) -> Value {
        try chargeSelfComparison(list, index)
        try allocate(48 * list.count, index)
        let order = try sortedOrder(list, index)
        return .list(order.map { list[$0] })
    }

    /// The places of the keys in their order; equal ones stay as they stood.
    mutating func sortedOrder(_ keys: [Value], _ index: Int32) throws(Fault) -> [Int] {
        guard let first = keys.first else { return [] }
        for key in keys where key.typeName != first.typeName || Value.compare(key, key) == nil {
            throw Fault(
                .noOverload("values of type \(key.typeName) cannot be sorted among \(first.typeName)"), node: index)
        }
        return keys.indices.sorted { left, right in
            switch Value.compare(keys[left], keys[right]) {
            case .less: true
            case .same: left < right
            default: false
            }
        }
    }

    private mutating func unwrapOptionals(
        _ index: Int32, _ function: Function, _ list: [Value]
    ) throws(Fault) -> Value {
        var result: [Value] = []
        for element in list {
            guard case .optional(let wrapped) = element else { throw noForm(index, function, [element]) }
            if let wrapped { result.append(wrapped) }
        }
        return .list(result)
    }

    /// `sets.contains`, `sets.equivalent`, `sets.intersects`.
    mutating func setFunction(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ left: Value, _ right: Value
    ) throws(Fault) -> Value {
        guard case .list(let a) = left, case .list(let b) = right else { throw noForm(index, function, [left, right]) }
        let pairs = a.count.multipliedReportingOverflow(by: b.count)
        cost &+= 1 &+ (pairs.overflow ? .max / 2 : UInt64(pairs.partialValue) &* (builtin == .setEquivalent ? 2 : 1))
        if cost > costLimit { throw costExceeded(index) }
        switch builtin {
        case .setContains: return .bool(try isSubset(index, b, a))
        case .setEquivalent:
            let isContained = try isSubset(index, b, a)
            return .bool(isContained ? try isSubset(index, a, b) : false)
        default:
            for element in b where try isMember(index, element, a) { return .bool(true) }
            return .bool(false)
        }
    }

    private mutating func isSubset(_ index: Int32, _ part: [Value], _ whole: [Value]) throws(Fault) -> Bool {
        for element in part {
            let isThere = try isMember(index, element, whole)
            if !isThere { return false }
        }
        return true
    }

    private mutating func isMember(_ index: Int32, _ element: Value, _ list: [Value]) throws(Fault) -> Bool {
        for other in list where try equal(index, element, other) { return true }
        return false
    }
}
