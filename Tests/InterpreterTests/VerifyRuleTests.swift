import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct VerifyRuleTests {
    private let restart = """
        a: {fix: restart, verify: {step: b, every: 2s, within: 20s}, next: c, else: d}
        b: {check: probe, next: stop}
        c: {check: "true", next: stop}
        d: {check: "true", next: stop}
        """

    @Test func `rule 12: a fix whose command fails is not ok and not verified`() throws {
        let walk = try ScriptedWalk.of(restart, results: ["a": [.exit(1)]])
        #expect(walk.way == ["a", "d"])
        #expect(walk.orders(of: "b").isEmpty)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.result(of: "a")?.ran == true)
    }

    @Test func `rule 12: a fix that ran but did not help has failed`() throws {
        let walk = try ScriptedWalk.of(restart, results: ["b": [.exit(1)]])
        #expect(walk.way == ["a", "d"])
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.result(of: "a")?.ran == true)
        #expect(walk.verifications(of: "a").map(\.passed) == [false])
    }

    @Test func `rule 12: a fix that ran and helped is ok`() throws {
        let walk = try ScriptedWalk.of(restart)
        #expect(walk.way == ["a", "c"])
        #expect(walk.verifications(of: "a").map(\.tries) == [1])
    }

    @Test func `rule 12: exits say which exits of the command are success`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, exits: [0, 2], next: b}
            b: {check: "true", next: stop}
            """, results: ["a": [.exit(2)]])
        #expect(walk.way == ["a", "b"])
    }

    @Test func `rule 12: the first try comes at once, the next every after the end of the last`() throws {
        let walk = try ScriptedWalk.of(
            restart,
            results: [
                "a": [.exit(0, takes: .seconds(3))],
                "b": [.exit(1, takes: .seconds(1)), .exit(1, takes: .seconds(4)), .exit(0, takes: .seconds(1))],
            ])
        #expect(walk.orderTimes(of: "b") == [.seconds(3), .seconds(6), .seconds(12)])
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 12: every is 2s and within 60s where they are not said`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, verify: b, next: stop}
            b: {check: y, next: stop}
            """, results: ["a": [.exit(0, takes: .zero)], "b": [.exit(1, takes: .zero)]])
        #expect(walk.orders(of: "b").count == 30)
        #expect(walk.orderTimes(of: "b").prefix(3) == [.zero, .seconds(2), .seconds(4)])
        #expect(walk.verdict("a") == .notOK)
    }

    @Test func `rule 12: passes oks in a row are needed`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, verify: {step: b, every: 1s, passes: 3}, next: c}
            b: {check: y, next: stop}
            c: {check: "true", next: stop}
            """, results: ["b": [.exit(0), .exit(0), .exit(1), .exit(0), .exit(0), .exit(0)]])
        #expect(walk.orders(of: "b").count == 6)
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 12: no verdict is no ok, and begins the row anew`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, verify: {step: b, every: 1s, passes: 2}, next: c}
            b: {check: y, next: stop}
            c: {check: "true", next: stop}
            """, results: ["b": [.exit(0), .exit(127), .exit(0), .exit(0)]])
        #expect(walk.orders(of: "b").count == 4)
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 12: when within is over, a try then running is ended`() throws {
        let walk = try ScriptedWalk.of(
            restart,
            results: [
                "a": [.exit(0, takes: .zero)], "b": [.exit(1, takes: .seconds(1)), .exit(0, takes: .seconds(25))],
            ])
        #expect(walk.cancelled == walk.orders(of: "b").suffix(1).map(\.id))
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.result(of: "a")?.elapsed == .seconds(20))
        #expect(walk.verifications(of: "a").map(\.tries) == [2])
    }

    @Test func `rule 12: a try that ends after within is over does not count`() throws {
        var walk = try ScriptedWalk(steps: restart)
        walk.results = ["a": [.exit(0, takes: .zero)], "b": [.exit(0, takes: .seconds(30))]]
        walk.stopsAt = { if case .record(.actionOrdered(let order)) = $0 { order.step == "b" } else { false } }
        walk.run()
        walk.pass(.seconds(21))
        walk.give(.actionEnded(action: walk.orders(of: "b")[0].id, .command(CommandOutcome(exit: 0)), nil))
        walk.goOn()
        #expect(walk.way == ["a", "d"])
    }

    @Test func `rule 12: a check of its own verifies, and is no step`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, verify: {check: y, expect: out == "up", env: {E: "1"}, timeout: 3s, within: 10s}, next: b}
            b: {check: "true", next: stop}
            """, results: ["a": [.out("down")], "a.verify": [.out("down"), .out("up\n")]])
        #expect(walk.way == ["a", "b"])
        let tries = walk.orders(of: "a").dropFirst()
        #expect(tries.map(\.purpose) == [.verification(of: "a", attempt: 1), .verification(of: "a", attempt: 2)])
        #expect(tries.allSatisfy { $0.effect == .read && $0.timeout == .seconds(3) })
        #expect(tries.first?.environment == [ResolvedEntry(name: "E", value: ResolvedText("1"))])
        #expect(walk.results(of: "a").count == 1)
        #expect(walk.results(of: "a.verify").map(\.ok) == [false, true])
    }

    @Test func `rule 12: a group verifies by all its members`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, verify: {step: g, every: 1s}, next: d}
            g: {all: [b, c], next: stop}
            b: {check: y}
            c: {check: z}
            d: {check: "true", next: stop}
            """, results: ["b": [.exit(1), .exit(0)], "c": [.exit(0)]])
        #expect(walk.way == ["a", "d"])
        #expect(walk.results(of: "g").map(\.ok) == [false, true])
        #expect(walk.results(of: "c").count == 2)
    }

    @Test func `rule 12: verifying by a step gives that step a new result, findings and all`() throws {
        let walk = try ScriptedWalk.of(
            """
            b: {check: y, findings: [{when: exit == 1, cause: bad}], next: a}
            a: {check: "true", next: [{when: "!steps.b.ran", goto: b}, {when: causes.bad, goto: c}]}
            c: {fix: x, verify: b, next: d}
            d: {decide: [{when: "!causes.bad && steps.b.ok", goto: e}]}
            e: {check: "true", next: stop}
            """, top: "causes: {bad: {name: Bad}}", results: ["b": [.exit(1), .exit(0)]])
        #expect(walk.way == ["a", "b", "a", "c", "d", "e"])
        #expect(walk.results(of: "b").map(\.causes) == [["bad"], []])
    }

    @Test func `rule 12: a verification is no visit and uses no retry`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, verify: {step: b, every: 1s, within: 10s}, next: c, else: c}
            b: {check: y, retry: {times: 4, every: 10ms}, visits: 1, next: d}
            c: {decide: [{when: visits.b == 0, goto: b}]}
            d: {check: "true", next: stop}
            """, results: ["b": [.exit(1), .exit(1), .exit(0)]])
        #expect(walk.way == ["a", "c", "b", "d"])
        #expect(
            walk.orders(of: "b").map(\.purpose).prefix(3).map { "\($0)" }.allSatisfy { $0.contains("verification") })
        #expect(walk.orders(of: "b").count == 4)
    }

    @Test func `rule 12: the transcript says what a verification was for`() throws {
        let walk = try ScriptedWalk.of(restart)
        #expect(walk.orders(of: "b").first?.purpose == .verification(of: "a", attempt: 1))
        #expect(walk.result(of: "a")?.reason.words == "verified")
    }

    @Test func `rule 12: a fix is seen as run only when it is over`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, verify: {check: y, expect: "!steps.a.ran"}, next: b}
            b: {decide: [{when: steps.a.ran && steps.a.ok, goto: c}]}
            c: {check: "true", next: stop}
            """)
        #expect(walk.way == ["a", "b", "c"])
    }
}
