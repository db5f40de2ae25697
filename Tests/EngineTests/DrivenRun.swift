import Diagnostics
import Interpreter
import Journaling
import RunbookLoading
import TestSupport
import Testing

@testable import Engine

/// A run with doubles for all its effects, driven.
struct DrivenRun {
    let log = EngineLog()
    let store: LoggingStore
    let clock = ManualClock()
    let control = RunControl()
    var executor: ScriptedExecutor
    var decider: any Decider = UnattendedDecider()
    var jobs = 32
    var hasStore = true
    private let walk: Walk

    /// A run of a runbook's steps, which begins at `start`.
    init(
        _ steps: String, exits: [String: Int] = [:], held: Set<String> = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text =
            "version: 1\nid: t\nstart: start\nfallback: call\nsteps:\n\(steps)\n  over: {end: unresolved}\n"
            + "  call: {escalate: {to: ops}}\n"
        let loaded = RunbookLoader(texts: ["t.yaml": Array(text.utf8)]).load(path: "t.yaml")
        let set = try #require(
            loaded.set, "\(DiagnosticRenderer().render(loaded.diagnostics))", sourceLocation: sourceLocation)
        walk = Walk(runbooks: set, parser: .standard)
        store = try LoggingStore(log)
        executor = ScriptedExecutor(log, exits: exits, held: held)
    }

    /// The header of the run.
    static let header = RunHeader(
        id: "run-1", runbook: "t", file: "t.yaml", target: "t", mode: "unattended", operatorName: "anna", host: "here",
        startedAt: 1)

    /// Drives it to its end.
    func drive() async -> RunEnding {
        let observer = LoggingObserver(log: log)
        let effects = RunEffects(executor: executor, decider: decider, observers: [observer], clock: clock, jobs: jobs)
        var driver = RunDriver(
            walk: walk, writer: JournalWriter(store: hasStore ? store : nil, header: Self.header), effects: effects,
            control: control)
        return await driver.drive(from: [.started(StartFacts(run: "run-1", mode: .unattended, target: "t"))])
    }

    /// The events in the store.
    func kinds() throws -> [String] {
        try store.allEvents(of: "run-1").map(\.kind)
    }

    /// The run as the store lists it.
    func summary() throws -> RunSummary {
        try store.run(id: "run-1")
    }
}

/// Logs what observers are told.
struct LoggingObserver: RunObserver {
    let log: EngineLog

    func recorded(_ events: [RecordedEvent]) {
        for event in events { log.add("told \(event.sequence) \(event.event.kind)") }
    }

    func journalFailed(_ reason: String) { log.add("journal failed: \(reason)") }

    func journalRecovered() { log.add("journal recovered") }
}

/// Waits until a condition holds; throws where it does not within ten seconds.
func eventually(_ what: String, _ condition: () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(10)
    while !condition() {
        guard ContinuousClock.now < end else { throw TestSupportError(message: "in vain waited for: \(what)") }
        try await Task.sleep(for: .milliseconds(1))
    }
}
