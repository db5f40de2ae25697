extension Checker {
    @inline(never)
    mutating func checkComprehension(_ index: Int32, _ node: Node) -> StaticType {
        let comprehension = tree.comprehensions[Int(node.a)]
        switch comprehension.kind {
        case .bind: return checkBind(index, node, comprehension)
        case .block: return checkBlock(index, node, comprehension)
        case .optMap, .optFlatMap: return checkOptional(index, node, comprehension)
        default: return checkLoop(index, node, comprehension)
        }
    }

    private mutating func enter(_ name: Int32, _ type: StaticType, nesting: UInt16) -> Int32 {
        let slot = newSlot()
        locals.append(Local(name: self.name(name), slot: slot, type: type, nesting: nesting))
        return slot
    }

    private mutating func checkLoop(_ index: Int32, _ node: Node, _ comprehension: Comprehension) -> StaticType {
        let range = check(comprehension.range)
        let (first, second) = elementTypes(range, comprehension, node)
        let depth = nesting[Int(comprehension.range)]
        let count = locals.count
        let slot = enter(comprehension.variable, first, nesting: depth)
        tree.comprehensions[Int(node.a)].slot = slot
        if comprehension.second >= 0 {
            let slot = enter(comprehension.second, second, nesting: depth)
            tree.comprehensions[Int(node.a)].secondSlot = slot
        }
        var deepest = depth
        if comprehension.predicate >= 0 {
            wantBool(comprehension.predicate, check(comprehension.predicate), Checker.macroName(comprehension.kind))
        }
        var body = StaticType.dyn
        if comprehension.transform >= 0 {
            body = check(comprehension.transform)
            deepest = max(deepest, nesting[Int(comprehension.transform)])
        }
        locals.removeLast(locals.count - count)
        setNesting(index, deepest + 1)
        if !isChecked { return .dyn }
        return loopType(comprehension, range: range, first: first, body: body)
    }

    private mutating func loopType(
        _ comprehension: Comprehension, range: StaticType, first: StaticType, body: StaticType
    ) -> StaticType {
        switch comprehension.kind {
        case .all, .exists, .existsOne: return .bool
        case .filter: return .list(solver.resolve(first))
        case .map, .transformList: return .list(solver.resolve(body))
        case .transformMap:
            if case .map(let key, _) = solver.resolve(range) { return .map(key, solver.resolve(body)) }
            if case .list = solver.resolve(range) { return .map(.int, solver.resolve(body)) }
            return .map(.dyn, solver.resolve(body))
        case .transformMapEntry:
            let resolved = solver.resolve(body)
            switch resolved {
            case .map, .dyn, .variable: return resolved
            default:
                report(
                    "transformMapEntry wants a map of one entry, and this is \(article(resolved))",
                    node(comprehension.transform).range)
                return .dyn
            }
        case .sortBy:
            checkSortKey(body, comprehension.transform)
            return .list(solver.resolve(first))
        default: return .dyn
        }
    }

    private mutating func checkSortKey(_ type: StaticType, _ index: Int32) {
        let resolved = solver.resolve(type)
        let simple = resolved.simple
        if simple == 1 || simple >= 3 { return }
        if case .variable = resolved { return }
        report("values of type \(text(resolved)) have no order to sort by", node(index).range)
    }

    static func macroName(_ kind: Comprehension.Kind) -> String {
        switch kind {
        case .all: "all"
        case .exists: "exists"
        case .existsOne: "exists_one"
        case .filter: "filter"
        case .map: "map"
        default: "the filter of this macro"
        }
    }

    /// The types of a loop's variables.
    private mutating func elementTypes(
        _ range: StaticType, _ comprehension: Comprehension, _ node: Node
    ) -> (StaticType, StaticType) {
        if !isChecked { return (.dyn, .dyn) }
        let hasTwo = comprehension.second >= 0
        let resolved = solver.resolve(range)
        switch resolved {
        case .list(let element): return hasTwo ? (.int, element) : (element, .dyn)
        case .map(let key, let value): return (key, value)
        case .dyn: return (.dyn, .dyn)
        case .variable:
            _ = solver.isAssignable(.dyn, resolved)
            return (.dyn, .dyn)
        default:
            report(
                "\(Checker.macroName(comprehension.kind)) goes over a list or a map, and this is \(article(resolved))",
                self.node(comprehension.range).range)
            return (.dyn, .dyn)
        }
    }

    private mutating func checkBind(_ index: Int32, _ node: Node, _ comprehension: Comprehension) -> StaticType {
        let type = check(comprehension.range)
        let slot = enter(comprehension.variable, type, nesting: nesting[Int(comprehension.range)])
        tree.comprehensions[Int(node.a)].slot = slot
        let result = check(comprehension.transform)
        locals.removeLast()
        setNesting(index, nesting[Int(comprehension.transform)])
        return result
    }

    private mutating func checkBlock(_ index: Int32, _ node: Node, _ comprehension: Comprehension) -> StaticType {
        let count = locals.count
        let slot = slotCount
        slotCount += comprehension.bindingCount
        tree.comprehensions[Int(node.a)].slot = slot
        for position in 0..<comprehension.bindingCount {
            let binding = tree.extra[Int(comprehension.bindings + position)]
            let type = check(binding)
            locals.append(
                Local(
                    name: "@index\(position)", slot: slot + position, type: type, nesting: nesting[Int(binding)]))
        }
        let result = check(comprehension.transform)
        locals.removeLast(locals.count - count)
        setNesting(index, nesting[Int(comprehension.transform)])
        return result
    }

    private mutating func checkOptional(
        _ index: Int32, _ node: Node, _ comprehension: Comprehension
    ) -> StaticType {
        let target = check(comprehension.range)
        var element = StaticType.dyn
        if isChecked {
            switch solver.resolve(target) {
            case .optional(let wrapped): element = wrapped
            case .dyn, .variable: break
            case let other:
                report(
                    "optMap wants an optional value, and this is \(article(other))",
                    self.node(comprehension.range).range)
            }
        }
        let slot = enter(comprehension.variable, element, nesting: nesting[Int(comprehension.range)])
        tree.comprehensions[Int(node.a)].slot = slot
        let body = check(comprehension.transform)
        locals.removeLast()
        setNesting(index, nesting[Int(comprehension.transform)] + 1)
        if !isChecked { return .dyn }
        if comprehension.kind == .optMap { return .optional(solver.resolve(body)) }
        switch solver.resolve(body) {
        case .optional, .dyn, .variable: return solver.resolve(body)
        case let other:
            report(
                "optFlatMap wants an optional result, and this is \(article(other))",
                self.node(comprehension.transform).range)
            return .dyn
        }
    }
}
