import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct RetryRuleTests {
    @Test func `rule 11: without a verdict ok is unknown`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, next: b}
            b: {decide: [{when: steps.a.ok, goto: c}, {when: "!steps.a.ok", goto: c}], else: c}
            c: {check: "true", next: stop}
            """, results: ["a": [.exit(127)]])
        #expect(walk.decisions(of: "b").first?.options.map(\.condition.verdict) == [.unknown, .unknown])
        #expect(walk.path == ["a", "b", "help"])
    }

    @Test func `rule 11: tries until one is ok, and the last one counts`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, retry: {times: 5}, findings: [{when: exit == 1, cause: bad}], next: stop}
            """, top: "causes: {bad: {name: Bad}}", results: ["a": [.exit(1), .exit(127), .exit(0), .exit(1)]])
        #expect(walk.orders.count == 3)
        #expect(walk.results(of: "a").count == 1)
        #expect(walk.verdict("a") == .ok)
        #expect(walk.end?.causes == [])
        #expect(walk.orders.map(\.purpose) == [.step(attempt: 1), .step(attempt: 2), .step(attempt: 3)])
    }

    @Test func `rule 11: no more than times tries`() throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, retry: {times: 3}, next: stop}", results: ["a": [.exit(1), .exit(1), .exit(2), .exit(0)]])
        #expect(walk.orders.count == 3)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.result(of: "a")?.reason.words == "exit 2")
    }

    @Test func `rule 11: one try where nothing is said`() throws {
        #expect(try ScriptedWalk.of("a: {check: x, next: stop}", results: ["a": [.exit(1)]]).orders.count == 1)
    }

    @Test func `rule 11: every is the pause, a second where it is not said`() throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, retry: {times: 3}, next: stop}", results: ["a": [.exit(1, takes: .milliseconds(100))]])
        #expect(walk.orderTimes(of: "a") == [.zero, .milliseconds(1100), .milliseconds(2200)])
    }

    @Test func `rule 11: backoff multiplies the pause after each try`() throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, retry: {times: 4, every: 2s, backoff: 1.5}, next: stop}",
            results: ["a": [.exit(1, takes: .zero)]])
        #expect(walk.orderTimes(of: "a") == [.zero, .seconds(2), .seconds(5), .milliseconds(9500)])
    }

    @Test func `rule 11: timeout holds for each try`() throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, timeout: 5s, retry: {times: 2}, next: stop}",
            results: ["a": [.exit(0, takes: .seconds(60)), .exit(0, takes: .seconds(4))]])
        #expect(walk.orders.map(\.timeout) == [.seconds(5), .seconds(5)])
        #expect(walk.orderTimes(of: "a") == [.zero, .seconds(6)])
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 11: a member of a group tries again while the others go on`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b, c], next: stop}
            b: {check: x, retry: {times: 2, every: 5s}}
            c: {check: y}
            """, results: ["b": [.exit(1), .exit(0)]])
        #expect(walk.orders(of: "b").count == 2)
        #expect(walk.orders(of: "c").count == 1)
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 11: on a fix it repeats failed commands`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, idempotent: true, retry: {times: 3, every: 2s, backoff: 2}, next: b}
            b: {check: "true", next: stop}
            """, results: ["a": [.exit(1, takes: .zero), .exit(1, takes: .zero), .exit(0, takes: .zero)]])
        #expect(walk.orderTimes(of: "a") == [.zero, .seconds(2), .seconds(6)])
        #expect(walk.verdict("a") == .ok)
        #expect(walk.way == ["a", "b"])
        #expect(walk.requests.count == 1)
    }

    @Test func `rule 11: on a fix it does not repeat what ran and did not help`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, idempotent: true, retry: {times: 3}, verify: {step: b, within: 5s}, next: stop}
            b: {check: y, next: stop}
            """, results: ["b": [.exit(1)]])
        #expect(walk.orders(of: "a").count == 1)
        #expect(walk.verdict("a") == .notOK)
    }

    @Test func `rule 11: a fix that failed at every try is not ok, with its last exit`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, idempotent: true, retry: {times: 2}, next: stop, else: b}
            b: {decide: [{when: steps.a.exit == 4 && steps.a.ran, goto: stop}]}
            """, results: ["a": [.exit(3), .exit(4)]])
        #expect(walk.path == ["a", "b", "stop"])
        #expect(walk.result(of: "a")?.reason.words == "the command failed: exit 4")
    }
}
