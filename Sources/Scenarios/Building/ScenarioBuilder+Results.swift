import Diagnostics
import Documents
import Interpreter
import RunbookLoading
import RunbookModel
import YAMLSyntax

extension ScenarioBuilder {
    /// What actions come to, by their names.
    mutating func table(_ entries: [MapEntry<[ResultDraft]>]) -> ResultTable {
        var table: ResultTable = [:]
        for entry in entries {
            guard let name = ActionName(entry.name), let kind = kind(of: name, at: entry.nameRange) else { continue }
            table[name] = entry.value.compactMap { result($0, of: name, kind) }
        }
        return table
    }

    /// What an action does; says that there is no such action.
    private mutating func kind(of name: ActionName, at range: SourceRange) -> ActionKind? {
        guard let step = step(name.step, at: range) else { return nil }
        let words = step.kind.inWords
        switch name.part {
        case .step:
            if let kind = step.actionKind { return kind }
            var hint: String?
            if case .group(let group) = step.kind, let member = group.members.first {
                hint = "give its members their results, such as `\(member)`"
            } else if case .call(let call) = step.kind, let first = runbooks[call.runbook].steps.first {
                hint = "give the steps of the called runbook their results, such as `\(name.step)/\(first.id)`"
            } else if case .manual = step.kind {
                hint = "what a person says stands in `answers`"
            } else if case .ask = step.kind {
                hint = "what a person says stands in `answers`"
            }
            refuse("`\(name.step)` is \(words) and does nothing of its own that could have a result", hint)
        case .verify:
            switch step.verification?.subject {
            case .check(let check)?: return ActionKind(check.action)
            case .step(let other)?:
                refuse("`\(name.step)` is verified by the step `\(other)`", "give `\(other)` its results")
            case nil: refuse("`\(name.step)` has no `verify`", nil)
            }
        case .preview:
            if step.preview != nil { return .command }
            refuse("`\(name.step)` has no `preview`", nil)
        case .validate, .apply:
            guard case .edit(let edit) = step.kind else {
                refuse("`\(name.step)` is \(words), and only an edit has `\(name.part.rawValue)`", nil)
                return nil
            }
            if (name.part == .apply ? edit.apply : edit.validate) != nil { return .command }
            refuse("`\(name.step)` has no `\(name.part.rawValue)`", nil)
        }
        return nil

        func refuse(_ message: String, _ hint: String?) {
            decoder.error("misplaced-result", message, at: range, hint: hint)
        }
    }

    /// A result of an action of a kind.
    private mutating func result(
        _ draft: ResultDraft, of name: ActionName, _ kind: ActionKind
    ) -> ScriptedResult? {
        guard takesKeys(of: draft, name, kind) else { return nil }
        let content: ScriptedResult.Content
        switch kind {
        case .command:
            content = .command(
                exit: draft.exit ?? 0, stdout: draft.text ?? draft.stdout ?? "", stderr: draft.stderr ?? "")
        case .http:
            let status = draft.status ?? (draft.problem == nil ? 200 : 0)
            content = .http(
                status: status, headers: (draft.headers ?? []).map { ($0.name, $0.value.text ?? "") },
                body: draft.text ?? draft.body ?? "", problem: draft.problem)
        case .tcp:
            content = .tcp(isConnected: draft.isConnected ?? (draft.problem == nil), problem: draft.problem)
        case .file:
            let text = draft.text ?? draft.content
            let exists = draft.exists ?? (draft.problem == nil ? true : nil)
            guard exists == true else {
                content = .file(exists: exists, size: nil, modified: nil, content: nil, problem: draft.problem)
                break
            }
            content = .file(
                exists: true, size: draft.size ?? text?.utf8.count ?? 0, modified: instant(draft.modified),
                content: text ?? "", problem: draft.problem)
        case .edit:
            content = .edit(changes: draft.changes ?? true, problem: draft.problem)
        }
        return ScriptedResult(
            content: content, takes: draft.takes ?? ScriptedResult.usualTime, timesOut: draft.timesOut ?? false)
    }

    /// Whether the keys of a result fit what the action does; says which do not.
    private mutating func takesKeys(of draft: ResultDraft, _ name: ActionName, _ kind: ActionKind) -> Bool {
        guard let node = draft.node else { return true }
        if draft.text != nil, kind == .tcp || kind == .edit {
            decoder.error(
                "misplaced-result", "`\(name.text)` \(kind.words), which gives no text", at: node.range,
                hint: "write a map with \(kind.keys.map { "`\($0)`" }.asSentenceList)")
            return false
        }
        // A key that no result has was said.
        let misfits = ActionKind.allCases.flatMap(\.keys).filter { !kind.keys.contains($0) }
        var fits = true
        for pair in node.pairs ?? [] where misfits.contains(pair.keyText) {
            decoder.error(
                "misplaced-key", "`\(pair.keyText)` does not fit `\(name.text)`, which \(kind.words)",
                at: pair.key.range, hint: "its results have \(kind.keys.map { "`\($0)`" }.asSentenceList)")
            fits = false
        }
        return fits
    }
}
