/// Makes a tree of an expression's text by recursive descent, binary operators by their precedence.
struct Parser {
    var lexer: Lexer
    var token: Token
    var tree: SyntaxTree
    /// Terms and arguments whose list is not over yet.
    var pending: ContiguousArray<Int32>
    var problems: [Problem] = []
    let limits: Limits
    /// The macros of which libraries are known.
    let libraries: Libraries
    var depth = 0

    /// A parser of an expression, which works in a workspace's memory; the tree takes its part of it along.
    init(bytes: UnsafeBufferPointer<UInt8>, limits: Limits, libraries: Libraries, in space: inout Workspace) {
        lexer = Lexer(bytes: bytes)
        token = Token(kind: .end, start: 0, end: 0)
        self.limits = limits
        self.libraries = libraries
        tree = space.tree.taken()
        pending = space.pending.taken()
        token = lexer.next()
    }

    /// The place of a problem that ends the parse.
    struct Stop: Error {}

    /// Parses the whole text; false where it is wrong.
    mutating func parse() -> Bool {
        do {
            if token.kind == .end { throw fail("there is no expression", 0..<lexer.bytes.count) }
            tree.root = try expression()
            if token.kind != .end { throw unexpected("an operator or the end") }
            return problems.isEmpty
        } catch {
            return false
        }
    }

    // MARK: Problems

    mutating func fail(_ message: String, _ range: Range<Int>, suggestion: String? = nil) -> Stop {
        problems.append(Problem(message: message, range: range, suggestion: suggestion))
        return Stop()
    }

    mutating func unexpected(_ wanted: String) -> Stop {
        if token.kind == .invalid, let problem = lexer.problem {
            problems.append(problem)
            return Stop()
        }
        if token.kind == .end {
            return fail("the expression ends where \(wanted) is expected", max(0, token.start - 1)..<token.start)
        }
        let text = lexer.text(token.start, min(token.end, token.start + 40))
        return fail(hint(text) ?? "`\(text)` stands where \(wanted) is expected", token.start..<token.end)
    }

    private mutating func hint(_ text: String) -> String? {
        switch text {
        case "and": "`and` is no operator: write `&&`"
        case "or": "`or` is no operator: write `||`"
        case "not": "`not` is no operator: write `!`"
        case "is": "`is` is no operator: write `==`"
        default: nil
        }
    }

    // MARK: Tokens and nodes

    @inline(__always)
    mutating func advance() { token = lexer.next() }

    mutating func expect(_ kind: Token.Kind, _ what: String) throws(Stop) {
        guard token.kind == kind else { throw unexpected(what) }
        advance()
    }

    @inline(__always)
    mutating func add(_ node: Node, height: UInt16) throws(Stop) -> Int32 {
        if Int(height) > min(limits.depth, Limits.greatestDepth) { throw tooDeep(node.range) }
        var node = node
        node.height = UInt8(height)
        tree.nodes.append(node)
        return Int32(truncatingIfNeeded: tree.nodes.count &- 1)
    }

    mutating func tooDeep(_ range: Range<Int>) -> Stop {
        fail("the expression nests deeper than \(min(limits.depth, Limits.greatestDepth)) levels", range)
    }

    @inline(__always)
    mutating func height(_ node: Int32) -> UInt16 { UInt16(tree.nodes[Int(node)].height) }

    @inline(__always)
    mutating func start(_ node: Int32) -> UInt32 { tree.nodes[Int(node)].start }

    @inline(__always)
    mutating func end(_ node: Int32) -> UInt32 { tree.nodes[Int(node)].end }

    mutating func name(_ start: Int, _ end: Int) -> Int32 {
        let slice = UnsafeBufferPointer(rebasing: lexer.bytes[start..<end])
        return name(
            String(decoding: slice, as: UTF8.self), hash: hashBytes(UnsafeRawBufferPointer(slice), tag: 3), at: start)
    }

    mutating func name(_ text: String, hash: UInt32, at start: Int) -> Int32 {
        tree.names.append(Name(text: text, hash: hash, start: UInt32(truncatingIfNeeded: start)))
        return Int32(truncatingIfNeeded: tree.names.count &- 1)
    }

    mutating func constant(_ value: Value, _ start: Int, _ end: Int) throws(Stop) -> Int32 {
        tree.constants.append(value)
        return try add(
            Node(
                kind: .constant, start: UInt32(start), end: UInt32(end), a: Int32(tree.constants.count - 1)), height: 1)
    }

    // MARK: Operators

    /// An expression: a condition with `?:`, or what binds tighter.
    mutating func expression() throws(Stop) -> Int32 {
        depth += 1
        if depth > limits.depth { throw tooDeep(token.start..<token.end) }
        let condition = try binary(1)
        if token.kind == .question {
            let result = try conditional(condition)
            depth -= 1
            return result
        }
        depth -= 1
        return condition
    }

    @inline(never)
    private mutating func conditional(_ condition: Int32) throws(Stop) -> Int32 {
        advance()
        let yes = try binary(1)
        try expect(.colon, "`:` of a conditional")
        let no = try expression()
        return try add(
            Node(kind: .conditional, start: start(condition), end: end(no), a: condition, b: yes, c: no),
            height: max(height(condition), height(yes), height(no)) + 1)
    }

    /// The precedence of a binary operator's token; 0 for others.
    @inline(__always)
    private static func precedence(_ kind: Token.Kind) -> Int {
        switch kind {
        case .or: 1
        case .and: 2
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .keywordIn: 3
        case .plus, .minus: 4
        case .star, .slash, .percent: 5
        default: 0
        }
    }

    private static func kind(_ token: Token.Kind) -> Node.Kind {
        switch token {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .keywordIn: .contained
        case .plus: .add
        case .minus: .subtract
        case .star: .multiply
        case .slash: .divide
        default: .remainder
        }
    }

    /// Operators of at least this precedence, from the left.
    mutating func binary(_ minimum: Int) throws(Stop) -> Int32 {
        var left = try unary()
        while true {
            let level = Parser.precedence(token.kind)
            if level < minimum || level == 0 { return left }
            left = level <= 2 ? try chain(left, level) : try operation(left, level)
        }
    }

    @inline(never)
    private mutating func operation(_ left: Int32, _ level: Int) throws(Stop) -> Int32 {
        let kind = Parser.kind(token.kind)
        advance()
        let right = try binary(level + 1)
        return try add(
            Node(kind: kind, start: start(left), end: end(right), a: left, b: right),
            height: max(height(left), height(right)) + 1)
    }

    /// All terms of one `&&` or `||` in a row make one node, so that long conditions stay flat.
    @inline(never)
    private mutating func chain(_ left: Int32, _ level: Int) throws(Stop) -> Int32 {
        let operation = token.kind
        let first = pending.count
        pending.append(left)
        var last = left
        var tallest = height(left)
        while token.kind == operation {
            advance()
            last = try binary(level + 1)
            tallest = max(tallest, height(last))
            pending.append(last)
        }
        let (place, count) = settle(from: first)
        return try add(
            Node(
                kind: level == 1 ? .or : .and, start: start(left), end: end(last), a: place, b: count),
            height: tallest + 1)
    }

    /// Puts what is pending from a place on into the tree; where it stands there, and how much it is.
    mutating func settle(from first: Int) -> (place: Int32, count: Int32) {
        let place = Int32(tree.extra.count)
        let count = pending.count - first
        tree.extra.append(contentsOf: pending[first...])
        pending.removeLast(count)
        return (place, Int32(count))
    }

    private mutating func unary() throws(Stop) -> Int32 {
        switch token.kind {
        case .bang, .minus: return try prefix()
        default: return try postfix(primary())
        }
    }

    @inline(never)
    private mutating func prefix() throws(Stop) -> Int32 {
        let sign = token
        advance()
        if sign.kind == .minus, token.kind == .int || token.kind == .double {
            return try postfix(number(negativeFrom: sign.start))
        }
        depth += 1
        if depth > limits.depth { throw tooDeep(sign.start..<sign.end) }
        let operand = try unary()
        depth -= 1
        return try add(
            Node(
                kind: sign.kind == .bang ? .not : .negate, start: UInt32(sign.start), end: end(operand), a: operand),
            height: height(operand) + 1)
    }
}
