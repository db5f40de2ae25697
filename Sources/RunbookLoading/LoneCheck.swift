import CEL
package import Documents
package import RunbookModel
package import YAMLSyntax

/// A check outside a walk as it is written: a check or group of a runbook by its name, or a check of its own.
package struct LoneCheckDraft: Sendable {
    var draft = VerificationDraft()

    /// Nothing read yet.
    package init() {}

    /// Whether anything of a check was read.
    package var isEmpty: Bool { draft.step == nil && draft.check == nil }
}

/// What a document's map decodes into that holds a check outside a walk.
package protocol HasLoneCheck: SendableMetatype {
    /// The check.
    var check: LoneCheckDraft { get set }
}

/// The keys of a check outside a walk, as a verification has them (rule 12), but for how often it is tried.
package func loneCheckKeys<Model: HasLoneCheck>() -> [Key<Model>] {
    (lookedAtKeys + executionKeys()).map { key in
        key.within {
            $0.check.draft
        } set: {
            $0.check.draft = $1
        }
    }
}

extension LoneCheckDraft {
    /// The check as a runbook of its own that only looks and ends, and the step that gives its verdict.
    ///
    /// It sees the params and secrets of the runbook that it belongs to. What is wrong with it goes to the decoder.
    package func plan(
        in set: RunbookSet, at node: YAMLNode, _ decoder: inout DocumentDecoder
    ) -> (runbooks: RunbookSet, step: String)? {
        let before = decoder.errorCount
        var builder = RunbookBuilder(decoder: decoder, runbook: set.main)
        let steps = draft.step.map { builder.named($0, in: set.main) } ?? builder.own(draft, node)
        decoder = builder.decoder
        guard decoder.errorCount == before, let last = steps.last else { return nil }
        return (Self.looking(at: steps, in: set), last.id)
    }

    /// A runbook that enters the last of some steps, and ends.
    private static func looking(at steps: [Step], in set: RunbookSet) -> RunbookSet {
        // No step of a runbook can be called so.
        let end = "-seen"
        var steps = steps
        steps[steps.count - 1].way = Way(next: .step(end))
        steps.append(Step(id: end, kind: .end(.unresolved)))
        let whole = set.main
        var runbook = Runbook(id: whole.id, start: steps[steps.count - 2].id, fallback: end, steps: steps)
        runbook.params = whole.params
        runbook.secrets = whole.secrets
        runbook.causes = whole.causes
        runbook.defaults = whole.defaults
        runbook.limits = whole.limits
        guard let member = set.members[set.root.path] else { preconditionFailure("a set without its first runbook") }
        return RunbookSet(
            root: set.root, members: [set.root.path: RunbookSet.Member(runbook: runbook, source: member.source)])
    }
}

extension RunbookBuilder {
    /// A builder of something in another document that sees what a runbook declares.
    fileprivate init(decoder: DocumentDecoder, runbook: Runbook) {
        self.init(decoder: decoder, path: "")
        table = StepTable(of: runbook)
        scope = ConditionScope(of: runbook, table)
        graph = StepGraph(capacity: table.outlines.count)
    }

    /// A check or group of the runbook, after the members of the group.
    fileprivate mutating func named(_ node: YAMLNode, in runbook: Runbook) -> [Step] {
        guard let target = target(node) else { return [] }
        let step = runbook.steps[target]
        switch step.kind {
        case .check: return [step]
        case .group(let group): return group.members.compactMap(runbook.step) + [step]
        default:
            decoder.error(
                "verify-without-check", "only a check or a group looks; `\(step.id)` is \(step.kind.name)",
                at: node.range)
            return []
        }
    }

    /// A check of its own.
    fileprivate mutating func own(_ draft: VerificationDraft, _ node: YAMLNode) -> [Step] {
        guard let action = draft.check else { return [] }
        refuseMisfits(of: action, in: node)
        return [Step(id: "check", kind: .check(check(of: draft, action)))]
    }
}
