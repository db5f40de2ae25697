package import Interpreter
package import Reports
package import RunbookModel
import TerminalIO

/// What the operator's screen knows of the run, made of its events alone.
package struct GuideModel: Sendable {
    /// An action that runs.
    package struct Running: Sendable, Equatable {
        /// The order's number.
        package var id: Int
        /// What it is called on the screen.
        package var label: String
        /// When it was ordered.
        package var since: Instant
        /// Whether it is a try of a verification.
        package var verifies: Bool
    }

    /// What a step came to last.
    package enum Mark: String, Sendable {
        case ok = "✓"
        case notOK = "✗"
        case unknown = "?"
        case notRun = "-"
    }

    /// The runbook's names.
    package let names: RunbookNames
    /// The runbooks.
    let runbooks: RunbookSet
    /// The run's id.
    package var run: String
    /// The machine.
    package var host: String
    /// When the run began.
    package private(set) var began: Instant?
    /// How many steps were entered.
    package private(set) var entries = 0
    /// The path of the step under way.
    package private(set) var current = ""
    /// What runs, in the order of its orders.
    package private(set) var running: [Running] = []
    /// Until when is waited.
    package private(set) var waitsUntil: Instant?
    /// What each step came to last.
    package private(set) var marks: [String: Mark] = [:]
    /// The way so far: the steps as they were entered, less those that were gone back over.
    package private(set) var way: [String] = []
    /// Why the walk is at the step under way.
    package private(set) var reasons: [Reason] = []
    /// What was executed last, with what came of it.
    package private(set) var results: [(order: ActionOrder, result: ActionResult)] = []

    /// Something that led to a step.
    package enum Reason: Sendable {
        case decision(Decision)
        case fallback(step: String, reason: Interpreter.Reason)
        case result(step: String, StepRecord)
    }

    private var orders: [Int: ActionOrder] = [:]
    private var pending: [Reason] = []
    private var isNewStep = false

    /// The screen of a run that has not begun.
    package init(names: RunbookNames, runbooks: RunbookSet, run: String, host: String) {
        self.names = names
        self.runbooks = runbooks
        self.run = run
        self.host = host
    }

    /// Takes an event in.
    package mutating func take(_ event: RunEvent, at time: Instant) {
        if began == nil { began = time }
        switch event {
        case .input(let input): take(input)
        case .record(let record): take(record, at: time)
        }
    }

    private mutating func take(_ input: WalkInput) {
        switch input {
        case .actionEnded(let action, let result, _):
            running.removeAll { $0.id == action }
            guard let order = orders.removeValue(forKey: action) else { return }
            // Of the steps before, only the last one with an output is kept.
            if isNewStep {
                results.removeAll()
                isNewStep = false
            }
            results.removeAll { $0.order.step == order.step && $0.order.purpose == order.purpose }
            results.append((order, result))
        case .actionLost(let action, _):
            running.removeAll { $0.id == action }
            orders[action] = nil
        case .resumed:
            running.removeAll()
            orders.removeAll()
        case .stopped: waitsUntil = nil
        default: break
        }
    }

    private mutating func take(_ record: WalkRecord, at time: Instant) {
        switch record {
        case .stepEntered(let step, _, _): enter(step)
        case .actionOrdered(let order):
            orders[order.id] = order
            running.append(
                Running(id: order.id, label: Self.label(order), since: time, verifies: order.isVerification))
        case .stepEnded(let step, let result):
            marks[step] = !result.ran ? .notRun : result.ok.map { $0 ? .ok : .notOK } ?? .unknown
            if step == current || pending.count < 8 { pending.append(.result(step: step, result)) }
        case .decided(let decision):
            pending = pending.filter { if case .result(let step, _) = $0 { step == decision.step } else { false } }
            pending.append(.decision(decision))
        case .fellBack(let step, let reason): pending.append(.fallback(step: step, reason: reason))
        case .waiting(_, let until): waitsUntil = until
        default: break
        }
    }

    private mutating func enter(_ step: String) {
        current = step
        entries += 1
        // What was cut off on the way here ends by itself, and concerns nobody any more.
        running.removeAll()
        way.append(step)
        reasons = pending
        pending.removeAll()
        waitsUntil = nil
        isNewStep = true
    }

    /// The step before the one under way in the same runbook, if there is one; it and what follows leave the way.
    package mutating func goBack() -> String? {
        let prefix = current.pathPrefix
        guard way.last == current else { return nil }
        for index in way.indices.dropLast().reversed() {
            guard way[index].pathPrefix == prefix, way[index] != current else { continue }
            let target = way[index]
            way.removeSubrange(index...)
            return String(target.dropFirst(prefix.count))
        }
        return nil
    }

    /// The steps of the runbook under way that one may jump to: not to a proof (rule 20).
    package var destinations: [String] {
        guard let runbook = runbookUnderWay else { return [] }
        return runbook.steps.filter { step in
            if case .end(.resolved) = step.kind { false } else { true }
        }.map(\.id)
    }

    /// The runbook that the step under way stands in.
    package var runbookUnderWay: Runbook? {
        var runbook = runbooks.main
        for part in current.pathPrefix.split(separator: "/") {
            guard case .call(let call)? = runbook.step(String(part))?.kind else { return nil }
            runbook = runbooks[call.runbook]
        }
        return runbook
    }

    private static func label(_ order: ActionOrder) -> String {
        let name = order.step.split(separator: "/").last.map(String.init) ?? order.step
        return switch order.purpose {
        case .step(let attempt): attempt > 1 ? "\(name) (\(attempt))" : name
        case .verification(_, let attempt): "\(name) · verify \(attempt)"
        case .preview: "\(name) · preview"
        case .validation: "\(name) · validate"
        case .application: "\(name) · apply"
        }
    }
}

extension ActionOrder {
    /// Whether it is a try of a verification.
    var isVerification: Bool {
        if case .verification = purpose { true } else { false }
    }
}

extension String {
    /// The ids of the calls that lead to a step, each with its `/`.
    var pathPrefix: String {
        guard let slash = lastIndex(of: "/") else { return "" }
        return String(self[...slash])
    }
}
