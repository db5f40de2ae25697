import CEL
import RunbookModel

extension Walk {
    /// An order for an action of a step, with its values (rules 2, 6 and 8).
    mutating func actionOrder(
        _ action: Action, _ execution: Execution, effect: Effect, of step: String, timeout: Duration,
        purpose: ActionOrder.Purpose
    ) throws(Unresolved) -> ActionOrder {
        let context = context()
        var isLocal = true
        if action.isCommand || Self.looksAtFile(action) {
            isLocal = try hostName(execution, in: context) == nil
        }
        guard isLocal else {
            throw Unresolved(reason: "steps on other hosts (`host`) are not yet in this version")
        }
        var environment: [ResolvedEntry] = []
        if action.isCommand {
            environment = paramEntries()
            environment += try context.resolve(runbook.defaults.env)
            environment += try context.resolve(execution.env)
        }
        var workdir: String?
        if let template = execution.workdir ?? runbook.defaults.workdir, action.isCommand || Self.looksAtFile(action) {
            workdir = try context.resolveText(template)
        }
        return ActionOrder(
            id: newAction(), step: path(step), runbook: runbook.id, purpose: purpose, effect: effect,
            action: try context.resolve(action), environment: environment, workdir: workdir, timeout: timeout,
            maxOutput: execution.maxOutput, isSensitive: execution.isSensitive, changedAt: changedAt)
    }

    private static func looksAtFile(_ action: Action) -> Bool {
        if case .file = action { true } else { false }
    }

    /// The host that a step names, or `--host`, or the runbook's default; nil: this machine.
    private func hostName(_ execution: Execution, in context: ConditionContext) throws(Unresolved) -> String? {
        if let own = execution.host { return try context.resolveText(own) }
        if let given = facts.defaultHost { return given }
        if let common = runbook.defaults.host { return try context.resolveText(common) }
        return nil
    }

    /// The params as variables, in the order of the file (rule 8).
    private func paramEntries() -> [ResolvedEntry] {
        runbook.params.compactMap { param in
            guard let text = top.values.params[param.name]?.celString() else { return nil }
            return ResolvedEntry(name: param.name, value: ResolvedText(text))
        }
    }
}
