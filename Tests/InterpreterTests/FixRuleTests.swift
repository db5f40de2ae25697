import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct FixRuleTests {
    @Test func `rule 12: a fix without verify is ok when its command did its work`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, next: b}
            b: {check: "true", next: stop}
            """)
        #expect(walk.way == ["a", "b"])
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 12: a fix that timed out has failed`() throws {
        let walk = try ScriptedWalk.of(
            "a: {fix: x, timeout: 1m, next: stop}", results: ["a": [.exit(0, takes: .seconds(90))]])
        #expect(walk.result(of: "a")?.timedOut == true)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.fallbacks == ["a: not ok"])
    }

    @Test func `a fix that could not be recorded is not run`() throws {
        let walk = try ScriptedWalk.of(
            "a: {fix: x, next: stop, else: stop}",
            results: ["a": [.init(result: .notRun("it could not be recorded"))]])
        #expect(walk.result(of: "a")?.ran == false)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.result(of: "a")?.reason.words == "it could not be recorded")
    }

    @Test func `a fix whose second try could not be recorded ran`() throws {
        let walk = try ScriptedWalk.of(
            "a: {fix: x, idempotent: true, retry: {times: 2}, next: stop, else: stop}",
            results: ["a": [.exit(1), .init(result: .notRun("it could not be recorded"))]])
        #expect(walk.result(of: "a")?.ran == true)
        #expect(walk.verdict("a") == .notOK)
    }
}
