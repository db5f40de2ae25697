extension Machine {
    /// `a.b`, `a.?b` and `has(a.b)`.
    mutating func select(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let flags = node.pointee.flags
        let base = nodes + Int(node.pointee.a)
        if base.pointee.kind == .local, trace == nil, flags.isDisjoint(with: [.test, .optional]),
            case .map(let map)? = slots[Int(base.pointee.a)]
        {
            // The usual case in a loop, without a copy of the operand.
            cost &+= UInt64(base.pointee.cost)
            let name = names + Int(node.pointee.b)
            if let value = map.field(name.pointee.text, hash: name.pointee.hash) { return value }
            throw Fault(.missingField(name.pointee.text), node: index)
        }
        let operand = try evaluate(node.pointee.a)
        if flags.isDisjoint(with: [.test, .optional]), case .map(let map) = operand {
            let name = names + Int(node.pointee.b)
            if let value = map.field(name.pointee.text, hash: name.pointee.hash) { return value }
            throw Fault(.missingField(name.pointee.text), node: index)
        }
        let name = names[Int(node.pointee.b)]
        if flags.contains(.test) { return try test(index, operand, name, isOptional: flags.contains(.optional)) }
        return try select(index, operand, name, isOptional: flags.contains(.optional))
    }

    @inline(never)
    mutating func select(_ index: Int32, _ operand: Value, _ name: Name, isOptional: Bool) throws(Fault) -> Value {
        switch operand {
        case .map(let map):
            let value = map.field(name.text, hash: name.hash)
            if isOptional { return .optional(value) }
            if let value { return value }
        case .object(let object):
            let value = object.field(name.text)
            if isOptional { return .optional(value) }
            guard let value else { throw absent(name.text, of: object, at: index) }
            return value
        case .optional(let wrapped):
            guard let wrapped else { return .optional(nil) }
            return try select(index, wrapped, name, isOptional: true)
        default: throw noFields(index, operand, name)
        }
        throw Fault(.missingField(name.text), node: index)
    }

    @inline(never)
    private func absent(_ name: String, of object: any ObjectValue, at index: Int32) -> Fault {
        Fault(.missingField(name, why: object.absence(of: name)), node: index)
    }

    /// The fault of a variable that has no value.
    @inline(never)
    func unknownVariable(_ slot: Int, at index: Int32) -> Fault {
        let name = code.slotName(slot)
        return Fault(.unknownVariable(name, why: activation.absence(of: name)), node: index)
    }

    @inline(never)
    private mutating func noFields(_ index: Int32, _ operand: Value, _ name: Name) -> Fault {
        let place = nodes[Int(index)]
        let path = place.kind == .select ? code.text(nodes[Int(place.a)].range) : code.text(place.range)
        return Fault(
            .noOverload("`\(path)` is \(operand.typeName) and has no fields: `.\(name.text)` cannot be read from it"),
            node: index)
    }

    @inline(never)
    private mutating func test(
        _ index: Int32, _ operand: Value, _ name: Name, isOptional: Bool
    ) throws(Fault) -> Value {
        switch operand {
        case .map(let map): return .bool(map.field(name.text, hash: name.hash) != nil)
        case .object(let object): return .bool(object.field(name.text) != nil)
        case .optional(let wrapped):
            guard let wrapped else { return .bool(false) }
            return try test(index, wrapped, name, isOptional: isOptional)
        default: throw noFields(index, operand, name)
        }
    }

    /// `a[b]` and `a[?b]`.
    mutating func element(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let operand = try evaluate(node.pointee.a)
        let key = try evaluate(node.pointee.b)
        return try element(index, operand, key, isOptional: node.pointee.flags.contains(.optional))
    }

    private mutating func element(
        _ index: Int32, _ operand: Value, _ key: Value, isOptional: Bool
    ) throws(Fault) -> Value {
        switch operand {
        case .map(let map):
            try scanKey(key, index)
            let value = map[key]
            if isOptional { return .optional(value) }
            if let value { return value }
            throw Fault(.missingKey(key), node: index)
        case .list(let list):
            guard let position = try listIndex(index, key) else {
                throw noOverload(index, "[…]", operand, key)
            }
            let isThere = position >= 0 && position < list.count
            if isOptional { return .optional(isThere ? list[Int(position)] : nil) }
            if isThere { return list[Int(position)] }
            throw failed(index, .indexOutOfRange, outOfRange(index, position, list.count))
        case .optional(let wrapped):
            guard let wrapped else { return .optional(nil) }
            return try element(index, wrapped, key, isOptional: true)
        case .object(let object):
            guard case .string(let name) = key else { throw noOverload(index, "[…]", operand, key) }
            let value = object.field(name)
            if isOptional { return .optional(value) }
            guard let value else { throw absent(name, of: object, at: index) }
            return value
        default: throw noOverload(index, "[…]", operand, key)
        }
    }

    @inline(never)
    private mutating func outOfRange(_ index: Int32, _ position: Int64, _ count: Int) -> String {
        let place = nodes[Int(index)]
        let path = code.text(nodes[Int(place.a)].range)
        return "`\(path)` has \(count == 1 ? "1 element" : "\(count) elements"): there is no [\(position)]"
    }

    @inline(__always)
    private mutating func listIndex(_ index: Int32, _ key: Value) throws(Fault) -> Int64? {
        switch key {
        case .int(let number): number
        case .uint(let number): Int64(exactly: number) ?? .max
        case .double(let number): Int64(exactly: number)
        default: nil
        }
    }

    // MARK: Lists and maps

    @inline(never)
    mutating func list(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let count = Int(node.pointee.b)
        var values: [Value] = []
        values.reserveCapacity(count)
        try allocate(32 + 24 * count, index)
        for place in Int(node.pointee.a)..<(Int(node.pointee.a) + count) {
            let entry = extra[place]
            if entry & Node.optionalBit == 0 {
                values.append(try evaluate(entry))
            } else if let value = try optional(entry & ~Node.optionalBit) {
                values.append(value)
            }
        }
        return .list(values)
    }

    /// The value of an optional element, nil where it is to be left out.
    private mutating func optional(_ index: Int32) throws(Fault) -> Value? {
        let value = try evaluate(index)
        guard case .optional(let wrapped) = value else {
            throw Fault(.noOverload("`?` wants an optional value, and this is \(value.typeName)"), node: index)
        }
        return wrapped
    }

    @inline(never)
    mutating func map(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let count = Int(node.pointee.b)
        var builder = MapValue.Builder(capacity: count)
        try allocate(64 + 64 * count, index)
        for pair in 0..<count {
            let entry = extra[Int(node.pointee.a) + 2 * pair]
            let valueNode = extra[Int(node.pointee.a) + 2 * pair + 1]
            let key = try evaluate(entry & ~Node.optionalBit)
            if entry & Node.optionalBit == 0 {
                let value = try evaluate(valueNode)
                try insert(key, value, &builder, entry)
            } else if let value = try optional(valueNode) {
                try insert(key, value, &builder, entry & ~Node.optionalBit)
            }
        }
        return .map(builder.finish())
    }

    mutating func insert(_ key: Value, _ value: Value, _ builder: inout MapValue.Builder, _ index: Int32) throws(Fault)
    {
        if case .double = key { throw failed(index, .noSuchOverload, "a double cannot be a map's key") }
        guard let hash = key.keyHash else {
            throw Fault(.noOverload("\(key.typeName) cannot be a map's key"), node: index)
        }
        guard builder.insert(key, hash: hash, value) else {
            throw failed(index, .invalidArgument, "the map's key \(key.summary(limit: 60)) is there twice")
        }
    }
}
