import CEL
import Diagnostics
import Interpreter
import RunbookLoading
import RunbookModel
import Scheduling
import TestSupport
import Testing

@testable import Automation

/// An automation with a clock of the test's own. After each input it is read anew from its events, which must give the
/// same: what is recorded is the state.
struct Machine {
    var state: AutomationState
    private(set) var now: Instant
    private(set) var events: [(time: Instant, event: AutomationEvent)] = []
    /// What the automation wanted done and nobody has taken yet.
    private(set) var wanted: [AutomationCommand] = []
    private var runs = 0
    /// What is read of the stored events.
    private var reading: AutomationState
    private var readCount = 0
    private let keepsProbes: Bool

    init(_ watches: [Watch], limit: Int = 5, recipients: [String: Recipient] = [:], keepsProbes: Bool = false) {
        self.keepsProbes = keepsProbes
        state = AutomationState(
            plan: AutomationPlan(watches: watches, remediationLimit: limit, recipients: recipients),
            keepsProbes: keepsProbes)
        reading = state
        // Thursday, 2026-01-01 12:00:00Z.
        now = Instant(nanoseconds: 1_767_268_800 * 1_000_000_000)
    }

    /// Gives it an input now.
    mutating func give(_ input: AutomationInput, sourceLocation: SourceLocation = #_sourceLocation) {
        // What others tell has been recorded by them.
        if case .told(let event) = input { events.append((now, event)) }
        for output in state.handle(input, at: now) {
            switch output {
            case .record(let event): events.append((now, event))
            case .perform(let command): wanted.append(command)
            }
        }
        checkFold(sourceLocation)
    }

    /// Reads the new events as they are stored into another state, which must come out the same.
    private mutating func checkFold(_ sourceLocation: SourceLocation) {
        for (time, event) in events[readCount...] {
            do {
                let read = try AutomationEvent(kind: event.kind, payload: event.payload)
                #expect(read == event, sourceLocation: sourceLocation)
                reading.apply(read, at: time)
            } catch {
                Issue.record("\(event.kind) cannot be read again: \(error)", sourceLocation: sourceLocation)
            }
        }
        readCount = events.count
        #expect(reading.targets == state.targets, sourceLocation: sourceLocation)
        #expect(reading.pauses == state.pauses, sourceLocation: sourceLocation)
        #expect(reading.undelivered == state.undelivered, sourceLocation: sourceLocation)
    }

    /// Lets time pass: it is woken whenever it wants to be.
    mutating func wait(_ duration: Duration, answering ok: Bool?? = .none) {
        let end = now + duration
        while let time = state.wakeTime, time <= end {
            now = max(now, time)
            give(.woke)
            if let ok { answerProbes(ok) }
        }
        now = end
    }

    /// Sets the clock, forwards or back.
    mutating func setClock(_ by: Duration) { now = now + by }

    /// Answers all probes that are wanted.
    mutating func answerProbes(_ ok: Bool?) {
        let commands = wanted
        wanted.removeAll { if case .probe = $0 { true } else { false } }
        for case .probe(let watch, _) in commands {
            give(.probed(watch: watch, ProbeVerdict(ok: ok, reason: ok == true ? "ok" : "status 502")))
        }
    }

    /// Begins the run that is wanted, if one is.
    mutating func begin() -> (key: TargetKey, run: String)? {
        guard let index = wanted.firstIndex(where: { if case .start = $0 { true } else { false } }),
            case .start(let order) = wanted.remove(at: index)
        else { return nil }
        runs += 1
        let run = "run-\(runs)"
        give(.runStarting(order.key, run: run))
        return (order.key, run)
    }

    /// Begins the run that has to be wanted.
    mutating func mustBegin(sourceLocation: SourceLocation = #_sourceLocation) throws -> (key: TargetKey, run: String) {
        let run = begin()
        return try #require(run, "no run is wanted", sourceLocation: sourceLocation)
    }

    /// Takes the wish for a run that has to be there out without beginning one.
    mutating func mustTakeStart(sourceLocation: SourceLocation = #_sourceLocation) throws -> StartOrder {
        let order = takeStart()
        return try #require(order, "no run is wanted", sourceLocation: sourceLocation)
    }

    /// Takes the wish to look at `unless` that has to be there.
    mutating func mustTakeUnless(sourceLocation: SourceLocation = #_sourceLocation) throws -> TargetKey {
        let key = takeUnless()
        return try #require(key, "`unless` is not to be looked at", sourceLocation: sourceLocation)
    }

    /// Takes the wish for a run out without beginning one.
    mutating func takeStart() -> StartOrder? {
        guard let index = wanted.firstIndex(where: { if case .start = $0 { true } else { false } }),
            case .start(let order) = wanted.remove(at: index)
        else { return nil }
        return order
    }

    /// Ends a run.
    mutating func end(_ run: (key: TargetKey, run: String), _ outcome: Outcome?, to: String? = nil) {
        give(.runEnded(run.key, run: run.run, RunEnd(outcome: outcome, reason: "", to: to)))
    }

    /// Whether a run is wanted.
    var wantsRun: Bool { wanted.contains { if case .start = $0 { true } else { false } } }

    /// Whether `unless` is to be looked at.
    mutating func takeUnless() -> TargetKey? {
        guard let index = wanted.firstIndex(where: { if case .lookUnless = $0 { true } else { false } }),
            case .lookUnless(let key) = wanted.remove(at: index)
        else { return nil }
        return key
    }

    /// The notices of a kind, as their texts.
    func notices(_ kind: Notice.Kind) -> [String] {
        events.compactMap { if case .noticed(let notice) = $0.event, notice.kind == kind { notice.text } else { nil } }
    }

    /// The guards that have held something back, in order.
    var holds: [Guard] {
        events.compactMap { if case .held(_, let hold) = $0.event { hold.by } else { nil } }
    }

    /// A machine that was started anew with what this one recorded.
    func restarted() -> Machine {
        var other = self
        other.state = AutomationState(plan: state.plan, keepsProbes: keepsProbes)
        for (time, event) in events { other.state.apply(event, at: time) }
        other.wanted = []
        return other
    }
}

/// Watches of a small runbook.
enum Watches {
    /// The target of a watch that is made here.
    static let target = "site"

    static func runbook() throws -> RunbookSet {
        let text = """
            version: 1
            id: site
            params: {service: {type: string, default: web, pattern: "[a-z]+"}}
            start: look
            fallback: call
            steps:
              look: {check: "true", next: call}
              call: {escalate: {to: ops}}
            """
        let loaded = RunbookLoader(texts: ["site.yaml": Array(text.utf8)]).load(path: "site.yaml")
        return try #require(loaded.set, "\(DiagnosticRenderer().render(loaded.diagnostics))")
    }

    /// A watch with a probe every ten seconds, three failures in a row, two recoveries; no grace, as most tests begin
    /// where it is over.
    static func probed(_ name: String = "site", _ change: (inout Watch) -> Void = { _ in }) throws -> Watch {
        let set = try runbook()
        var watch = Watch(
            name: name, runbooks: set, file: "site.yaml", params: ["service": .string("web")],
            target: name == "site" ? target : name, workingDirectory: "/")
        watch.probe = ProbeTrigger(
            check: CheckPlan(runbooks: set, step: "look", params: [:]), every: .seconds(10))
        watch.guards.grace = .zero
        watch.notify = ["oncall"]
        change(&watch)
        return watch
    }

    static let recipients = ["oncall": Recipient(command: ["page"]), "ops": Recipient(command: ["mail"])]
}
