package import CEL
import RunbookModel

/// What a condition sees: the step it belongs to by its own names, and the walk (design, "What conditions see").
struct ConditionContext: Activation {
    /// The values of one passage through a runbook.
    var values: FrameValues
    /// The step's own result, while it is being made or after; nil: it has no own names.
    var own: StepResult?
    /// The time of the event that led here.
    var now: Instant
    /// How the runbook is walked.
    var mode: Mode
    /// The run's id.
    var run: String

    func value(of name: String) -> Value? {
        switch name {
        case "params": .object(ParamsObject(values: values.params))
        case "causes": .object(CausesObject(holders: values.causeHolders, declared: values.declaredCauses))
        case "steps": .object(StepsObject(results: values.results))
        case "visits": .object(VisitsObject(visits: values.visits))
        case "now": .timestamp(now.timestamp)
        case "mode": .string(mode.rawValue)
        case "run": .object(RunObject(id: run))
        default: own?.field(name)
        }
    }

    func absence(of name: String) -> String? { own?.absence(of: name) }
}

/// What a passage through a runbook has come to: all that its conditions can see.
package struct FrameValues: Sendable {
    /// The inputs.
    package var params: [String: Value]
    /// The causes that the runbook declares.
    package var declaredCauses: Set<String>
    /// The latest result of each step that has one.
    package internal(set) var results: [String: StepResult] = [:]
    /// How often each step was entered by the way (rule 21).
    package internal(set) var visits: [String: Int] = [:]
    /// How many steps' latest results hold each cause (rule 15).
    package internal(set) var causeHolders: [String: Int] = [:]

    /// The values at the beginning.
    init(params: [String: Value], runbook: Runbook) {
        self.params = params
        declaredCauses = Set(runbook.causes.map(\.id))
    }

    /// Gives a step a new result, whose findings replace those of the old (rule 15).
    mutating func setResult(_ result: StepResult, of step: String) {
        for cause in results[step]?.causes ?? [] {
            causeHolders[cause, default: 1] -= 1
        }
        for cause in result.causes {
            causeHolders[cause, default: 0] += 1
        }
        results[step] = result
    }

    /// The causes that hold, in no particular order.
    var heldCauses: Set<String> {
        Set(causeHolders.filter { $0.value > 0 }.keys)
    }
}

private struct ParamsObject: ObjectValue {
    let values: [String: Value]
    var typeName: String { "params" }
    func field(_ name: String) -> Value? { values[name] }
}

private struct CausesObject: ObjectValue {
    let holders: [String: Int]
    let declared: Set<String>
    var typeName: String { "causes" }
    func field(_ name: String) -> Value? {
        declared.contains(name) ? .bool(holders[name, default: 0] > 0) : nil
    }
}

private struct StepsObject: ObjectValue {
    let results: [String: StepResult]
    var typeName: String { "steps" }
    func field(_ name: String) -> Value? {
        .object(StepObject(result: results[name] ?? StepResult(ran: false, ok: nil)))
    }
}

private struct StepObject: ObjectValue {
    let result: StepResult
    var typeName: String { "step" }
    func field(_ name: String) -> Value? { result.field(name) }
    func absence(of name: String) -> String? { result.absence(of: name) }
}

private struct VisitsObject: ObjectValue {
    let visits: [String: Int]
    var typeName: String { "visits" }
    func field(_ name: String) -> Value? { .int(Int64(visits[name, default: 0])) }
}

private struct RunObject: ObjectValue {
    let id: String
    var typeName: String { "run" }
    func field(_ name: String) -> Value? { name == "id" ? .string(id) : nil }
}
