/// Resolves names, checks types and folds literals, all in one walk over the tree, which it rewrites in place.
struct Checker {
    /// A variable of a macro.
    struct Local {
        let name: String
        let slot: Int32
        let type: StaticType
        /// How deep its values may nest.
        let nesting: UInt16
    }

    /// A variable of the activation.
    struct Global {
        let name: String
        let slot: Int32
    }

    var tree: SyntaxTree
    let environment: Environment
    /// Whether types count; if not, what is wrong shows when it is evaluated.
    let isChecked: Bool
    var problems: [Problem] = []
    var solver: TypeSolver
    var locals: ContiguousArray<Local>
    var globals: ContiguousArray<Global>
    var slotCount: Int32 = 0
    /// The functions that are called; the environment keeps them alive.
    var functions: ContiguousArray<Unmanaged<Function>>
    var regexes: ContiguousArray<RegularExpression> = []
    /// How many levels of lists and maps each node's value may have beyond what it read.
    var nesting: ContiguousArray<UInt16>

    /// Values that an expression could nest deeper than this are refused: freeing them needs stack.
    static let nestingLimit: UInt16 = 500

    /// A checker of a tree, which works in a workspace's memory until it gives it back.
    init(tree: consuming SyntaxTree, environment: Environment, isChecked: Bool, in space: inout Workspace) {
        // Put together outside: what is changed in place here would be copied, and its memory no longer its own.
        var nesting = space.nesting.taken()
        nesting.append(contentsOf: repeatElement(0, count: tree.nodes.count))
        self.nesting = nesting
        self.tree = tree
        self.environment = environment
        self.isChecked = isChecked
        functions = space.functions.taken()
        globals = space.globals.taken()
        locals = space.locals.taken()
        solver = space.solver.taken()
    }

    /// Gives the memory back; what was wrong.
    mutating func leave(to space: inout Workspace) -> [Problem] {
        space.tree.keep(&tree)
        space.nesting.keep(&nesting)
        space.functions.keep(&functions)
        space.globals.keep(&globals)
        space.locals.keep(&locals)
        space.solver.keep(&solver)
        return problems
    }

    // MARK: Helpers

    @inline(__always)
    mutating func node(_ index: Int32) -> Node { tree.nodes[Int(index)] }

    @inline(__always)
    mutating func name(_ index: Int32) -> String { tree.names[Int(index)].text }

    mutating func report(_ message: String, _ range: Range<Int>, suggestion: String? = nil) {
        problems.append(Problem(message: message, range: range, suggestion: suggestion))
    }

    /// In a checked expression a problem; else the node fails when it is evaluated.
    mutating func reject(_ index: Int32, _ message: String, _ range: Range<Int>, suggestion: String? = nil) {
        if isChecked {
            report(message, range, suggestion: suggestion)
            return
        }
        tree.names.append(Name(text: message, hash: 0, start: tree.nodes[Int(index)].start))
        tree.nodes[Int(index)].kind = .failure
        tree.nodes[Int(index)].a = Int32(tree.names.count - 1)
        tree.nodes[Int(index)].cost = 0
    }

    mutating func text(_ type: StaticType) -> String { solver.text(type) }

    mutating func newSlot() -> Int32 {
        slotCount += 1
        return slotCount - 1
    }

    mutating func slot(forGlobal name: String) -> Int32 {
        for global in globals where global.name.hasSameScalars(as: name) { return global.slot }
        let slot = newSlot()
        globals.append(Global(name: name, slot: slot))
        return slot
    }

    @inline(__always)
    mutating func local(named name: String) -> Local? {
        var index = locals.count
        while index > 0 {
            index &-= 1
            if locals[index].name.hasSameScalars(as: name) { return locals[index] }
        }
        return nil
    }

    mutating func setNesting(_ index: Int32, _ value: UInt16) {
        nesting[Int(index)] = value
        if value > Checker.nestingLimit, problems.isEmpty {
            report("this could make a value that nests deeper than \(Checker.nestingLimit) levels", node(index).range)
        }
    }

    // MARK: The walk

    /// Checks one node and what is below it; its type.
    mutating func check(_ index: Int32) -> StaticType {
        let node = tree.nodes[Int(index)]
        switch node.kind {
        case .constant: return isChecked ? constantType(node) : .dyn
        case .identifier: return checkIdentifier(index, node)
        case .select: return checkSelect(index, node)
        case .index: return checkIndex(index, node)
        case .and, .or: return checkLogic(index, node)
        case .not: return checkNot(index, node)
        case .negate: return checkNegate(index, node)
        case .conditional: return checkConditional(index, node)
        case .equal, .notEqual: return checkEquality(index, node)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return checkOrder(index, node)
        case .contained: return checkContained(index, node)
        case .add, .subtract, .multiply, .divide, .remainder: return checkArithmetic(index, node)
        case .list: return checkList(index, node)
        case .map: return checkMap(index, node)
        case .call: return checkCall(index, node)
        case .comprehension: return checkComprehension(index, node)
        case .variable, .local, .dynamicVariable, .failure: return .dyn
        }
    }

    private mutating func constantType(_ node: Node) -> StaticType {
        switch tree.constants[Int(node.a)] {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        default: .dyn
        }
    }
}
