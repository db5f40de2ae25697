extension Machine {
    // MARK: Logic

    /// `&&` and `||` over all their terms: a decisive one decides, whatever fails beside it.
    mutating func logic(_ node: UnsafePointer<Node>, decisive: Bool) throws(Fault) -> Value {
        var fault: Fault?
        for place in Int(node.pointee.a)..<Int(node.pointee.a &+ node.pointee.b) {
            let term = extra[place]
            do {
                let value = try evaluate(term)
                if case .bool(let flag) = value {
                    if flag == decisive { return value }
                } else if fault == nil {
                    fault = notBool(term, value)
                }
            } catch {
                if error.isFinal { throw error }
                if fault == nil { fault = error }
            }
        }
        if let fault { throw fault }
        return .bool(!decisive)
    }

    @inline(never)
    mutating func not(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let value = try evaluate(node.pointee.a)
        guard case .bool(let flag) = value else { throw notBool(node.pointee.a, value) }
        return .bool(!flag)
    }

    @inline(never)
    mutating func conditional(_ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let condition = try evaluate(node.pointee.a)
        guard case .bool(let flag) = condition else { throw notBool(node.pointee.a, condition) }
        return try evaluate(flag ? node.pointee.b : node.pointee.c)
    }

    // MARK: Comparison

    mutating func equality(
        _ index: Int32, _ node: UnsafePointer<Node>, wanted: Bool
    ) throws(Fault) -> Value {
        let left = try evaluate(node.pointee.a)
        let right = try evaluate(node.pointee.b)
        switch (left, right) {
        case (.string(let a), .string(let b)):
            cost &+= Machine.stringComparisonCost(a, b)
            return .bool(a.hasSameScalars(as: b) == wanted)
        case (.int(let a), .int(let b)):
            cost &+= 1
            return .bool((a == b) == wanted)
        case (.bool(let a), .bool(let b)):
            cost &+= 1
            return .bool((a == b) == wanted)
        default:
            return .bool(try areEqual(index, left, right) == wanted)
        }
    }

    @inline(never)
    private mutating func areEqual(_ index: Int32, _ left: Value, _ right: Value) throws(Fault) -> Bool {
        cost &+= tenths(min(Machine.size(left), Machine.size(right)))
        return try equal(index, left, right)
    }

    /// CEL's equality, with the work counted.
    mutating func equal(_ index: Int32, _ left: Value, _ right: Value) throws(Fault) -> Bool {
        // Walking shared values again and again is charged as if it made them anew.
        var budget = ComparisonBudget(remaining: memory / 24)
        let result = left.equals(right, &budget)
        if budget.isExhausted { throw Fault(.limit("comparing these values takes too much work"), node: index) }
        memory -= (memory / 24 - budget.remaining) * 24
        return result
    }

    /// A tenth of a size, rounded up: what the reference counts for walking a string.
    @inline(__always)
    mutating func tenths(_ size: Int) -> UInt64 { UInt64(truncatingIfNeeded: (size &+ 9) / 10) }

    /// The size that costs are counted by.
    static func size(_ value: Value) -> Int {
        switch value {
        case .string(let text): text.scalarCount
        case .bytes(let bytes): bytes.count
        case .list(let list): list.count
        case .map(let map): map.count
        case .optional(let wrapped): wrapped.map { size($0) } ?? 1
        default: 1
        }
    }

    /// Short strings need not be counted to know what comparing them costs.
    @inline(__always)
    static func stringComparisonCost(_ a: String, _ b: String) -> UInt64 {
        let shorter = min(a.utf8.count, b.utf8.count)
        if shorter <= 10 { return shorter == 0 ? 0 : 1 }
        return UInt64((min(a.scalarCount, b.scalarCount) + 9) / 10)
    }

    mutating func comparison(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let left = try evaluate(node.pointee.a)
        let right = try evaluate(node.pointee.b)
        let order: Order
        switch (left, right) {
        case (.int(let a), .int(let b)):
            cost &+= 1
            order = Value.order(a, b)
        case (.double(let a), .double(let b)):
            cost &+= 1
            order = Value.order(a, b)
        default: order = try orderSlowly(index, node, left, right)
        }
        switch node.pointee.kind {
        case .less: return .bool(order == .less)
        case .lessOrEqual: return .bool(order == .less || order == .same)
        case .greater: return .bool(order == .greater)
        default: return .bool(order == .greater || order == .same)
        }
    }

    @inline(never)
    private mutating func orderSlowly(
        _ index: Int32, _ node: UnsafePointer<Node>, _ left: Value, _ right: Value
    ) throws(Fault) -> Order {
        switch (left, right) {
        case (.string(let a), .string(let b)): cost &+= Machine.stringComparisonCost(a, b)
        case (.bytes(let a), .bytes(let b)): cost &+= tenths(min(a.count, b.count))
        default: cost &+= 1
        }
        guard let order = Value.compare(left, right) else {
            throw noOverload(index, "`\(Checker.symbol(node.pointee.kind))`", left, right)
        }
        return order
    }

    @inline(never)
    mutating func contained(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let element = try evaluate(node.pointee.a)
        let container = try evaluate(node.pointee.b)
        switch container {
        case .list(let list):
            cost &+= UInt64(list.count)
            if cost > costLimit { throw costExceeded(index) }
            if case .string(let text) = element, text.utf8.count <= 64 {
                for item in list {
                    if case .string(let other) = item, other.hasSameScalars(as: text) { return .bool(true) }
                }
                return .bool(false)
            }
            for item in list where try equal(index, element, item) { return .bool(true) }
            return .bool(false)
        case .map(let map):
            cost &+= 1
            try scanKey(element, index)
            return .bool(map[element] != nil)
        default: throw noOverload(index, "`in`", element, container)
        }
    }

    // MARK: Arithmetic

    @inline(never)
    mutating func negate(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let value = try evaluate(node.pointee.a)
        switch value {
        case .int(let number):
            if number == .min { throw overflow(index) }
            return .int(-number)
        case .double(let number): return .double(-number)
        default: throw noOverload(index, "`-`", value)
        }
    }

    @inline(never)
    mutating func overflow(_ index: Int32) -> Fault {
        failed(index, .outOfRange, "the result is out of the range of its type")
    }

    @inline(never)
    private mutating func divisionByZero(_ index: Int32) -> Fault { failed(index, .divisionByZero, "division by zero") }

    mutating func arithmetic(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let left = try evaluate(node.pointee.a)
        let right = try evaluate(node.pointee.b)
        switch (left, right) {
        case (.int(let a), .int(let b)):
            cost &+= 1
            return .int(try integer(index, node.pointee.kind, a, b))
        case (.double(let a), .double(let b)) where node.pointee.kind != .remainder:
            cost &+= 1
            switch node.pointee.kind {
            case .add: return .double(a + b)
            case .subtract: return .double(a - b)
            case .multiply: return .double(a * b)
            default: return .double(a / b)
            }
        case (.uint(let a), .uint(let b)):
            cost &+= 1
            return .uint(try integer(index, node.pointee.kind, a, b))
        default: return try arithmeticSlowly(index, node.pointee.kind, left, right)
        }
    }

    @inline(__always)
    private mutating func integer<Number: FixedWidthInteger>(
        _ index: Int32, _ kind: Node.Kind, _ a: Number, _ b: Number
    ) throws(Fault) -> Number {
        let result: (partialValue: Number, overflow: Bool)
        switch kind {
        case .add: result = a.addingReportingOverflow(b)
        case .subtract: result = a.subtractingReportingOverflow(b)
        case .multiply: result = a.multipliedReportingOverflow(by: b)
        case .divide:
            if b == 0 { throw divisionByZero(index) }
            result = a.dividedReportingOverflow(by: b)
        default:
            if b == 0 { throw divisionByZero(index) }
            result = a.remainderReportingOverflow(dividingBy: b)
        }
        if result.overflow { throw overflow(index) }
        return result.partialValue
    }

    @inline(never)
    private mutating func arithmeticSlowly(
        _ index: Int32, _ kind: Node.Kind, _ left: Value, _ right: Value
    ) throws(Fault) -> Value {
        if kind == .add {
            switch (left, right) {
            case (.string(let a), .string(let b)):
                cost &+= tenths(a.scalarCount + b.scalarCount)
                try allocate(32 + a.utf8.count + b.utf8.count, index)
                return .string(a + b)
            case (.bytes(let a), .bytes(let b)):
                cost &+= tenths(a.count + b.count)
                try allocate(32 + a.count + b.count, index)
                return .bytes(Bytes(a.storage + b.storage))
            case (.list(let a), .list(let b)):
                cost &+= 1
                try allocate(32 + 24 * (a.count + b.count), index)
                return .list(a + b)
            default: break
            }
        }
        cost &+= 1
        return try timeArithmetic(index, kind, left, right)
    }

    private mutating func timeArithmetic(
        _ index: Int32, _ kind: Node.Kind, _ left: Value, _ right: Value
    ) throws(Fault) -> Value {
        switch (kind, left, right) {
        case (.add, .timestamp(let time), .duration(let duration)),
            (.add, .duration(let duration), .timestamp(let time)):
            guard let sum = time.adding(duration) else { throw overflow(index) }
            return .timestamp(sum)
        case (.subtract, .timestamp(let time), .duration(let duration)):
            guard let difference = time.adding(.zero - duration) else { throw overflow(index) }
            return .timestamp(difference)
        case (.subtract, .timestamp(let a), .timestamp(let b)): return try duration(index, a.since(b))
        case (.add, .duration(let a), .duration(let b)): return try duration(index, a + b)
        case (.subtract, .duration(let a), .duration(let b)): return try duration(index, a - b)
        default: throw noOverload(index, "`\(Checker.symbol(kind))`", left, right)
        }
    }

    mutating func duration(_ index: Int32, _ duration: Duration) throws(Fault) -> Value {
        guard DurationText.isInRange(duration) else { throw overflow(index) }
        return .duration(duration)
    }
}
