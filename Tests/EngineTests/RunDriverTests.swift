import Interpreter
import Journaling
import RunbookModel
import Synchronization
import Testing

@testable import Engine

@Suite struct `The driving of a run` {
    private static let mending = """
          start: {check: look, next: mend}
          mend: {fix: mend, next: after, else: after}
          after: {check: look, next: over}
        """

    // MARK: The journal

    @Test func `what a fix is about to do survives a power cut before the fix starts; a check waits for nothing`()
        async throws
    {
        let run = try DrivenRun(Self.mending)
        #expect(await run.drive().outcome == .unresolved)
        let log = run.log.all
        let fix = try #require(run.log.place(of: "execute mend"))
        let durable = try #require(
            log.firstIndex { $0.hasPrefix("commit powerSafe") && $0.hasSuffix("action_ordered") })
        #expect(durable < fix, "\(log)")
        let check = try #require(run.log.place(of: "execute start"))
        #expect(!log[..<check].contains { $0.hasPrefix("commit powerSafe") }, "\(log)")
        // The fix, the end, and nothing else waits for the disk.
        #expect(log.filter { $0.hasPrefix("commit powerSafe") }.count == 2, "\(log)")
    }

    @Test func `events are told in order, each after it was committed`() async throws {
        let run = try DrivenRun(Self.mending)
        _ = await run.drive()
        var committed = 0
        var told = 0
        for entry in run.log.all {
            if entry.hasPrefix("commit ") {
                committed += entry.split(separator: " ").last?.split(separator: ",").count ?? 0
            }
            if entry.hasPrefix("told ") {
                told += 1
                #expect(entry.hasPrefix("told \(told) ") && told <= committed, "\(entry): \(committed) committed")
            }
        }
        #expect(try run.kinds().count == told && told > 10)
        #expect(try run.summary().state == RunState.ended && run.summary().outcome == "unresolved")
    }

    @Test func `a fix that cannot be recorded does not start, checks go on, and no event is lost when it works again`()
        async throws
    {
        let run = try DrivenRun(Self.mending, held: ["start", "after"])
        async let ending = run.drive()
        try await eventually("the check runs") { run.log.place(of: "execute start") != nil }
        run.store.fail("the disk is full")
        run.executor.release("start")
        try await eventually("the next check runs") { run.log.place(of: "execute after") != nil }
        run.store.fail(nil)
        run.executor.release("after")
        #expect(await ending.outcome == .unresolved)
        #expect(run.log.place(of: "execute mend") == nil)
        #expect(run.log.all.filter { $0.hasPrefix("journal failed") } == ["journal failed: the disk is full"])
        let recovered = try #require(run.log.place(of: "journal recovered"))
        #expect(recovered > (run.log.place(of: "execute after") ?? .max))
        let told = run.log.all.filter { $0.hasPrefix("told ") }.map { String($0.split(separator: " ")[2]) }
        #expect(try run.kinds() == told)
        #expect(try run.store.verify("run-1").isIntact)
        let reasons = try run.store.allEvents(of: "run-1").map(\.payload).filter { $0.contains(#""is":"unrecorded""#) }
        #expect(!reasons.isEmpty)
    }

    @Test func `without a journal checks run and nothing changes`() async throws {
        var run = try DrivenRun(Self.mending)
        run.hasStore = false
        #expect(await run.drive().outcome == .unresolved)
        #expect(run.log.place(of: "execute mend") == nil && run.log.place(of: "execute after") != nil)
    }

    @Test func `a run whose first commit fails is recorded whole by a later one`() async throws {
        let run = try DrivenRun(Self.mending, held: ["start"])
        run.store.fail("the disk is full")
        async let ending = run.drive()
        try await eventually("the failure is told") { run.log.place(of: "journal failed") != nil }
        run.store.fail(nil)
        run.executor.release("start")
        #expect(await ending.outcome == .unresolved)
        #expect(run.log.place(of: "execute mend") != nil)
        #expect(try run.kinds().first == "started" && run.store.verify("run-1").isIntact)
    }

    // MARK: Side by side

    @Test(arguments: [1, 3, 100]) func `as many checks of a group run at once as may be`(jobs: Int) async throws {
        let names = (0..<12).map { "c\($0)" }
        let members = names.map { "  \($0): {check: look}" }.joined(separator: "\n")
        var run = try DrivenRun(
            "  start: {all: [\(names.joined(separator: ", "))], next: over}\n\(members)", held: Set(names))
        run.jobs = jobs
        let driven = run
        async let ending = driven.drive()
        let first = min(jobs, 12)
        try await eventually("\(first) run") { run.log.all.filter { $0.hasPrefix("execute") }.count == first }
        for name in names { run.executor.release(name) }
        #expect(await ending.outcome == .unresolved)
        #expect(run.executor.most == first)
        #expect(run.log.all.filter { $0.hasPrefix("execute") }.count == 12)
    }

    // MARK: Interruption

    @Test func `an interruption ends a check, which has no result then`() async throws {
        let run = try DrivenRun(Self.mending, held: ["start"])
        async let ending = run.drive()
        try await eventually("the check runs") { run.log.place(of: "execute start") != nil }
        run.control.interrupt(reason: "SIGTERM")
        #expect(await ending == .interrupted(reason: "SIGTERM"))
        #expect(run.log.place(of: "cancelled start") != nil)
        #expect(try run.kinds().last == "interrupted" && run.summary().state == RunState.interrupted)
    }

    @Test func `an interruption ends a fix, whose end is then recorded as not known`() async throws {
        let run = try DrivenRun(Self.mending, held: ["mend"])
        async let ending = run.drive()
        try await eventually("the fix runs") { run.log.place(of: "execute mend") != nil }
        run.control.interrupt(reason: "SIGINT")
        #expect(await ending == .interrupted(reason: "SIGINT"))
        #expect(try run.kinds().suffix(2) == ["interrupted", "action_lost"])
    }

    @Test func `an interruption before anything is recorded leaves a run that can be taken up`() async throws {
        let run = try DrivenRun(Self.mending)
        run.control.interrupt(reason: "SIGTERM")
        let ending = await run.drive()
        #expect(ending == .interrupted(reason: "SIGTERM"))
        #expect(try run.kinds().first == "started" && run.summary().state == RunState.interrupted)
    }

    @Test func `a question that an interruption takes back is answered by nobody`() async throws {
        var run = try DrivenRun(
            """
              start: {ask: Now?, unattended: {answer: true}, next: over}
            """)
        run.decider = SilentDecider(log: run.log)
        let driven = run
        async let ending = driven.drive()
        try await eventually("the question is put") { run.log.place(of: "asked") != nil }
        run.control.interrupt(reason: "the operator")
        #expect(await ending == .interrupted(reason: "the operator"))
        #expect(try !run.kinds().contains("replied"))
    }

    @Test func `what led to a question is told before it is put`() async throws {
        var run = try DrivenRun("  start: {ask: Now?, unattended: escalate, next: over}")
        run.decider = LoggingDecider(log: run.log)
        _ = await run.drive()
        let told = try #require(run.log.all.firstIndex { $0.hasSuffix(" asked") })
        #expect(told < (run.log.place(of: "asked start") ?? -1), "\(run.log.all)")
    }

    // MARK: The time

    @Test func `a wait is over when its time has come, and not before`() async throws {
        let run = try DrivenRun("  start: {wait: 10m, next: over}")
        async let ending = run.drive()
        try await eventually("it waits") { run.clock.nextSleep == .seconds(600) }
        run.clock.advance(by: .seconds(599))
        try await eventually("it still waits") { run.clock.nextSleep == .seconds(1) }
        #expect(!run.log.all.contains { $0.hasSuffix(" ended") })
        run.clock.advance(by: .seconds(1))
        #expect(await ending.outcome == .unresolved)
        #expect(try run.kinds().filter { $0 == "woke" }.count == 1)
    }

    @Test func `a verification that is over ends the try that still runs`() async throws {
        let run = try DrivenRun(
            """
              start: {fix: mend, verify: {step: probe, within: 20s}, next: over}
              probe: {check: look}
            """, held: ["probe"])
        async let ending = run.drive()
        try await eventually("the try runs") { run.log.place(of: "execute probe") != nil }
        try await eventually("its end is waited for") { run.clock.nextSleep.map { $0 <= .seconds(20) } ?? false }
        run.clock.advance(by: .seconds(20))
        #expect(await ending.outcome == .escalated)
        try await eventually("the try is ended") { run.log.place(of: "cancelled probe") != nil }
    }

    @Test func `when the walk's time is over it goes to its fallback`() async throws {
        let run = try DrivenRun(Self.mending, held: ["start"])
        async let ending = run.drive()
        try await eventually("the check runs") {
            run.clock.nextSleep != nil && run.log.place(of: "execute start") != nil
        }
        run.clock.advance(by: .seconds(30 * 60))
        guard case .ended(let end) = await ending else {
            Issue.record("it did not end")
            return
        }
        #expect(end.outcome == .escalated && end.isOutOfTime)
    }

    // MARK: The operator

    @Test func `a step that the operator skips is ended, and the walk goes on`() async throws {
        let run = try DrivenRun(Self.mending, held: ["start"])
        async let ending = run.drive()
        try await eventually("the check runs") { run.log.place(of: "execute start") != nil }
        run.control.operate(.skipped(by: "anna"))
        #expect(await ending.outcome == .unresolved)
        #expect(run.log.place(of: "cancelled start") != nil && run.log.place(of: "execute mend") != nil)
    }
}

extension RunEnding {
    /// The outcome; nil where it was interrupted, or open.
    fileprivate var outcome: Outcome? {
        if case .ended(let end) = self { end.outcome } else { nil }
    }
}

/// Answers nothing until its task is cancelled, and then as one that has nobody to ask.
private struct SilentDecider: Decider {
    let log: EngineLog

    func decide(_ request: Request) async -> Reply {
        log.add("asked \(request.step)")
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(10)) }
        return .nobody
    }
}

/// Logs that it was asked.
private struct LoggingDecider: Decider {
    let log: EngineLog

    func decide(_ request: Request) async -> Reply {
        log.add("asked \(request.step)")
        return .nobody
    }
}
