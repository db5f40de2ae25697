extension Checker {
    /// A name alone.
    @inline(never)
    mutating func checkIdentifier(_ index: Int32, _ node: Node) -> StaticType {
        let name = name(node.a)
        let isGlobal = node.flags.contains(.global)
        if !isGlobal, let local = local(named: name) { return use(local, at: index, name: node.a) }
        if !isChecked { return resolveLater(index, fields: [], root: name, isGlobal: isGlobal) }
        if environment.container.isEmpty {
            if let type = environment.variable(named: name) { return use(name, type, at: index, name: node.a) }
        } else {
            for candidate in candidates(name, isGlobal: isGlobal) {
                guard let type = environment.variable(named: candidate) else { continue }
                return use(candidate, type, at: index, name: node.a)
            }
        }
        if let type = TypeNames.type(named: name) { return use(type, at: index) }
        unknown(index, name, node.range)
        return .dyn
    }

    private mutating func use(_ local: Local, at index: Int32, name: Int32) -> StaticType {
        tree.nodes[Int(index)].kind = .local
        tree.nodes[Int(index)].a = local.slot
        tree.nodes[Int(index)].b = name
        tree.nodes[Int(index)].cost = 1
        nesting[Int(index)] = local.nesting
        return local.type
    }

    private mutating func use(_ global: String, _ type: StaticType, at index: Int32, name: Int32) -> StaticType {
        let slot = slot(forGlobal: global)
        tree.nodes[Int(index)].kind = .variable
        tree.nodes[Int(index)].a = slot
        tree.nodes[Int(index)].b = name
        tree.nodes[Int(index)].cost = 1
        return type
    }

    private mutating func use(_ type: CELType, at index: Int32) -> StaticType {
        tree.constants.append(.type(type))
        tree.nodes[Int(index)].kind = .constant
        tree.nodes[Int(index)].a = Int32(tree.constants.count - 1)
        tree.nodes[Int(index)].c = 0
        tree.nodes[Int(index)].cost = 1
        return isChecked ? .type(StaticType(type)) : .dyn
    }

    private mutating func unknown(_ index: Int32, _ name: String, _ range: Range<Int>) {
        let known = environment.variableNames + locals.map(\.name).filter { !$0.hasPrefix("@") }
        let suggestion = Suggestion.nearest(to: name, among: known)
        var message = "there is no variable `\(name)` here"
        if environment.function(named: name) != nil { message += "; `\(name)` is a function: write \(name)(…)" }
        report(message, range, suggestion: suggestion.map { "`\($0)`" })
    }

    /// The full names that a name may stand for in the container, the longest first.
    mutating func candidates(_ name: String, isGlobal: Bool) -> [String] {
        if isGlobal || environment.container.isEmpty { return [name] }
        var result: [String] = []
        var prefix = environment.container[...]
        while true {
            result.append("\(prefix).\(name)")
            guard let dot = prefix.lastIndex(of: ".") else { break }
            prefix = prefix[..<dot]
        }
        return result + [name]
    }

    // MARK: Selection

    /// `a.b`, which may also be a name with a dot in it.
    @inline(never)
    mutating func checkSelect(_ index: Int32, _ node: Node) -> StaticType {
        if let type = checkQualifiedName(index) { return type }
        let operand = check(node.a)
        nesting[Int(index)] = nesting[Int(node.a)]
        tree.nodes[Int(index)].cost = attributeCost(node.a)
        if !isChecked { return .dyn }
        var target = solver.resolve(operand)
        var isOptional = node.flags.contains(.optional)
        if case .optional(let wrapped) = target {
            target = wrapped
            isOptional = true
        }
        let field = fieldType(of: target, name(node.b), node)
        if node.flags.contains(.test) { return .bool }
        if isOptional {
            if case .optional = field, !node.flags.contains(.optional) { return field }
            return .optional(field)
        }
        return field
    }

    private mutating func fieldType(of target: StaticType, _ field: String, _ node: Node) -> StaticType {
        switch target {
        case .map(_, let value): return value
        case .dyn: return .dyn
        case .variable:
            _ = solver.isAssignable(.dyn, target)
            return .dyn
        case .object(let typeName):
            guard let type = environment.objectType(named: typeName) else { return .dyn }
            if let known = type.fields[field] { return known }
            if !type.isOpen { unknownField(field, of: type, node) }
            return .dyn
        default:
            report(
                "\(pathText(node.a)) is \(article(target)) and has no fields: `.\(field)` cannot be read from it",
                fieldRange(node))
            return .dyn
        }
    }

    private mutating func unknownField(_ field: String, of type: CheckedObjectType, _ node: Node) {
        let suggestion = Suggestion.nearest(to: field, among: type.fields.keys)
        var message = "\(pathText(node.a)) has no field `\(field)`"
        if suggestion == nil, !type.fields.isEmpty, type.fields.count <= 8 {
            message += "; it has " + type.fields.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
        }
        report(message, fieldRange(node), suggestion: suggestion.map { "`\($0)`" })
    }

    private mutating func fieldRange(_ node: Node) -> Range<Int> {
        let field = tree.names[Int(node.b)]
        return Int(field.start)..<(Int(field.start) + field.text.utf8.count)
    }

    /// The path as written, for messages; `this` where it is no path.
    mutating func pathText(_ index: Int32) -> String {
        path(index).map { "`\($0)`" } ?? "this"
    }

    private mutating func path(_ index: Int32) -> String? {
        let node = node(index)
        switch node.kind {
        case .identifier: return name(node.a)
        case .variable, .local: return name(node.b)
        case .select: return path(node.a).map { "\($0).\(name(node.b))" }
        default: return nil
        }
    }

    mutating func article(_ type: StaticType) -> String {
        let text = text(type)
        return (text.utf8.first.map { "aeiou".utf8.contains($0) } ?? false) ? "an \(text)" : "a \(text)"
    }

    /// What selecting from it costs: an expression that is no path costs one more.
    mutating func attributeCost(_ operand: Int32) -> UInt8 {
        switch node(operand).kind {
        case .variable, .local, .select, .index, .conditional, .identifier, .dynamicVariable: 1
        default: 2
        }
    }

    // MARK: Names with dots

    /// The root name and the fields of a chain `a.b.c`, or nil where it is none.
    private mutating func chain(_ index: Int32) -> (root: Node, fields: [Int32])? {
        var fields: [Int32] = []
        var current = index
        while true {
            let node = node(current)
            if node.kind == .identifier {
                fields.reverse()
                return (node, fields)
            }
            guard node.kind == .select, node.flags.isDisjoint(with: [.optional, .test]) else { return nil }
            fields.append(node.b)
            current = node.a
        }
    }

    /// Resolves `a.b.c` as one name, where there may be such names.
    private mutating func checkQualifiedName(_ index: Int32) -> StaticType? {
        var current = tree.nodes[Int(index)]
        while current.kind == .select { current = node(current.a) }
        guard current.kind == .identifier else { return nil }
        let root = name(current.a)
        if isChecked && !environment.hasDottedNames && environment.container.isEmpty && root != "google"
            && root != "net"
        {
            return nil
        }
        guard let chain = chain(index) else { return nil }
        let isGlobal = chain.root.flags.contains(.global)
        if !isGlobal, local(named: root) != nil { return nil }
        if !isChecked { return resolveLater(index, fields: chain.fields, root: root, isGlobal: isGlobal) }
        let full = ([root] + chain.fields.map { name($0) }).joined(separator: ".")
        for candidate in candidates(full, isGlobal: isGlobal) {
            if let type = environment.variable(named: candidate) {
                return use(candidate, type, at: index, name: tree.nodes[Int(index)].b)
            }
        }
        if environment.variable(named: root) == nil, let type = TypeNames.type(named: full) {
            return use(type, at: index)
        }
        return nil
    }

    /// Without declarations it shows when evaluated how much of a chain is the name of a variable.
    private mutating func resolveLater(
        _ index: Int32, fields: [Int32], root: String, isGlobal: Bool
    ) -> StaticType {
        var entries: [(slot: Int32, used: Int32)] = []
        var length = fields.count
        while length >= 0 {
            let full = ([root] + fields.prefix(length).map { name($0) }).joined(separator: ".")
            for candidate in candidates(full, isGlobal: isGlobal) {
                entries.append((slot(forGlobal: candidate), Int32(length)))
            }
            length -= 1
        }
        var typeConstant: Int32 = -1
        if let type = TypeNames.type(named: ([root] + fields.map { name($0) }).joined(separator: ".")) {
            tree.constants.append(.type(type))
            typeConstant = Int32(tree.constants.count - 1)
        }
        let place = Int32(tree.extra.count)
        tree.extra.append(Int32(entries.count))
        tree.extra.append(typeConstant)
        tree.extra.append(Int32(fields.count))
        tree.extra.append(contentsOf: fields)
        for entry in entries {
            tree.extra.append(entry.slot)
            tree.extra.append(entry.used)
        }
        tree.nodes[Int(index)].kind = .dynamicVariable
        tree.nodes[Int(index)].a = place
        tree.nodes[Int(index)].cost = 1
        return .dyn
    }
}

/// The names that stand for types.
enum TypeNames {
    /// The type of that name.
    static func type(named name: String) -> CELType? {
        switch name {
        case "bool": .bool
        case "int": .int
        case "uint": .uint
        case "double": .double
        case "string": .string
        case "bytes": .bytes
        case "null_type": .null
        case "list": .list(.dyn)
        case "map": .map(.dyn, .dyn)
        case "type": .type(.dyn)
        case "optional_type": .optional(.dyn)
        case "google.protobuf.Timestamp": .timestamp
        case "google.protobuf.Duration": .duration
        case "net.IP": .abstract("net.IP", [])
        case "net.CIDR": .abstract("net.CIDR", [])
        default: nil
        }
    }
}
