/// Evaluates a compiled expression: one walk over the flat tree, with the variables in slots.
struct Machine {
    let code: Code
    let nodes: UnsafePointer<Node>
    let extra: UnsafePointer<Int32>
    let constants: UnsafePointer<Value>
    let names: UnsafePointer<Name>
    /// The values of variables; nil for one that was not asked for yet.
    let slots: UnsafeMutablePointer<Value?>
    let activation: any Activation
    let costLimit: UInt64
    /// What the evaluation has cost so far, as cel-go counts it.
    var cost: UInt64 = 0
    /// How many rounds of loops, and bytes of new values, are left.
    var iterations: Int
    var memory: Int
    /// Where each part's value is written down, for an explanation.
    var trace: Tracer?
    /// The last pattern that came as a value, compiled.
    var lastRegex: RegularExpression?

    init(code: Code, slots: UnsafeMutablePointer<Value?>, activation: any Activation, limits: Limits) {
        self.code = code
        let pointers = code.pointers
        nodes = pointers.nodes
        extra = pointers.extra
        constants = pointers.constants
        names = pointers.names
        self.slots = slots
        self.activation = activation
        costLimit = limits.cost
        iterations = limits.iterations
        memory = limits.memory
    }

    /// The value of a part.
    @inline(__always)
    mutating func evaluate(_ index: Int32) throws(Fault) -> Value {
        if trace != nil { return try traced(index) }
        return try step(index)
    }

    mutating func step(_ index: Int32) throws(Fault) -> Value {
        let node = nodes + Int(index)
        cost &+= UInt64(node.pointee.cost)
        switch node.pointee.kind {
        case .constant: return constant(node)
        case .local: return local(node)
        case .variable: return try variable(index, node)
        case .select: return try select(index, node)
        case .index: return try element(index, node)
        case .equal: return try equality(index, node, wanted: true)
        case .notEqual: return try equality(index, node, wanted: false)
        case .and: return try logic(node, decisive: false)
        case .or: return try logic(node, decisive: true)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return try comparison(index, node)
        case .call: return try call(index, node)
        case .comprehension: return try comprehension(index, node)
        default: return try stepRarely(index, node)
        }
    }

    /// The rarer kinds; apart, because each case of a switch takes stack of its own in a debug build.
    @inline(never)
    private mutating func stepRarely(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        switch node.pointee.kind {
        case .not: return try not(index, node)
        case .contained: return try contained(index, node)
        case .conditional: return try conditional(node)
        case .add, .subtract, .multiply, .divide, .remainder: return try arithmetic(index, node)
        case .list: return try list(index, node)
        case .map: return try map(index, node)
        case .negate: return try negate(index, node)
        case .dynamicVariable: return try dynamicVariable(index, node)
        default: throw Fault(.noOverload(names[Int(node.pointee.a)].text), node: index)
        }
    }

    // MARK: Faults and limits

    @inline(never)
    mutating func noOverload(_ index: Int32, _ what: String, _ values: Value...) -> Fault {
        let types = values.map(\.typeName)
        return Fault(.noOverload("\(what) cannot be used on \(types.joined(separator: " and "))"), node: index)
    }

    @inline(never)
    mutating func notBool(_ index: Int32, _ value: Value) -> Fault {
        Fault(.noOverload("a bool is wanted here, and this is \(value.typeName)"), node: index)
    }

    @inline(never)
    mutating func failed(_ index: Int32, _ code: EvaluationError.Code, _ message: String) -> Fault {
        Fault(.message(code, message), node: index)
    }

    @inline(never)
    mutating func costExceeded(_ index: Int32) -> Fault {
        Fault(.limit("the evaluation costs more than its limit of \(costLimit)"), node: index)
    }

    /// Counts new values by their bytes.
    @inline(__always)
    mutating func allocate(_ bytes: Int, _ index: Int32) throws(Fault) {
        memory &-= bytes
        if memory < 0 || cost > costLimit { throw outOfBudget(index) }
    }

    /// Counts reading a text that the reference takes to cost nothing: a loop could do it again and again.
    @inline(__always)
    mutating func scan(_ bytes: Int, _ index: Int32) throws(Fault) {
        if bytes > 64 { try allocate(bytes >> 5, index) }
    }

    /// Counts reading a key to find it in a map.
    @inline(__always)
    mutating func scanKey(_ key: Value, _ index: Int32) throws(Fault) {
        if case .string(let text) = key { try scan(text.utf8.count, index) }
    }

    @inline(never)
    private mutating func outOfBudget(_ index: Int32) -> Fault {
        if cost > costLimit { return costExceeded(index) }
        return Fault(.limit("the evaluation makes values that take more memory than its limit"), node: index)
    }

    /// Counts a round of a loop.
    @inline(__always)
    mutating func tick(_ index: Int32) throws(Fault) {
        iterations &-= 1
        if iterations < 0 || cost > costLimit { throw outOfRounds(index) }
    }

    @inline(never)
    private mutating func outOfRounds(_ index: Int32) -> Fault {
        if cost > costLimit { return costExceeded(index) }
        return Fault(.limit("the evaluation takes more rounds of its loops than its limit"), node: index)
    }

    // MARK: Leaves

    @inline(__always)
    private mutating func constant(_ node: UnsafePointer<Node>) -> Value {
        cost &+= UInt64(truncatingIfNeeded: node.pointee.c)
        return constants[Int(node.pointee.a)]
    }

    @inline(__always)
    private mutating func local(_ node: UnsafePointer<Node>) -> Value {
        slots[Int(node.pointee.a)] ?? .null
    }

    @inline(__always)
    private mutating func variable(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        if let value = slots[Int(node.pointee.a)] { return value }
        return try load(index, Int(node.pointee.a))
    }

    @inline(never)
    private mutating func load(_ index: Int32, _ slot: Int) throws(Fault) -> Value {
        guard let value = activation.value(of: code.slotName(slot)) else {
            throw unknownVariable(slot, at: index)
        }
        slots[slot] = value
        return value
    }

    /// An identifier of an unchecked expression: the first of its candidates that the activation has.
    @inline(never)
    private mutating func dynamicVariable(
        _ index: Int32, _ node: UnsafePointer<Node>
    ) throws(Fault) -> Value {
        let place = Int(node.pointee.a)
        let candidates = Int(extra[place])
        let fields = Int(extra[place + 2])
        let entries = place + 3 + fields
        for position in 0..<candidates {
            let slot = Int(extra[entries + 2 * position])
            if slots[slot] == nil { slots[slot] = activation.value(of: code.slotName(slot)) }
            guard var value = slots[slot] else { continue }
            for field in Int(extra[entries + 2 * position + 1])..<fields {
                cost &+= 1
                value = try select(index, value, names[Int(extra[place + 3 + field])], isOptional: false)
            }
            return value
        }
        if extra[place + 1] >= 0 { return constants[Int(extra[place + 1])] }
        let slot = Int(extra[entries + 2 * (candidates - 1)])
        throw unknownVariable(slot, at: index)
    }
}
