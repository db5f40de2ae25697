/// Makes an explanation of what a tracer wrote down, with the parts that were not looked at.
struct ExplanationBuilder {
    let code: Code

    /// Parts deeper than this are not opened: nobody reads so far, and a stack may be small.
    static let depthLimit = 40

    /// The part of a node, of which `entry` tells what it came to.
    func part(_ index: Int32, _ entry: Tracer.Entry?, depth: Int = 0) -> Explanation.Part {
        let node = code.node(index)
        var part = Explanation.Part(
            range: node.range, text: code.text(node.range), outcome: outcome(entry), children: [])
        guard let entry, depth < ExplanationBuilder.depthLimit, isWorthOpening(node) else { return part }
        part.rounds = entry.rounds
        for child in children(of: node) where code.node(child).kind != .constant {
            let found = entry.children.first { $0.round == nil && $0.node == child }
            part.children.append(self.part(child, found, depth: depth + 1))
        }
        for round in entry.children where round.round != nil { part.children.append(self.round(round, node, depth)) }
        return part
    }

    private func outcome(_ entry: Tracer.Entry?) -> Explanation.Outcome {
        switch entry?.outcome {
        case .value(let value): .value(value)
        case .fault(let fault): .error(code.error(fault))
        case .open, nil: .notEvaluated
        }
    }

    /// A path says all by itself: only of its failure the parts are of interest.
    private func isWorthOpening(_ node: Node) -> Bool {
        switch node.kind {
        case .constant, .variable, .local, .dynamicVariable, .failure, .identifier: false
        case .select: !isPath(node)
        default: true
        }
    }

    private func isPath(_ node: Node) -> Bool {
        switch node.kind {
        case .variable, .local, .dynamicVariable: true
        case .select: isPath(code.node(node.a))
        case .index: isPath(code.node(node.a)) && code.node(node.b).kind == .constant
        default: false
        }
    }

    private func round(_ entry: Tracer.Entry, _ node: Node, _ depth: Int) -> Explanation.Part {
        let variables = entry.round?.variables ?? []
        let text = variables.map { "\($0.0) = \($0.1.summary(limit: 60))" }.joined(separator: ", ")
        let loop = code.comprehension(node.a)
        var part = Explanation.Part(
            range: node.range, text: text, outcome: .notEvaluated, children: [], isRound: true)
        for child in [loop.predicate, loop.transform] where child >= 0 {
            let found = entry.children.first { $0.node == child }
            guard found != nil || child == loop.predicate else { continue }
            let made = self.part(child, found, depth: depth + 1)
            part.outcome = made.outcome
            part.children.append(made)
        }
        return part
    }

    /// The direct parts of a node, in the order of the text; a loop's body belongs to its rounds.
    func children(of node: Node) -> [Int32] {
        var children: [Int32] = []
        forEachChild(of: node) { children.append($0) }
        return children
    }

    /// Does something for each direct part of a node, in the order of the text.
    func forEachChild(of node: Node, _ body: (Int32) -> Void) {
        switch node.kind {
        case .select, .not, .negate: body(node.a)
        case .index, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .contained, .add, .subtract,
            .multiply, .divide, .remainder:
            body(node.a)
            body(node.b)
        case .conditional:
            body(node.a)
            body(node.b)
            body(node.c)
        case .and, .or, .list: forEachExtra(node.a, node.b, body)
        case .map: forEachExtra(node.a, 2 * node.b, body)
        case .call: forEachExtra(node.b, node.c, body)
        case .comprehension:
            let loop = code.comprehension(node.a)
            if loop.kind == .block {
                forEachExtra(loop.bindings, loop.bindingCount, body)
            } else {
                body(loop.range)
            }
            if [.block, .bind, .optMap, .optFlatMap].contains(loop.kind) { body(loop.transform) }
        default: break
        }
    }

    private func forEachExtra(_ place: Int32, _ count: Int32, _ body: (Int32) -> Void) {
        for index in place..<(place + count) { body(code.extra(index) & ~Node.optionalBit) }
    }
}
