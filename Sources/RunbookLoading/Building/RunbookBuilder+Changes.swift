import CEL
import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

extension RunbookBuilder {
    /// A fix.
    mutating func fix(_ action: ActionDraft, _ draft: StepDraft, _ position: Int, _ node: YAMLNode) -> Fix {
        var fix = Fix(action: self.action(action, step: position))
        fix.execution = execution(draft.execution, step: position)
        fix.execution.retry = draft.retry
        fix.effect = draft.effect ?? .change
        fix.parse = draft.parse
        fix.isIdempotent = draft.isIdempotent
        fix.verify = draft.verify.flatMap { verification($0.value, position, node) }
        if draft.retry != nil, !draft.isIdempotent {
            decoder.error(
                "retry-without-idempotent", "`retry` would run this fix several times",
                at: node.pair(named: "retry")?.key.range ?? node.headRange,
                hint: "say `idempotent: true` if running it again does no harm (rule 11)")
        }
        return fix
    }

    /// A command that is shown before a destroy.
    mutating func preview(_ action: ActionDraft, _ draft: StepDraft, _ position: Int) -> Preview? {
        var preview = Preview(action: self.action(action, step: position))
        preview.execution = execution(draft.execution, step: position)
        preview.execution.exits = Execution().exits
        return preview
    }

    /// How it is seen that a change helped.
    mutating func verification(_ draft: VerificationDraft, _ position: Int, _ node: YAMLNode) -> Verification? {
        var verification: Verification
        if let node = draft.step {
            guard let target = target(node) else { return nil }
            let kind = table.outlines[target].kind
            if let kind, kind != .check, kind != .all {
                decoder.error(
                    "verify-without-check",
                    "only a check or a group can verify; `\(node.text ?? "")` is \(kind.inWords)",
                    at: node.range)
            }
            graph.addEvidence(target, at: node.range)
            verification = Verification(subject: .step(node.text ?? ""))
        } else if let action = draft.check {
            if let own = node.pair(named: "verify")?.value { refuseMisfits(of: action, in: own) }
            verification = Verification(subject: .check(check(of: draft, action)))
        } else {
            return nil
        }
        verification.every = draft.every ?? verification.every
        verification.within = draft.within ?? verification.within
        verification.passes = draft.passes ?? verification.passes
        return verification
    }

    /// A check that is no step.
    mutating func check(of draft: VerificationDraft, _ action: ActionDraft) -> Check {
        var check = Check(action: self.action(action, step: nil))
        check.execution = execution(draft.execution, step: nil)
        check.parse = draft.parse
        let shape = ResultShape(of: check.action, parse: check.parse)
        check.expect = draft.expect.flatMap { condition($0, .verification(shape)) }
        return check
    }

    /// A change of a file.
    mutating func edit(_ edit: EditDraft, _ draft: StepDraft, _ position: Int, _ node: YAMLNode) -> Edit? {
        guard let file = edit.file, let change = change(edit, position) else { return nil }
        var built = Edit(file: template(file, .text(step: position)), change: change)
        built.createsFile = edit.creates
        built.usesSudo = edit.usesSudo
        built.effect = draft.effect ?? .change
        built.execution = execution(draft.execution, step: position)
        built.validate = draft.validate.map { action($0, step: position) }
        built.apply = draft.apply.map { action($0, step: position) }
        built.verify = draft.verify.flatMap { verification($0.value, position, node) }
        return built
    }

    private mutating func change(_ edit: EditDraft, _ position: Int) -> Edit.Change? {
        let role = ExpressionRole.text(step: position)
        if let node = edit.set {
            guard case .mapping = node.content else {
                decoder.subject = "`set`"
                decoder.wrongType(node, wants: "a tree, such as `{server: {keepalive_timeout: 60s}}`")
                return nil
            }
            return .set(tree(node, role))
        }
        if let replace = edit.replace, let pattern = replace.pattern, let text = replace.text {
            return .replace(pattern: self.pattern(pattern, role), with: template(text, role))
        }
        if let ensure = edit.ensureLine, let line = ensure.line {
            if let text = line.text, text.utf8.contains(0x0A) {
                decoder.error(
                    "wrong-value", "`line` is one line, and this text has several", at: line.range,
                    hint: "several lines are a `block: {name: …, text: …}`")
            }
            return .ensureLine(
                line: template(line, role), pattern: ensure.pattern.map { self.pattern($0, role) })
        }
        if let block = edit.block, let name = block.name, let text = block.text {
            return .block(name: template(name, role), text: template(text, role))
        }
        return nil
    }

    private mutating func pattern(_ node: YAMLNode, _ role: ExpressionRole) -> Template {
        let template = template(node, role)
        if let literal = template.literalText { _ = regularExpression(literal, node) }
        return template
    }

    /// The tree of a `set`, whose depth the YAML reader bounds.
    private mutating func tree(_ node: YAMLNode, _ role: ExpressionRole) -> EditTree {
        decoder.subject = "`set`"
        if decoder.refusesTag(of: node) { return .list([]) }
        switch node.content {
        case .mapping(let pairs, _):
            return .map(pairs.map { (key: template($0.key, role), value: tree($0.value, role)) })
        case .sequence(let items, _):
            return .list(items.map { tree($0, role) })
        case .scalar(let scalar):
            if TemplatePieces.mayHaveExpressions(scalar.text) { return .template(template(node, role)) }
            switch node.value {
            case .null, nil: return .scalar(.null)
            case .bool(let value): return .scalar(.bool(value))
            case .int(let value): return .scalar(.int(value))
            case .float(let value): return .scalar(.double(value))
            case .string(let value): return .scalar(.string(value))
            }
        }
    }
}
