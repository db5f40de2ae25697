import CEL
import RunbookModel

extension Walk {
    /// An order for an action of a step, with its values (rules 2, 6 and 8).
    mutating func actionOrder(
        _ action: Action, _ execution: Execution, effect: Effect, of step: String, timeout: Duration,
        purpose: ActionOrder.Purpose
    ) throws(Unresolved) -> ActionOrder {
        let context = context()
        var environment: [ResolvedEntry] = []
        if action.isCommand {
            environment = paramEntries()
            environment += try context.resolve(runbook.defaults.env)
            environment += try context.resolve(execution.env)
        }
        let workdir =
            action.isCommand || Self.looksAtFile(action) ? try workdir(of: execution, in: context) : nil
        return ActionOrder(
            id: newAction(), step: path(step), runbook: runbook.id, purpose: purpose, effect: effect,
            action: try context.resolve(action), environment: environment, workdir: workdir, timeout: timeout,
            maxOutput: execution.maxOutput, isSensitive: execution.isSensitive, changedAt: changedAt)
    }

    /// An order for a stage of an edit.
    mutating func editOrder(
        _ edit: ResolvedEdit, _ stage: EditStage, _ declaration: Edit, effect: Effect, of step: String
    ) throws(Unresolved) -> ActionOrder {
        let execution = declaration.execution
        return ActionOrder(
            id: newAction(), step: path(step), runbook: runbook.id, purpose: .step(attempt: 1), effect: effect,
            action: .edit(edit, stage), environment: [], workdir: try workdir(of: execution, in: context()),
            timeout: execution.timeout ?? runbook.defaults.fixTimeout, maxOutput: execution.maxOutput,
            isSensitive: execution.isSensitive, changedAt: changedAt)
    }

    /// Where a command or a file's path starts, on this machine; nil: where Rung was started.
    private func workdir(of execution: Execution, in context: ConditionContext) throws(Unresolved) -> String? {
        guard try hostName(execution, in: context) == nil else {
            throw Unresolved(reason: .noHostsYet)
        }
        guard let template = execution.workdir ?? runbook.defaults.workdir else { return nil }
        return try context.resolveText(template)
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
