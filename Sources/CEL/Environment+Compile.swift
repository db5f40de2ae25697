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
        guard text.utf8.count <= limits.expressionSize else {
            throw CompilationFailure(problems: [
                Problem(
                    message: "the expression is longer than \(limits.expressionSize) bytes",
                    range: 0..<text.utf8.count)
            ])
        }
        var problems: [Problem] = []
        guard let tree = parse(text, limits, &problems) else { throw CompilationFailure(problems: problems) }
        var checker = Checker(tree: tree, environment: self, isChecked: checked)
        let deduced = checker.checkRoot()
        let type = checker.solver.resolve(deduced)
        if let expecting, checked, checker.problems.isEmpty { checker.expect(expecting, type) }
        guard checker.problems.isEmpty else {
            throw CompilationFailure(problems: checker.problems.sorted { $0.range.lowerBound < $1.range.lowerBound })
        }
        return Program(code: Code(source: text, checker: checker, resultType: type), limits: limits)
    }

    private func parse(_ text: String, _ limits: Limits, _ problems: inout [Problem]) -> SyntaxTree? {
        func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> (SyntaxTree?, [Problem]) {
            var parser = Parser(bytes: bytes, limits: limits, libraries: libraries)
            let tree = parser.parse()
            return (tree, parser.problems)
        }
        let (tree, found) = text.withBytes(parse)
        problems = found
        return tree
    }
}

extension Checker {
    /// Reports a result of another type than is wanted.
    mutating func expect(_ wanted: CELType, _ type: StaticType) {
        let target = StaticType(wanted)
        if solver.isAssignable(type, target) { return }
        if environment.comparesAcrossNumberTypes, target.simple == 6, type.isNumber { return }
        var message = "this is \(article(type)), and \(wanted) is wanted"
        if wanted == .bool, case .string = type { message += "; compare it with something" }
        report(message, node(tree.root).range)
    }
}
