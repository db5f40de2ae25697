import Interpreter
import RunbookModel

/// What a scenario's world answers to actions, as they change it.
struct ScriptedWorld: Sendable {
    private var results: ResultTable
    private let after: [String: ResultTable]
    private let runbooks: RunbookSet
    /// How often each list of results was used.
    private var used: [ActionName: Int] = [:]
    /// The tables that hold since a step has changed something, the newest last.
    private var changes: [String] = []
    /// The orders whose ends are not known yet.
    private var orders: [Int: ActionOrder] = [:]

    init(_ scenario: Scenario, of runbooks: RunbookSet) {
        self.runbooks = runbooks
        results = scenario.results
        after = scenario.after
    }

    /// What an order comes to, and how long it takes; nil: the scenario does not say, and nothing can be taken for it.
    mutating func result(of order: ActionOrder, begin: Instant) -> (ActionResult, Duration)? {
        orders[order.id] = order
        let name = ActionName(of: order)
        if case .edit(let edit, let stage) = order.action { return self.edit(edit, stage, scripted(name)) }
        // What looks decides the way, and so must be said. What changes does its work unless it is said otherwise: the
        // verification decides.
        let result =
            scripted(name)
            ?? (order.effect == .read && name.part != .preview && name.part != .validate
                ? nil
                : ScriptedResult(
                    content: .command(exit: 0, stdout: "", stderr: ""), takes: Self.usualTime, timesOut: false))
        return result.map { $0.outcome(within: order.timeout, begin: begin) }
    }

    /// What holds since an action ended.
    mutating func ended(_ action: Int, _ result: ActionResult) {
        guard let order = orders.removeValue(forKey: action) else { return }
        switch (order.purpose, result) {
        case (.step, .edit(let outcome)):
            switch outcome.state {
            case .written: changed(by: order.step)
            case .putBack: changes.removeAll { $0 == order.step }
            default: break
            }
        case (.step, .command(let outcome)):
            // One that did not do its work has not helped, whatever it may have done.
            guard case .fix(let fix)? = runbooks.step(at: order.step)?.kind else { return }
            if fix.execution.exits.contains(outcome.exit), !outcome.timedOut { changed(by: order.step) }
        default: break
        }
    }

    /// What holds since somebody replied: a task that is done has changed something, and so may a question.
    mutating func replied(_ request: Request, _ reply: Reply) {
        switch (request.subject, reply) {
        case (.task, .granted), (.question, .answered), (.wait, .granted): changed(by: request.step)
        default: break
        }
    }

    private mutating func changed(by step: String) {
        guard let table = after[step] else { return }
        changes.removeAll { $0 == step }
        changes.append(step)
        // Its lists begin anew: they say what follows this change.
        for name in table.keys { used[name] = 0 }
    }

    private mutating func scripted(_ name: ActionName) -> ScriptedResult? {
        let table = changes.last { after[$0]?[name] != nil }.flatMap { after[$0] } ?? results
        guard let list = table[name], !list.isEmpty else { return nil }
        let index = used[name, default: 0]
        used[name] = index + 1
        return list[min(index, list.count - 1)]
    }

    private static let usualTime = Duration.milliseconds(10)

    /// What a stage of an edit comes to: the plan is the scenario's, and what follows succeeds.
    private func edit(
        _ edit: ResolvedEdit, _ stage: EditStage, _ scripted: ScriptedResult?
    ) -> (ActionResult, Duration) {
        var changes = true
        var problem: String?
        if case .edit(let all, let said)? = scripted?.content { (changes, problem) = (all, said) }
        let state: EditOutcome.State =
            switch stage {
            case .plan:
                if let problem {
                    .failed(problem)
                } else if changes {
                    .planned(EditPlan(path: edit.file, before: "before", after: "after"))
                } else {
                    .unchanged(path: edit.file)
                }
            case .write: .written(backup: nil)
            case .look: .isAfter
            case .putBack: .putBack
            }
        let takes = scripted?.takes ?? Self.usualTime
        return (.edit(EditOutcome(state, elapsed: takes)), takes)
    }
}

extension ScriptedResult {
    /// The result within the time that there is, and how long it takes.
    func outcome(within timeout: Duration, begin: Instant) -> (ActionResult, Duration) {
        let isLate = timesOut || takes > timeout
        let elapsed = isLate ? timeout : takes
        let result: ActionResult =
            switch content {
            case .command(let exit, let stdout, let stderr):
                // As a shell reports it (rule 8).
                .command(
                    CommandOutcome(
                        exit: isLate ? 124 : exit, stdout: Captured(stdout), stderr: Captured(stderr), elapsed: elapsed,
                        timedOut: isLate))
            case .http where isLate:
                .http(HTTPOutcome(status: 0, elapsed: elapsed, timedOut: true, problem: "timed out"))
            case .http(let status, let headers, let body, let problem):
                .http(
                    HTTPOutcome(
                        status: status, headers: headers, body: Captured(body), elapsed: elapsed,
                        problem: problem ?? (status == 0 ? "no answer" : nil)))
            case .tcp(let isConnected, let problem):
                .tcp(
                    TCPOutcome(
                        isConnected: isConnected && !isLate, elapsed: elapsed, timedOut: isLate,
                        problem: isConnected && !isLate ? nil : problem ?? "no connection"))
            case .file(let exists, let size, let modified, let content, let problem):
                .file(
                    FileOutcome(
                        exists: exists, size: size, modified: exists == true ? modified ?? begin : nil,
                        content: content.map { Captured($0) }, elapsed: elapsed, problem: problem))
            case .edit:
                preconditionFailure("the result of an edit is that of its stages")
            }
        return (result, elapsed)
    }
}
