extension Parser {
    /// The macro that a call is, or nil where it is a plain call.
    mutating func expand(
        _ name: Int32, target: Int32?, arguments: Arguments, range: Range<Int>
    ) throws(Stop) -> Int32? {
        let text = tree.names[Int(name)].text
        guard let target else {
            return text == "has" && arguments.count == 1 ? try has(arguments[0], range: range) : nil
        }
        guard let first = text.utf8.first else { return nil }
        switch first {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "m"), UInt8(ascii: "f"), UInt8(ascii: "t"),
            UInt8(ascii: "o"), UInt8(ascii: "s"):
            guard let kind = comprehensionKind(text, arguments.count) else { return nil }
            return try comprehension(kind, target, arguments, range)
        case UInt8(ascii: "b"), UInt8(ascii: "i"):
            guard isName(target, "cel") else { return nil }
            return try celMacro(text, arguments, range)
        default: return nil
        }
    }

    private mutating func isName(_ node: Int32, _ text: String) -> Bool {
        let node = tree.nodes[Int(node)]
        return node.kind == .identifier && tree.names[Int(node.a)].text == text
    }

    private mutating func has(_ argument: Int32, range: Range<Int>) throws(Stop) -> Int32 {
        guard tree.nodes[Int(argument)].kind == .select, !tree.nodes[Int(argument)].flags.contains(.test) else {
            throw fail("has() asks for a field: write has(a.b)", tree.nodes[Int(argument)].range)
        }
        tree.nodes[Int(argument)].flags.insert(.test)
        tree.nodes[Int(argument)].start = UInt32(range.lowerBound)
        tree.nodes[Int(argument)].end = UInt32(range.upperBound)
        return argument
    }

    private mutating func comprehensionKind(_ text: String, _ count: Int) -> Comprehension.Kind? {
        let two = libraries.contains(.twoVariableComprehensions)
        switch (text, count) {
        case ("all", 2): return .all
        case ("exists", 2): return .exists
        case ("exists_one", 2), ("existsOne", 2): return .existsOne
        case ("map", 2), ("map", 3): return .map
        case ("filter", 2): return .filter
        case ("all", 3) where two: return .all
        case ("exists", 3) where two: return .exists
        case ("existsOne", 3) where two, ("exists_one", 3) where two: return .existsOne
        case ("transformList", 3) where two, ("transformList", 4) where two: return .transformList
        case ("transformMap", 3) where two, ("transformMap", 4) where two: return .transformMap
        case ("transformMapEntry", 3) where two, ("transformMapEntry", 4) where two: return .transformMapEntry
        case ("optMap", 2) where libraries.contains(.optionals): return .optMap
        case ("optFlatMap", 2) where libraries.contains(.optionals): return .optFlatMap
        case ("sortBy", 2) where libraries.contains(.lists): return .sortBy
        default: return nil
        }
    }

    private mutating func comprehension(
        _ kind: Comprehension.Kind, _ target: Int32, _ arguments: Arguments, _ range: Range<Int>
    ) throws(Stop) -> Int32 {
        var result = Comprehension(kind: kind, range: target, variable: try variable(arguments[0]))
        var rest = 1
        switch kind {
        case .all, .exists, .existsOne:
            if arguments.count == 3 {
                result.second = try variable(arguments[1])
                rest = 2
            }
            result.predicate = arguments[rest]
        case .filter: result.predicate = arguments[1]
        case .map:
            if arguments.count == 3 { result.predicate = arguments[1] }
            result.transform = arguments[arguments.count - 1]
        case .transformList, .transformMap, .transformMapEntry:
            result.second = try variable(arguments[1])
            if arguments.count == 4 { result.predicate = arguments[2] }
            result.transform = arguments[arguments.count - 1]
        default: result.transform = arguments[1]
        }
        if result.second >= 0, tree.names[Int(result.second)].text == tree.names[Int(result.variable)].text {
            throw fail("both variables have the same name", tree.nodes[Int(arguments[1])].range)
        }
        return try add(result, arguments, target, range)
    }

    private mutating func add(
        _ comprehension: Comprehension, _ arguments: Arguments, _ target: Int32, _ range: Range<Int>
    ) throws(Stop) -> Int32 {
        var tallest = height(target)
        for position in 0..<arguments.count { tallest = max(tallest, height(arguments[position])) }
        tree.comprehensions.append(comprehension)
        return try add(
            Node(
                kind: .comprehension, start: UInt32(range.lowerBound), end: UInt32(range.upperBound),
                a: Int32(tree.comprehensions.count - 1)), height: tallest + 1)
    }

    /// The name of a macro's variable.
    private mutating func variable(_ node: Int32) throws(Stop) -> Int32 {
        let argument = tree.nodes[Int(node)]
        guard argument.kind == .identifier, !argument.flags.contains(.global) else {
            throw fail("a macro's variable is a plain name", argument.range)
        }
        return argument.a
    }

    // MARK: cel.bind, cel.block and its names

    private mutating func celMacro(
        _ text: String, _ arguments: Arguments, _ range: Range<Int>
    ) throws(Stop) -> Int32? {
        switch (text, arguments.count) {
        case ("bind", 3) where libraries.contains(.bindings):
            var result = Comprehension(kind: .bind, range: arguments[1], variable: try variable(arguments[0]))
            result.transform = arguments[2]
            return try add(result, arguments, arguments[1], range)
        case ("block", 2) where libraries.contains(.block):
            let bindings = tree.nodes[Int(arguments[0])]
            guard bindings.kind == .list, !bindings.flags.contains(.hasOptional) else {
                throw fail("cel.block begins with a list of the values that it names", bindings.range)
            }
            var result = Comprehension(kind: .block, range: -1, variable: -1)
            result.bindings = bindings.a
            result.bindingCount = bindings.b
            result.transform = arguments[1]
            return try add(result, arguments, arguments[0], range)
        case ("index", 1) where libraries.contains(.block):
            return try reservedName("@index", arguments, range)
        case ("iterVar", 2) where libraries.contains(.block):
            return try reservedName("@it:", arguments, range)
        default: return nil
        }
    }

    /// A name that nobody can write, made of constants.
    private mutating func reservedName(
        _ prefix: String, _ arguments: Arguments, _ range: Range<Int>
    ) throws(Stop) -> Int32 {
        var text = prefix
        for position in 0..<arguments.count {
            let node = tree.nodes[Int(arguments[position])]
            guard node.kind == .constant, case .int(let number) = tree.constants[Int(node.a)], number >= 0 else {
                throw fail("a number of zero or more is expected here", node.range)
            }
            text += (position > 0 ? ":" : "") + String(number)
        }
        let name = name(text, hash: text.scalarHash, at: range.lowerBound)
        return try add(
            Node(
                kind: .identifier, start: UInt32(range.lowerBound), end: UInt32(range.upperBound), a: name), height: 1)
    }
}
