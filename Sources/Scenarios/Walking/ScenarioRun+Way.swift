import Interpreter
import RunbookModel

extension ScenarioRun {
    /// The steps that were entered, in order.
    package var path: [String] {
        records.compactMap { if case .stepEntered(let step, _, _) = $0 { step } else { nil } }
    }

    /// The steps that changed something, in order: a fix that began, an edit that wrote, a task that a person did.
    func changes(in runbooks: RunbookSet) -> [String] {
        records.compactMap { record in
            switch record {
            case .actionOrdered(let order) where order.effect != .read && order.purpose == .step(attempt: 1):
                switch order.action {
                case .script, .argv, .edit(_, .write): order.step
                default: nil
                }
            case .stepEnded(let step, let result) where result.ran:
                if case .manual? = runbooks.step(at: step)?.kind { step } else { nil }
            default: nil
            }
        }
    }

    /// Why the walk went to `fallback`, where it did; with the first branch that was unknown, if that was why.
    var fallback: (step: String, reason: Reason, unknown: ConditionTrace?)? {
        var unknown: ConditionTrace?
        var found: (step: String, reason: Reason, unknown: ConditionTrace?)?
        for record in records {
            switch record {
            case .decided(let decision):
                let conditions = decision.options.map(\.condition)
                unknown = decision.goto == nil ? conditions.first { $0.verdict == .unknown } : nil
            case .fellBack(let step, let reason): found = (step, reason, unknown)
            default: break
            }
        }
        return found
    }
}
