import CEL
import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

extension RunbookBuilder {
    /// A question.
    mutating func ask(_ question: TextDraft, _ draft: StepDraft, _ position: Int) -> Ask {
        var ask = Ask(question: text(question, step: position))
        let answer = draft.answer?.value ?? ConstraintDraft()
        ask.answer = constraint(answer, kind: answer.type ?? .bool)
        ask.defaultAnswer = answer.defaultValue.flatMap { defaultValue($0, ask.answer) }
        ask.timeout = draft.execution.timeout
        ask.unattended = unattended(draft, ask.answer, position)
        return ask
    }

    /// A task.
    mutating func manual(_ instruction: TextDraft, _ draft: StepDraft, _ position: Int, _ node: YAMLNode) -> Manual {
        var manual = Manual(instruction: text(instruction, step: position))
        manual.items = draft.items.map { text($0, step: position) }
        manual.effect = draft.effect ?? .change
        manual.verify = draft.verify.flatMap { verification($0.value, position, node) }
        manual.timeout = draft.execution.timeout
        manual.unattended = unattended(draft, nil, position)
        return manual
    }

    /// A group of checks (rule 16).
    mutating func group(_ nodes: [YAMLNode], _ draft: StepDraft, _ position: Int) -> Group {
        var seen: Set<String> = []
        for node in nodes {
            guard let target = target(node), let name = node.text else { continue }
            if !seen.insert(name).inserted {
                decoder.error("duplicate-member", "`\(name)` is a member already", at: node.range)
                continue
            }
            if let kind = table.outlines[target].kind, kind != .check {
                decoder.error(
                    "member-no-check", "only checks can be members of a group; `\(name)` is \(kind.inWords)",
                    at: node.range)
                continue
            }
            graph.addEvidence(target, at: node.range)
        }
        var group = Group(members: nodes.compactMap(\.text))
        group.findings = findings(draft.findings, .groupFinding(step: position))
        return group
    }

    /// A call of another runbook (rule 27); whether its params are right is seen when all files are loaded.
    mutating func call(_ node: YAMLNode, _ draft: StepDraft, _ position: Int) -> Call {
        refuseExpressions(in: node, "`call`: which runbook is called is known before the walk")
        let file = node.text ?? ""
        var call = Call(file: file, runbook: RunbookKey(path: FilePath.resolve(file, against: path)))
        call.arguments = draft.arguments.map { ($0.name, template($0.value, .text(step: position))) }
        guard !TemplatePieces.mayHaveExpressions(file) else { return call }
        calls.append(
            CallSite(
                key: call.runbook, range: node.range, source: decoder.source,
                arguments: zip(draft.arguments, call.arguments).map { draft, argument in
                    CallSite.Argument(
                        name: draft.name, nameRange: draft.nameRange, range: draft.value.range, value: argument.value)
                }))
        return call
    }

    /// Who is called.
    mutating func escalation(_ draft: EscalationDraft) -> Escalation {
        if let to = draft.to { refuseExpressions(in: to, "`to`: it names somebody whom the configuration knows") }
        return Escalation(to: draft.to?.text ?? "", message: draft.message.map { text($0, step: nil) })
    }

    private mutating func unattended(
        _ draft: StepDraft, _ answer: ValueConstraint?, _ position: Int
    ) -> UnattendedPolicy? {
        switch draft.unattended {
        case nil:
            let outline = table.outlines[position]
            decoder.warning(
                "no-unattended", "`\(outline.id)` does not say what happens when nobody is there", at: outline.range,
                hint:
                    "add `unattended: escalate` (or `skip`, `{goto: step}`\(answer == nil ? "" : ", `{answer: …}`")); "
                    + "without it the runbook cannot run unattended")
            return nil
        case .word("skip"): return .skip
        case .word:
            graph.setMayFallBack()
            return .escalate
        case .goto(let node):
            if let target = target(node) { graph.addEdge(to: target, .unattended, at: node.range) }
            return .goto(node.text ?? "")
        case .answer(let node):
            guard let answer else {
                decoder.error(
                    "misplaced-key", "`answer` is for an `ask`; a `manual` is done by hands, or not", at: node.range,
                    hint: "say `escalate`, `skip` or `{goto: step}`")
                return nil
            }
            decoder.subject = "`answer`"
            guard let value = typedValue(node, answer.kind) else { return nil }
            if let problem = answer.problem(of: value) {
                decoder.error("wrong-value", "the answer \(problem.message)", at: node.range)
            }
            return .answer(value)
        }
    }
}
