package import CEL
import Diagnostics
package import Interpreter
package import RunbookModel

/// What a run is to be: a runbook, its inputs, and where and by whom it is walked.
package struct RunPlan: Sendable {
    /// The runbook and all that it calls.
    package var runbooks: RunbookSet
    /// How it is walked.
    package var mode: Mode
    /// The inputs, checked.
    package var params: [String: Value]
    /// The step to begin at, if not at the runbook's own start.
    package var from: String?
    /// What is healed, if not what the runbook says.
    package var target: String?
    /// Who runs it.
    package var operatorName: String
    /// The machine it runs on.
    package var host: String
    /// The host to run steps on that name none.
    package var defaultHost: String?
    /// Where relative paths start.
    package var workingDirectory: String

    /// A plan.
    package init(
        runbooks: RunbookSet, mode: Mode, params: [String: Value], operatorName: String, host: String,
        workingDirectory: String
    ) {
        self.runbooks = runbooks
        self.mode = mode
        self.params = params
        self.operatorName = operatorName
        self.host = host
        self.workingDirectory = workingDirectory
    }

    /// Why the plan cannot be walked, in words; nil: it can (rules 20 and 26).
    package var refusal: String? {
        let runbook = runbooks.main
        if let from {
            guard let step = runbook.step(from) else {
                let near = NearMiss.suggestion(for: from, among: runbook.steps.map(\.id))
                return "--from \(from): the runbook has no such step" + (near.map { "; did you mean \($0)?" } ?? "")
            }
            if case .end(.resolved) = step.kind {
                return "--from \(from): it ends the walk as resolved, which has to be proven; begin at a check"
            }
        }
        if mode == .unattended {
            for member in runbooks.members.values {
                let steps = member.runbook.humanStepsWithoutPolicy
                if let first = steps.first {
                    let others = steps.count > 1 ? ", and \(steps.count - 1) more" : ""
                    return "\(member.runbook.id): the step \(first.id)\(others) needs a person and does not say what "
                        + "happens when nobody is there; give it `unattended: escalate` (or skip, {goto: …}, {answer: …})"
                }
            }
        }
        return nil
    }
}

/// The inputs of a runbook, made of what was given as text.
package enum RunInputs {
    /// Reads and checks every input; every problem is told, in words that name the input.
    package static func bind(
        _ runbook: Runbook, given: [(name: String, text: String)]
    ) -> Result<[String: Value], InputProblems> {
        var values: [String: Value] = [:]
        var problems: [String] = []
        for (name, text) in given {
            guard let param = runbook.params.first(where: { $0.name == name }) else {
                let known = runbook.params.map(\.name).joined(separator: ", ")
                let near = NearMiss.suggestion(for: name, among: runbook.params.map(\.name))
                let hint = near.map { "did you mean \($0)?" } ?? (known.isEmpty ? "it has none" : "it has \(known)")
                problems.append("the runbook has no param \(name); \(hint)")
                continue
            }
            switch param.constraint.value(fromText: text) {
            case .success(let value): values[name] = value
            case .failure(let problem): problems.append("the value of \(name) \(problem.message)")
            }
        }
        for param in runbook.params where values[param.name] == nil {
            if let value = param.defaultValue {
                values[param.name] = value
            } else if !given.contains(where: { $0.name == param.name }) {
                problems.append("\(param.name) is required: --set \(param.name)=…")
            }
        }
        return problems.isEmpty ? .success(values) : .failure(InputProblems(messages: problems))
    }
}

/// What is wrong with the inputs of a run.
package struct InputProblems: Error, Sendable, Equatable {
    /// One sentence each.
    package var messages: [String]
}
