extension Environment {
    /// Compiles an expression: parses it, resolves its names and checks its types.
    ///
    /// - Parameters:
    ///   - text: the expression.
    ///   - limits: how large it may be, and what an evaluation may cost.
    ///   - checked: whether types and names are checked now; if not, what is wrong shows when it is evaluated.
    ///   - expecting: the type that it must have (a `dyn` may have any).
    /// - Throws: all that is wrong with it.
    public func compile(
        _ text: String, limits: Limits = .standard, checked: Bool = true, expecting: CELType? = nil
    ) throws(CompilationFailure) -> Program {
        var space = Workspace()
        return try compile(text, limits: limits, checked: checked, expecting: expecting, in: &space)
    }

    /// Compiles an expression in memory that is used for many of them, one after another.
    package func compile(
        _ text: String, limits: Limits = .standard, checked: Bool = true, expecting: CELType? = nil,
        in space: inout Workspace
    ) throws(CompilationFailure) -> Program {
        guard text.utf8.count <= limits.expressionSize else {
            throw CompilationFailure(problems: [
                Problem(
                    message: "the expression is longer than \(limits.expressionSize) bytes",
                    range: 0..<text.utf8.count)
            ])
        }
        var problems: [Problem] = []
        guard let tree = parse(text, limits, &problems, &space) else { throw CompilationFailure(problems: problems) }
        var checker = Checker(tree: tree, environment: self, isChecked: checked, in: &space)
        let code = checker.code(of: text, expecting: expecting)
        problems = checker.leave(to: &space)
        guard let code else {
            throw CompilationFailure(problems: problems.sorted { $0.range.lowerBound < $1.range.lowerBound })
        }
        return Program(code: code, limits: limits)
    }

    private func parse(
        _ text: String, _ limits: Limits, _ problems: inout [Problem], _ space: inout Workspace
    ) -> SyntaxTree? {
        text.withBytes { bytes in
            var parser = Parser(bytes: bytes, limits: limits, libraries: libraries, in: &space)
            let isRight = parser.parse()
            problems = parser.problems
            space.pending.keep(&parser.pending)
            return isRight ? parser.tree.taken() : nil
        }
    }
}

extension Checker {
    /// Checks the whole; its code, or nil where there are problems.
    mutating func code(of text: String, expecting: CELType?) -> Code? {
        let deduced = check(tree.root)
        let type = solver.resolve(deduced)
        if let expecting, isChecked, problems.isEmpty { expect(expecting, type) }
        return problems.isEmpty ? Code(source: text, checker: &self, resultType: type) : nil
    }

    /// Reports a result of another type than is wanted.
    private mutating func expect(_ wanted: CELType, _ type: StaticType) {
        let target = StaticType(wanted)
        if solver.isAssignable(type, target) { return }
        if environment.comparesAcrossNumberTypes, target.simple == 6, type.isNumber { return }
        var message = "this is \(article(type)), and \(wanted) is wanted"
        if wanted == .bool, case .string = type { message += "; compare it with something" }
        report(message, node(tree.root).range)
    }
}
