import CEL
import Interpreter
import RunbookModel

/// What a scenario's world answers to actions, as they change it.
struct ScriptedWorld: Sendable {
    private let results: ResultTable
    private let after: [String: ResultTable]
    private let runbooks: RunbookSet
    /// How many results of each list were used.
    private var used: [ListPlace: Int] = [:]
    /// The tables that hold since a step has changed something, the newest last.
    private var changes: [String] = []
    /// Of the edits that are under way, whether what follows them held before already.
    private var heldBefore: [String: Bool] = [:]
    /// The orders whose ends are not known yet.
    private var orders: [Int: ActionOrder] = [:]

    /// A list of results: that of an action in a step's table, or in the one that holds from the beginning.
    private struct ListPlace: Hashable {
        var step: String?
        var name: ActionName
    }

    init(_ scenario: Scenario, of runbooks: RunbookSet) {
        self.runbooks = runbooks
        results = scenario.results
        after = scenario.after
    }

    /// What an order comes to, and how long it takes; nil: the scenario does not say, and nothing can be taken for it.
    mutating func result(of order: ActionOrder, begin: Instant) -> (ActionResult, Duration)? {
        orders[order.id] = order
        let name = ActionName(of: order)
        if case .edit(let edit, let stage) = order.action { return self.edit(edit, stage, name, order.timeout) }
        // What looks decides the way, and so must be said. What changes does its work unless it is said otherwise: the
        // verification decides.
        let result =
            scripted(name)
            ?? (order.effect == .read && name.part != .preview && name.part != .validate
                ? nil
                : ScriptedResult(
                    content: .command(exit: 0, stdout: "", stderr: ""), takes: ScriptedResult.usualTime, timesOut: false
                ))
        return result.map { $0.outcome(of: order, begin: begin) }
    }

    /// What holds since an action ended.
    mutating func ended(_ action: Int, _ result: ActionResult) {
        guard let order = orders.removeValue(forKey: action) else { return }
        switch (order.purpose, result) {
        case (.step, .edit(let outcome)):
            switch outcome.state {
            case .written:
                heldBefore[order.step] = changes.contains(order.step)
                changed(by: order.step)
            case .putBack:
                // The file is as an earlier edit has left it, or as it was before any.
                if heldBefore[order.step] != true { changes.removeAll { $0 == order.step } }
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
        // No is an answer after which all is as before.
        case (.question, .answered(.bool(false), _)): break
        case (.task, .granted), (.question, .answered), (.wait, .granted): changed(by: request.step)
        default: break
        }
    }

    private mutating func changed(by step: String) {
        guard let table = after[step] else { return }
        changes.removeAll { $0 == step }
        changes.append(step)
        // Its lists begin anew: they say what follows this change.
        for name in table.keys { used[ListPlace(step: step, name: name)] = 0 }
    }

    private mutating func scripted(_ name: ActionName) -> ScriptedResult? {
        let step = changes.last { after[$0]?[name] != nil }
        guard let list = (step.flatMap { after[$0] } ?? results)[name], !list.isEmpty else { return nil }
        let place = ListPlace(step: step, name: name)
        let index = used[place, default: 0]
        used[place] = index + 1
        return list[min(index, list.count - 1)]
    }

    /// What a stage of an edit comes to: the plan is the scenario's, and what follows succeeds.
    private mutating func edit(
        _ edit: ResolvedEdit, _ stage: EditStage, _ name: ActionName, _ timeout: Duration
    ) -> (ActionResult, Duration) {
        var takes = ScriptedResult.usualTime
        let state: EditOutcome.State
        switch stage {
        case .plan:
            let scripted = scripted(name)
            var (changes, problem): (Bool, String?) = (true, nil)
            if case .edit(let all, let said)? = scripted?.content { (changes, problem) = (all, said) }
            takes = scripted?.takes ?? takes
            if let scripted, scripted.timesOut || takes > timeout {
                (takes, problem) = (timeout, "\(edit.file) did not answer in time")
            }
            state =
                if let problem {
                    .failed(problem)
                } else if changes {
                    .planned(EditPlan(path: edit.file, before: "before", after: "after"))
                } else {
                    .unchanged(path: edit.file)
                }
        case .write: state = .written(backup: nil)
        case .look: state = .isAfter
        case .putBack: state = .putBack
        }
        return (.edit(EditOutcome(state, elapsed: takes)), takes)
    }
}

extension ScriptedResult {
    /// The result within the time and the room that there are, and how long it takes.
    func outcome(of order: ActionOrder, begin: Instant) -> (ActionResult, Duration) {
        let isLate = timesOut || takes > order.timeout
        let elapsed = isLate ? order.timeout : takes
        /// A text as far as it is kept (rule 9).
        func captured(_ text: String) -> Captured {
            let size = text.utf8.count
            guard size > order.maxOutput else { return Captured(text) }
            return Captured(
                text: String(decoding: text.utf8.prefix(order.maxOutput), as: UTF8.self), size: size, sha256: "",
                isTruncated: true)
        }
        let result: ActionResult =
            switch content {
            case .command(let exit, let stdout, let stderr):
                // As a shell reports it (rule 8).
                .command(
                    CommandOutcome(
                        exit: isLate ? 124 : exit, stdout: captured(stdout), stderr: captured(stderr), elapsed: elapsed,
                        timedOut: isLate))
            case .http where isLate:
                .http(HTTPOutcome(status: 0, elapsed: elapsed, timedOut: true, problem: "timed out"))
            case .http(let status, let headers, let body, let problem):
                .http(
                    HTTPOutcome(
                        status: status, headers: headers, body: captured(body), elapsed: elapsed,
                        problem: problem ?? (status == 0 ? "no answer" : nil)))
            case .tcp(let isConnected, let problem):
                .tcp(
                    TCPOutcome(
                        isConnected: isConnected && !isLate, elapsed: elapsed, timedOut: isLate,
                        problem: isConnected && !isLate ? nil : problem ?? "no connection"))
            case .file where isLate:
                .file(FileOutcome(exists: nil, elapsed: elapsed, problem: "the file system did not answer in time"))
            case .file(let exists, let size, let modified, let content, let problem):
                .file(
                    FileOutcome(
                        exists: exists, size: size, modified: exists == true ? modified ?? begin : nil,
                        content: content.map(captured), elapsed: elapsed, problem: problem))
            case .edit:
                preconditionFailure("the result of an edit is that of its stages")
            }
        return (result, elapsed)
    }
}
