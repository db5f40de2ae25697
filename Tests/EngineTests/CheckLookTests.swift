import Engine
import RunbookLoading
import TestSupport
import Testing

@Suite struct CheckLookTests {
    private func look(_ clock: ManualClock, _ executor: ScriptedExecutor) async throws -> CheckLook.Verdict {
        let text = """
            version: 1
            id: t
            start: seen
            fallback: over
            steps:
              seen: {check: look, retry: {times: 3, every: 5s}, next: over}
              over: {end: unresolved}
            """
        let set = try #require(RunbookLoader(texts: ["t.yaml": Array(text.utf8)]).load(path: "t.yaml").set)
        return await CheckLook(executor: executor, clock: clock).look(set, step: "seen", params: [:], run: "")
    }

    @Test func `a check that fails is tried again after its pauses, not at the runbook's limit`() async throws {
        let (clock, log) = (ManualClock(), EngineLog())
        let executor = ScriptedExecutor(log, exits: ["seen": 1])
        async let verdict = look(clock, executor)
        for _ in 1...2 {
            try await eventually("the pause between two tries") { clock.nextSleep == .seconds(5) }
            clock.advance(by: .seconds(5))
        }
        #expect(try await verdict.ok == false)
        #expect(log.all == Array(repeating: "execute seen", count: 3))
    }

    @Test func `one that is ok is not waited for`() async throws {
        let (clock, log) = (ManualClock(), EngineLog())
        #expect(try await look(clock, ScriptedExecutor(log)).ok == true)
        #expect(log.all == Array(repeating: "execute seen", count: 1))
    }
}
