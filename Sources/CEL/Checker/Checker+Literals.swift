extension Checker {
    @inline(never)
    mutating func checkList(_ index: Int32, _ node: Node) -> StaticType {
        var element: StaticType?
        var deepest: UInt16 = 0
        var isConstant = !node.flags.contains(.hasOptional)
        for place in Int(node.a)..<Int(node.a + node.b) {
            let entry = tree.extra[place]
            let child = entry & ~Node.optionalBit
            var type = check(child)
            if entry & Node.optionalBit != 0 { type = unwrapped(type, child) }
            deepest = max(deepest, nesting[Int(child)])
            if self.node(child).kind != .constant { isConstant = false }
            if isChecked { element = solver.join(element, type) }
        }
        setNesting(index, deepest + 1)
        tree.nodes[Int(index)].cost = 10
        if isConstant, node.b <= 10_000 { foldList(index, node) }
        if !isChecked { return .dyn }
        return .list(element ?? .variable(solver.fresh()))
    }

    /// The type inside an optional, which an element after `?` must be.
    private mutating func unwrapped(_ type: StaticType, _ index: Int32) -> StaticType {
        if !isChecked { return .dyn }
        switch solver.resolve(type) {
        case .optional(let wrapped): return wrapped
        case .dyn, .variable: return .dyn
        case let other:
            report("`?` wants an optional value here, and this is \(article(other))", node(index).range)
            return .dyn
        }
    }

    private mutating func foldList(_ index: Int32, _ node: Node) {
        var values: [Value] = []
        values.reserveCapacity(Int(node.b))
        var cost: Int32 = 10
        for place in Int(node.a)..<Int(node.a + node.b) {
            let child = self.node(tree.extra[place])
            values.append(tree.constants[Int(child.a)])
            cost = cost &+ child.c &+ Int32(child.cost)
        }
        fold(index, to: .list(values), cost: cost)
    }

    /// Puts a constant in a node's place.
    mutating func fold(_ index: Int32, to value: Value, cost: Int32) {
        tree.constants.append(value)
        tree.nodes[Int(index)].kind = .constant
        tree.nodes[Int(index)].a = Int32(tree.constants.count - 1)
        tree.nodes[Int(index)].c = cost
        tree.nodes[Int(index)].cost = 0
    }

    @inline(never)
    mutating func checkMap(_ index: Int32, _ node: Node) -> StaticType {
        var keys: StaticType?
        var values: StaticType?
        var deepest: UInt16 = 0
        var isConstant = !node.flags.contains(.hasOptional)
        for pair in 0..<Int(node.b) {
            let entry = tree.extra[Int(node.a) + 2 * pair]
            let key = entry & ~Node.optionalBit
            let value = tree.extra[Int(node.a) + 2 * pair + 1]
            let keyType = check(key)
            var type = check(value)
            if entry & Node.optionalBit != 0 { type = unwrapped(type, value) }
            deepest = max(deepest, nesting[Int(value)])
            if self.node(key).kind != .constant || self.node(value).kind != .constant { isConstant = false }
            guard isChecked else { continue }
            checkKey(keyType, key)
            keys = solver.join(keys, keyType)
            values = solver.join(values, type)
        }
        setNesting(index, deepest + 1)
        tree.nodes[Int(index)].cost = 30
        if isConstant, node.b <= 10_000 { foldMap(index, node) }
        if !isChecked { return .dyn }
        return .map(keys ?? .variable(solver.fresh()), values ?? .variable(solver.fresh()))
    }

    private mutating func checkKey(_ type: StaticType, _ index: Int32) {
        switch solver.resolve(type) {
        case .bool, .int, .uint, .string, .dyn, .variable: return
        case let other:
            report("a map's key is a bool, int, uint or string, and this is \(article(other))", node(index).range)
        }
    }

    private mutating func foldMap(_ index: Int32, _ node: Node) {
        var builder = MapValue.Builder(capacity: Int(node.b))
        var cost: Int32 = 30
        for pair in 0..<Int(node.b) {
            let key = self.node(tree.extra[Int(node.a) + 2 * pair])
            let value = self.node(tree.extra[Int(node.a) + 2 * pair + 1])
            let constant = tree.constants[Int(key.a)]
            if case .double = constant { return }
            guard let hash = constant.keyHash,
                builder.insert(constant, hash: hash, tree.constants[Int(value.a)])
            else { return }
            cost = cost &+ key.c &+ value.c &+ Int32(key.cost) &+ Int32(value.cost)
        }
        fold(index, to: .map(builder.finish()), cost: cost)
    }
}
