extension Checker {
    /// `a[b]`.
    @inline(never)
    mutating func checkIndex(_ index: Int32, _ node: Node) -> StaticType {
        let operand = check(node.a)
        let key = check(node.b)
        nesting[Int(index)] = nesting[Int(node.a)]
        tree.nodes[Int(index)].cost = attributeCost(node.a)
        discountRoot(node.b)
        if !isChecked { return .dyn }
        var target = solver.resolve(operand)
        var isOptional = node.flags.contains(.optional)
        if case .optional(let wrapped) = target {
            target = wrapped
            isOptional = true
        }
        let result = elementType(of: target, key: key, node)
        return isOptional ? .optional(result) : result
    }

    private mutating func elementType(of target: StaticType, key: StaticType, _ node: Node) -> StaticType {
        switch target {
        case .list(let element):
            if !solver.isAssignable(key, .int) {
                report("a list's index is an int, and this is \(article(key))", self.node(node.b).range)
            }
            return element
        case .map(let keys, let value):
            if !areComparable(key, keys) {
                report(
                    "the keys of this map are of type \(text(keys)), and this is \(article(key))",
                    self.node(node.b).range)
            }
            return value
        case .dyn: return .dyn
        case .variable:
            _ = solver.isAssignable(.dyn, target)
            return .dyn
        case .object:
            let field = self.node(node.b)
            if field.kind == .constant, case .string(let name) = tree.constants[Int(field.a)] {
                report("fields are selected by a dot: write `.\(name)`", field.range)
            } else {
                report("\(pathText(node.a)) is an object: select its fields by a dot", field.range)
            }
            return .dyn
        default:
            report(
                "\(pathText(node.a)) is \(article(target)) and has no elements: `[…]` cannot be used on it", node.range)
            return .dyn
        }
    }

    @inline(never)
    mutating func checkLogic(_ index: Int32, _ node: Node) -> StaticType {
        for place in Int(node.a)..<Int(node.a + node.b) {
            let term = tree.extra[place]
            wantBool(term, check(term), node.kind == .and ? "&&" : "||")
        }
        return isChecked ? .bool : .dyn
    }

    /// Reports a value that is not a bool where one is wanted.
    mutating func wantBool(_ index: Int32, _ type: StaticType, _ by: String) {
        if type.simple == 3 || type.simple == 1 || !isChecked { return }
        if solver.isAssignable(type, .bool) { return }
        var message = "`\(by)` wants bool, and this is \(article(type))"
        let resolved = solver.resolve(type)
        if case .optional = resolved { message += "; add .orValue(false)" }
        report(message, node(index).range)
    }

    @inline(never)
    mutating func checkNot(_ index: Int32, _ node: Node) -> StaticType {
        wantBool(node.a, check(node.a), "!")
        tree.nodes[Int(index)].cost = 1
        return isChecked ? .bool : .dyn
    }

    @inline(never)
    mutating func checkNegate(_ index: Int32, _ node: Node) -> StaticType {
        let type = check(node.a)
        let operand = solver.resolve(type)
        tree.nodes[Int(index)].cost = 1
        if !isChecked { return .dyn }
        switch operand {
        case .int, .double, .dyn: return operand
        case .variable: return .dyn
        default:
            report("`-` wants an int or a double, and this is \(article(operand))", self.node(node.a).range)
            return .dyn
        }
    }

    @inline(never)
    mutating func checkConditional(_ index: Int32, _ node: Node) -> StaticType {
        wantBool(node.a, check(node.a), "?:")
        let yes = check(node.b)
        let no = check(node.c)
        nesting[Int(index)] = max(nesting[Int(node.b)], nesting[Int(node.c)])
        discountRoot(node.b)
        discountRoot(node.c)
        if !isChecked { return .dyn }
        let mark = solver.mark
        let result = StaticType.variable(solver.fresh())
        if solver.isAssignable(yes, result), solver.isAssignable(no, result) { return solver.resolve(result) }
        solver.reset(to: mark)
        if areBothNumbers(yes, no) { return .dyn }
        report(
            "both branches of `?:` must have the same type: the first is \(text(yes)), the second \(text(no))",
            node.range)
        return .dyn
    }

    /// A branch or an index that is a path alone costs nothing for its root, as in the reference.
    private mutating func discountRoot(_ index: Int32) {
        var current = index
        while true {
            let node = node(current)
            switch node.kind {
            case .variable, .local, .dynamicVariable:
                tree.nodes[Int(current)].cost = 0
                return
            case .select, .index:
                if node.cost > 1 {
                    tree.nodes[Int(current)].cost -= 1
                    return
                }
                current = node.a
            default: return
            }
        }
    }

    // MARK: Comparison

    private mutating func areBothNumbers(_ a: StaticType, _ b: StaticType) -> Bool {
        environment.comparesAcrossNumberTypes && solver.resolve(a).isNumber && solver.resolve(b).isNumber
    }

    /// Whether `==` makes sense between them.
    mutating func areComparable(_ a: StaticType, _ b: StaticType) -> Bool {
        let simple = a.simple
        if simple != 0 && simple == b.simple { return true }
        let mark = solver.mark
        let both = StaticType.variable(solver.fresh())
        if solver.isAssignable(a, both), solver.isAssignable(b, both) { return true }
        solver.reset(to: mark)
        return areBothNumbers(a, b)
    }

    @inline(never)
    mutating func checkEquality(_ index: Int32, _ node: Node) -> StaticType {
        let left = check(node.a)
        let right = check(node.b)
        if !isChecked { return .dyn }
        if !areComparable(left, right) {
            let symbol = node.kind == .equal ? "==" : "!="
            report(
                "`\(symbol)` compares \(text(left)) with \(text(right)), which are never equal"
                    + conversionHint(left, right), node.range)
        }
        return .bool
    }

    private mutating func conversionHint(_ left: StaticType, _ right: StaticType) -> String {
        let a = solver.resolve(left)
        let b = solver.resolve(right)
        if case .optional = a { return "; take the value out with .orValue(…)" }
        if case .optional = b { return "; take the value out with .orValue(…)" }
        if a.isNumber, case .string = b { return "; convert one: string(…) or \(text(a))(…)" }
        if b.isNumber, case .string = a { return "; convert one: string(…) or \(text(b))(…)" }
        if a.isNumber && b.isNumber { return "; convert one: \(text(a))(…) or \(text(b))(…)" }
        return ""
    }

    @inline(never)
    mutating func checkOrder(_ index: Int32, _ node: Node) -> StaticType {
        let left = check(node.a)
        let right = check(node.b)
        if !isChecked { return .dyn }
        let a = left.simple
        if a >= 3 && a == right.simple { return .bool }
        let from = solver.resolve(left)
        let to = solver.resolve(right)
        let isFine: Bool
        switch (from.simple, to.simple) {
        case (3..., 3...): isFine = from.simple == to.simple || areBothNumbers(from, to)
        case (1, 1), (1, 3...), (3..., 1): isFine = true
        default: isFine = isOpen(from) && (isOpen(to) || to.simple >= 3) || isOpen(to) && from.simple >= 3
        }
        if !isFine {
            report(
                "`\(Checker.symbol(node.kind))` cannot compare \(text(from)) with \(text(to))"
                    + conversionHint(from, to), node.range)
        }
        return .bool
    }

    private mutating func isOpen(_ type: StaticType) -> Bool {
        if case .variable = type { return true }
        return type.isDyn
    }

    @inline(never)
    mutating func checkContained(_ index: Int32, _ node: Node) -> StaticType {
        let element = check(node.a)
        let containerType = check(node.b)
        let container = solver.resolve(containerType)
        if !isChecked { return .dyn }
        switch container {
        case .list(let type), .map(let type, _):
            if !areComparable(element, type) {
                report(
                    "`in` looks for \(article(element)) among values of type \(text(type)), where it can never be"
                        + conversionHint(element, type), node.range)
            }
        case .dyn, .variable: break
        default:
            var message = "`in` wants a list or a map on its right, and this is \(article(container))"
            if case .string = container { message += "; to search a string write text.contains(part)" }
            report(message, self.node(node.b).range)
        }
        return .bool
    }

    // MARK: Arithmetic

    static func symbol(_ kind: Node.Kind) -> String {
        switch kind {
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .equal: "=="
        case .notEqual: "!="
        case .contained: "in"
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .remainder: "%"
        case .and: "&&"
        case .or: "||"
        case .not: "!"
        case .negate: "-"
        default: "?"
        }
    }

    @inline(never)
    mutating func checkArithmetic(_ index: Int32, _ node: Node) -> StaticType {
        let left = check(node.a)
        let right = check(node.b)
        if node.kind == .add { setNesting(index, max(nesting[Int(node.a)], nesting[Int(node.b)])) }
        if !isChecked { return .dyn }
        let from = solver.resolve(left)
        let to = solver.resolve(right)
        if let result = arithmeticResult(node.kind, from, to) { return result }
        let symbol = Checker.symbol(node.kind)
        var message = "`\(symbol)` cannot be used between \(text(from)) and \(text(to))"
        if from.isNumber && to.isNumber {
            message +=
                from.simple == to.simple
                ? "" : "; convert one of them: double(…), int(…) or uint(…)"
        } else if node.kind == .add, from.simple == 7 || to.simple == 7 {
            message += "; convert with string(…)"
        }
        report(message, node.range)
        return .dyn
    }

    private mutating func arithmeticResult(_ kind: Node.Kind, _ a: StaticType, _ b: StaticType) -> StaticType? {
        let left = a.simple
        let right = b.simple
        if isOpen(a) && isOpen(b) { return .dyn }
        if isOpen(a) || isOpen(b) { return openResult(kind, isOpen(a) ? b : a, isLeftOpen: isOpen(a)) }
        if case .list(let x) = a, case .list(let y) = b, kind == .add {
            let mark = solver.mark
            let element = StaticType.variable(solver.fresh())
            if solver.isAssignable(x, element), solver.isAssignable(y, element) {
                return .list(solver.resolve(element))
            }
            solver.reset(to: mark)
            return nil
        }
        switch kind {
        case .add:
            if left == right, left >= 4, left <= 9 { return a }
            return (left == 9 && right == 10) || (left == 10 && right == 9) ? .timestamp : nil
        case .subtract:
            if left == right { return left >= 4 && left <= 6 || left == 9 ? a : left == 10 ? .duration : nil }
            return left == 10 && right == 9 ? .timestamp : nil
        case .multiply, .divide: return left == right && left >= 4 && left <= 6 ? a : nil
        default: return left == right && (left == 4 || left == 5) ? a : nil
        }
    }

    /// The result where one side is dyn and the other is known.
    private mutating func openResult(_ kind: Node.Kind, _ known: StaticType, isLeftOpen: Bool) -> StaticType? {
        if case .list = known { return kind == .add ? .list(.dyn) : nil }
        let simple = known.simple
        switch kind {
        case .add: return simple >= 4 && simple <= 8 ? known : simple == 10 ? .timestamp : simple == 9 ? .dyn : nil
        case .subtract: return simple >= 4 && simple <= 6 ? known : simple >= 9 ? .dyn : nil
        case .multiply, .divide: return simple >= 4 && simple <= 6 ? known : nil
        default: return simple == 4 || simple == 5 ? known : nil
        }
    }
}
