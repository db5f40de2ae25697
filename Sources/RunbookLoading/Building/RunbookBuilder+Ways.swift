import CEL
import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

extension RunbookBuilder {
    /// Where a step leads (rules 18 and 19); the ways go into the graph.
    mutating func way(_ draft: StepDraft, _ kind: StepKind, _ position: Int, _ pair: YAMLPair) -> Way {
        var way = Way()
        let isVerified = draft.verify != nil
        switch (kind, draft.next) {
        case (.end, _), (.escalate, _): return way
        case (.decide, _):
            graph.setHasNext()
            way.next = .branches(branches(draft.decide ?? [], kind, position, isVerified: isVerified))
            if draft.otherwise == nil { graph.setMayFallBack() }
        case (_, .step(let node)):
            graph.setHasNext()
            way.next = .step(node.text ?? "")
            if let target = target(node) {
                let reason = Self.reason(kind, isVerified: isVerified, hasElse: draft.otherwise != nil)
                graph.addEdge(to: target, reason, at: node.range)
            }
            if draft.otherwise == nil, ![.check, .all, .wait].contains(kind) { graph.setMayFallBack() }
        case (_, .branches(let drafts)):
            graph.setHasNext()
            way.next = .branches(branches(drafts, kind, position, isVerified: isVerified))
            if draft.otherwise == nil { graph.setMayFallBack() }
        case (_, nil):
            // A `next` that could not be read was said already.
            if pair.value.pair(named: "next") != nil {
                graph.setHasNext()
                isIncomplete = true
            }
        }
        if draft.otherwise == nil, pair.value.pair(named: "else") != nil { isIncomplete = true }
        if let node = draft.otherwise {
            addElse(node, draft, kind, pair)
            way.otherwise = node.text
        }
        return way
    }

    private mutating func addElse(_ node: YAMLNode, _ draft: StepDraft, _ kind: StepKind, _ pair: YAMLPair) {
        if kind != .decide, draft.next == nil, pair.value.pair(named: "next") == nil {
            decoder.error(
                "else-without-next", "`else` without `next`",
                at: pair.value.pair(named: "else")?.key.range ?? node.range,
                hint: "say by `next` where the step leads when it is ok")
            graph.setHasNext()
        }
        var isBranching = kind == .decide
        if case .branches = draft.next { isBranching = true }
        if let target = target(node) {
            graph.addEdge(to: target, isBranching ? .noneTrue : .otherwise, at: node.range)
        }
    }

    private mutating func branches(
        _ drafts: [BranchDraft], _ kind: StepKind, _ position: Int, isVerified: Bool
    ) -> [Branch] {
        var branches: [Branch] = []
        branches.reserveCapacity(drafts.count)
        for draft in drafts {
            let expression = draft.when.flatMap { condition($0, .branch(step: position)) }
            guard let node = draft.goto else { continue }
            if let target = target(node) {
                var reason = StepGraph.Reason.condition
                if let program = expression?.program {
                    reason = branchReason(program, kind, position, isVerified: isVerified)
                }
                graph.addEdge(to: target, reason, at: node.range)
            }
            if let expression { branches.append(Branch(when: expression, goto: node.text ?? "")) }
        }
        return branches
    }

    /// What a branch proves: nothing where its condition reads nothing, or nothing but an `ok` that says nothing.
    private func branchReason(
        _ program: Program, _ kind: StepKind, _ position: Int, isVerified: Bool
    ) -> StepGraph.Reason {
        if program.readsOnly({ _ in false }) { return .constantCondition }
        guard kind != .decide, program.readsOnly({ $0 == "ok" || $0 == "ran" || $0 == "steps" }),
            program.references.allSatisfy({ isOwnVerdict($0.path, of: position) })
        else {
            return .condition
        }
        let reason = Self.reason(kind, isVerified: isVerified, hasElse: true)
        return reason == .proven ? .condition : reason
    }

    /// Whether a path is a step's own `ok` or `ran`, by itself or by the step's name.
    private func isOwnVerdict(_ path: [String], of position: Int) -> Bool {
        guard let last = path.last, last == "ok" || last == "ran" else { return false }
        return path.count == 1 || path.count == 3 && path[0] == "steps" && path[1] == table.outlines[position].id
    }

    /// What the `ok` of a step proves (rule 20).
    private static func reason(_ kind: StepKind, isVerified: Bool, hasElse: Bool) -> StepGraph.Reason {
        switch kind {
        case .check, .all: hasElse ? .proven : .inAnyCase
        case .wait: hasElse ? .waitOver : .inAnyCase
        case .fix, .edit, .manual: isVerified ? .proven : .unverified
        case .ask: .answered
        case .call, .decide, .escalate, .end: .proven
        }
    }
}
