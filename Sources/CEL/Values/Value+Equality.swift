/// How much work a comparison of nested values may do: shared parts make a small value endlessly large to walk.
struct ComparisonBudget {
    /// Elements that may still be compared.
    var remaining: Int

    /// Whether the work was cut short, so that the answer does not count.
    var isExhausted: Bool { remaining < 0 }
}

extension Value {
    /// CEL's `==`, which never fails: values of different types are unequal, numbers compare by their value.
    func equals(_ other: Value, _ budget: inout ComparisonBudget) -> Bool {
        switch (self, other) {
        case (.string(let a), .string(let b)):
            budget.remaining -= a.utf8.count >> 6
            return a.hasSameScalars(as: b)
        case (.int(let a), .int(let b)): return a == b
        case (.bool(let a), .bool(let b)): return a == b
        case (.double(let a), .double(let b)): return a == b
        case (.uint(let a), .uint(let b)): return a == b
        case (.null, .null): return true
        case (.list(let a), .list(let b)): return Value.equalLists(a, b, &budget)
        case (.map(let a), .map(let b)): return Value.equalMaps(a, b, &budget)
        case (.bytes(let a), .bytes(let b)):
            budget.remaining -= a.count >> 6
            return a == b
        case (.duration(let a), .duration(let b)): return a == b
        case (.timestamp(let a), .timestamp(let b)): return a == b
        case (.type(let a), .type(let b)): return a.runtimeName == b.runtimeName
        case (.optional(let a), .optional(let b)):
            guard let a, let b else { return a == nil && b == nil }
            return a.equals(b, &budget)
        case (.object(let a), .object(let b)): return a.isEqual(to: b)
        default: return Value.compareNumbers(self, other) == .same
        }
    }

    private static func equalLists(_ a: [Value], _ b: [Value], _ budget: inout ComparisonBudget) -> Bool {
        guard a.count == b.count else { return false }
        for index in a.indices {
            budget.remaining -= 1
            if budget.isExhausted { return false }
            if !a[index].equals(b[index], &budget) { return false }
        }
        return true
    }

    private static func equalMaps(_ a: MapValue, _ b: MapValue, _ budget: inout ComparisonBudget) -> Bool {
        guard a.count == b.count else { return false }
        for entry in a.storage.entries {
            budget.remaining -= 1
            if budget.isExhausted { return false }
            guard let index = b.index(of: entry.key, hash: entry.hash) else { return false }
            if !entry.value.equals(b.storage.entries[index].value, &budget) { return false }
        }
        return true
    }
}

/// How two values stand to one another.
enum Order {
    /// The left one comes first.
    case less
    /// Neither comes first.
    case same
    /// The right one comes first.
    case greater
    /// One of them is not a number (NaN).
    case unordered
}

extension Value {
    /// The order of two numbers of any types; nil where one is no number.
    static func compareNumbers(_ left: Value, _ right: Value) -> Order? {
        switch (left, right) {
        case (.int(let a), .int(let b)): order(a, b)
        case (.uint(let a), .uint(let b)): order(a, b)
        case (.double(let a), .double(let b)): order(a, b)
        case (.int(let a), .uint(let b)): a < 0 ? .less : order(UInt64(a), b)
        case (.uint(let a), .int(let b)): b < 0 ? .greater : order(a, UInt64(b))
        // The suite wants what the reference does: within the other's range, the integer is taken as a double.
        case (.int(let a), .double(let b)): order(Double(a), b)
        case (.double(let a), .int(let b)): order(a, Double(b))
        case (.uint(let a), .double(let b)): order(Double(a), b)
        case (.double(let a), .uint(let b)): order(a, Double(b))
        default: nil
        }
    }

    @inline(__always)
    static func order<Number: Comparable>(_ a: Number, _ b: Number) -> Order {
        if a < b { return .less }
        if a == b { return .same }
        return a > b ? .greater : .unordered
    }

    /// The order of two values as `<` and its kin see it; nil where they cannot be ordered.
    static func compare(_ left: Value, _ right: Value) -> Order? {
        switch (left, right) {
        case (.string(let a), .string(let b)): order(a.compareScalars(to: b), 0)
        case (.bool(let a), .bool(let b)): order(a ? 1 : 0, b ? 1 : 0)
        case (.bytes(let a), .bytes(let b)): compareBytes(a.storage, b.storage)
        case (.duration(let a), .duration(let b)): order(a, b)
        case (.timestamp(let a), .timestamp(let b)): order(a, b)
        default: compareNumbers(left, right)
        }
    }

    private static func compareBytes(_ a: [UInt8], _ b: [UInt8]) -> Order {
        for index in 0..<min(a.count, b.count) where a[index] != b[index] {
            return a[index] < b[index] ? .less : .greater
        }
        return order(a.count, b.count)
    }
}

extension Value: Hashable {
    /// CEL's equality: `1`, `1u` and `1.0` are equal, NaN equals nothing.
    public static func == (left: Value, right: Value) -> Bool {
        var budget = ComparisonBudget(remaining: .max)
        return left.equals(right, &budget)
    }

    /// Feeds what equal values have in common.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool, .int, .uint, .double, .string: hasher.combine(keyHash ?? 0)
        case .bytes(let bytes): hasher.combine(bytes)
        case .list(let list): hasher.combine(list.count)
        case .map(let map): hasher.combine(map.count)
        case .duration(let duration): hasher.combine(duration)
        case .timestamp(let timestamp): hasher.combine(timestamp)
        case .type(let type): hasher.combine(type.runtimeName)
        case .optional(let wrapped): hasher.combine(wrapped == nil)
        case .object(let object): hasher.combine(object.typeName)
        }
    }
}
