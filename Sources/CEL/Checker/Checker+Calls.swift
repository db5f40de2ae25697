extension Checker {
    @inline(never)
    mutating func checkCall(_ index: Int32, _ node: Node) -> StaticType {
        if node.flags.contains(.member), let function = namespacedFunction(node) {
            tree.nodes[Int(index)].flags.remove(.member)
            tree.nodes[Int(index)].b += 1
            tree.nodes[Int(index)].c -= 1
            return checkCall(index, tree.nodes[Int(index)], function)
        }
        let name = name(node.a)
        var function: Unmanaged<Function>?
        if environment.container.isEmpty || !node.flags.isDisjoint(with: [.member, .global]) {
            function = environment.function(named: name)
        } else {
            for candidate in candidates(name, isGlobal: false) where function == nil {
                function = environment.function(named: candidate)
            }
        }
        if let function { return checkCall(index, node, function) }
        for place in Int(node.b)..<Int(node.b + node.c) { _ = check(tree.extra[place]) }
        unknownFunction(index, name, node)
        return .dyn
    }

    private mutating func unknownFunction(_ index: Int32, _ name: String, _ node: Node) {
        let start = Int(tree.names[Int(node.a)].start)
        let macros = ["all", "exists", "exists_one", "filter", "map", "has"]
        if macros.contains(name) || name == "existsOne" {
            let form =
                name == "has" ? "has(a.b)" : name == "map" ? "list.map(x, value)" : "list.\(name)(x, condition)"
            reject(index, "`\(name)` is written \(form)", start..<(start + name.utf8.count))
            return
        }
        let suggestion = Suggestion.nearest(to: name, among: environment.functionNames + macros)
        reject(
            index, "there is no function `\(name)`", start..<(start + name.utf8.count),
            suggestion: suggestion.map { "`\($0)`" })
    }

    /// The function `a.b` of a call `a.b(…)`, where `a` is a namespace and no variable.
    private mutating func namespacedFunction(_ node: Node) -> Unmanaged<Function>? {
        let target = tree.extra[Int(node.b)]
        var current = self.node(target)
        while current.kind == .select, current.flags.isDisjoint(with: [.optional, .test]) {
            current = self.node(current.a)
        }
        guard current.kind == .identifier else { return nil }
        let root = name(current.a)
        if local(named: root) != nil { return nil }
        if !environment.storage.hasDottedFunctions && environment.container.isEmpty
            && !environment.storage.linkage.builtins.namespaces.contains(root)
        {
            return nil
        }
        var prefix: [String] = []
        var selection = self.node(target)
        while selection.kind == .select {
            prefix.append(name(selection.b))
            selection = self.node(selection.a)
        }
        prefix.append(root)
        let full = prefix.reversed().joined(separator: ".") + "." + name(node.a)
        for candidate in candidates(full, isGlobal: current.flags.contains(.global)) {
            if let function = environment.function(named: candidate) { return function }
        }
        return nil
    }

    private mutating func checkCall(_ index: Int32, _ node: Node, _ function: Unmanaged<Function>) -> StaticType {
        tree.nodes[Int(index)].a = Int32(functions.count)
        functions.append(function)
        return function._withUnsafeGuaranteedRef { checkArguments(index, node, $0) }
    }

    private mutating func checkArguments(_ index: Int32, _ node: Node, _ function: Function) -> StaticType {
        let first = Int(node.b)
        let count = Int(node.c)
        var deepest: UInt16 = 0
        let isMember = node.flags.contains(.member)
        if !isChecked {
            for place in first..<(first + count) {
                _ = check(tree.extra[place])
                deepest = max(deepest, nesting[Int(tree.extra[place])])
            }
            finishCall(index, node, function, deepest)
            return .dyn
        }
        if count <= 3 {
            return checkFewArguments(index, node, function, isMember)
        }
        var types: ContiguousArray<StaticType> = []
        types.reserveCapacity(count)
        for place in first..<(first + count) {
            types.append(check(tree.extra[place]))
            deepest = max(deepest, nesting[Int(tree.extra[place])])
        }
        let result = types.withUnsafeBufferPointer { resolve(index, node, function, $0, isMember) }
        finishCall(index, node, function, deepest)
        return result
    }

    /// The usual case, without an array on the heap.
    @inline(never)
    private mutating func checkFewArguments(
        _ index: Int32, _ node: Node, _ function: Function, _ isMember: Bool
    ) -> StaticType {
        let first = Int(node.b)
        let count = Int(node.c)
        var deepest: UInt16 = 0
        var types = (StaticType.dyn, StaticType.dyn, StaticType.dyn)
        if count > 0 {
            types.0 = check(tree.extra[first])
            deepest = nesting[Int(tree.extra[first])]
        }
        if count > 1 {
            types.1 = check(tree.extra[first + 1])
            deepest = max(deepest, nesting[Int(tree.extra[first + 1])])
        }
        if count > 2 {
            types.2 = check(tree.extra[first + 2])
            deepest = max(deepest, nesting[Int(tree.extra[first + 2])])
        }
        let result = withUnsafePointer(to: types) { tuple in
            tuple.withMemoryRebound(to: StaticType.self, capacity: 3) {
                resolve(index, node, function, UnsafeBufferPointer(start: $0, count: count), isMember)
            }
        }
        finishCall(index, node, function, deepest)
        return result
    }

    // MARK: Overloads

    private mutating func resolve(
        _ index: Int32, _ node: Node, _ function: Function, _ types: UnsafeBufferPointer<StaticType>, _ isMember: Bool
    ) -> StaticType {
        if function.builtin == .greatest || function.builtin == .least {
            return checkExtremum(node, function, types)
        }
        var result: StaticType?
        // By their places: a copy of each form would count references that all threads share.
        let overloads = function.overloads
        for place in overloads.indices
        where overloads[place].isMember == isMember && overloads[place].parameters.count == types.count {
            let mark = solver.mark
            let variables = overloads[place].variables
            let base = variables > 0 ? solver.fresh(variables) : 0
            var fits = true
            for position in 0..<types.count {
                var parameter = overloads[place].parameters[position]
                if variables > 0 { parameter = parameter.numbered(from: base) }
                if !solver.isAssignable(types[position], parameter) {
                    fits = false
                    break
                }
            }
            guard fits else {
                solver.reset(to: mark)
                continue
            }
            var type = overloads[place].result
            if variables > 0 { type = solver.resolve(type.numbered(from: base)) }
            guard let known = result else {
                result = type
                // Nothing was left open: no other form can fit as well.
                if !types.contains(where: { $0.simple == 0 || $0.simple <= 2 }) { return type }
                continue
            }
            if !known.isDyn, !type.isSame(as: known) { result = .dyn }
        }
        if let result { return result }
        noForm(node, function, types, isMember)
        return .dyn
    }

    private mutating func noForm(
        _ node: Node, _ function: Function, _ types: UnsafeBufferPointer<StaticType>, _ isMember: Bool
    ) {
        let own = function.name
        var given = types.map { text($0) }
        let call: String
        if isMember, !given.isEmpty {
            let target = given.removeFirst()
            call = "\(target).\(own)(\(given.joined(separator: ", ")))"
        } else {
            call = "\(own)(\(given.joined(separator: ", ")))"
        }
        var forms: [String] = []
        for overload in function.overloads where forms.count < 6 { forms.append(overload.text(own)) }
        report(
            "there is no form \(call) of this function; there \(forms.count == 1 ? "is" : "are") "
                + forms.joined(separator: ", "), node.range)
    }

    /// `math.greatest` and `math.least`: numbers, or one list of numbers.
    private mutating func checkExtremum(
        _ node: Node, _ function: Function, _ types: UnsafeBufferPointer<StaticType>
    ) -> StaticType {
        var result: StaticType?
        var all = Array(types)
        if all.isEmpty {
            report("\(function.name) wants numbers", node.range)
            return .dyn
        }
        if all.count == 1, case .list(let element) = solver.resolve(all[0]) {
            all = [element]
            let list = self.node(tree.extra[Int(node.b)])
            if list.kind == .constant, case .list(let values) = tree.constants[Int(list.a)], values.isEmpty {
                report("\(function.name) wants at least one number", node.range)
                return .dyn
            }
        }
        for type in all {
            let resolved = solver.resolve(type)
            guard resolved.isNumber || isDynamic(resolved) else {
                report("\(function.name) wants numbers, and this is \(article(resolved))", node.range)
                return .dyn
            }
            result = solver.join(result, isDynamic(resolved) ? .dyn : resolved)
        }
        return result ?? .dyn
    }

    private mutating func isDynamic(_ type: StaticType) -> Bool {
        if case .variable = type { return true }
        return type.isDyn
    }

    // MARK: Once a call is known

    private mutating func finishCall(_ index: Int32, _ node: Node, _ function: Function, _ deepest: UInt16) {
        let doesWrap = function.builtin == .optionalOf || function.builtin == .optionalOfNonZeroValue
        setNesting(index, doesWrap ? deepest + 1 : deepest)
        if function.hasHostOverloads {
            setNesting(index, deepest + 8)
            return
        }
        switch function.builtin {
        case .matches: compilePattern(index, node)
        case .toDuration, .toTimestamp: foldConversion(index, node, function)
        default: break
        }
    }

    /// Compiles a constant pattern once and for all.
    private mutating func compilePattern(_ index: Int32, _ node: Node) {
        guard node.c == 2 else { return }
        let place = tree.extra[Int(node.b) + 1]
        let pattern = self.node(place)
        guard pattern.kind == .constant, case .string(let text) = tree.constants[Int(pattern.a)] else { return }
        do {
            regexes.append(try RegularExpression(text))
            let target = tree.extra[Int(node.b)]
            let start = Int32(tree.extra.count)
            tree.extra.append(target)
            tree.extra.append(place)
            tree.extra.append(Int32(regexes.count - 1))
            tree.nodes[Int(index)].b = start
            tree.nodes[Int(index)].flags.insert(.compiled)
        } catch {
            report("this regular expression is not well-formed: \(error.message)", pattern.range)
        }
    }

    private mutating func foldConversion(_ index: Int32, _ node: Node, _ function: Function) {
        guard node.c == 1 else { return }
        let argument = self.node(tree.extra[Int(node.b)])
        guard argument.kind == .constant, case .string(let text) = tree.constants[Int(argument.a)] else { return }
        if function.builtin == .toDuration {
            if let value = DurationText.parse(text) { fold(index, to: .duration(value), cost: argument.c + 1) }
        } else if let value = Timestamp(parsing: text) {
            fold(index, to: .timestamp(value), cost: argument.c + 1)
        }
    }
}
