import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct CallRuleTests {
    private func calling(
        _ called: String, calledTop: String = "", with: String = "", top: String = "",
        results: [String: [ScriptedWalk.Scripted]] = [:]
    ) throws -> ScriptedWalk {
        try ScriptedWalk.of(
            """
            a: {call: other.yaml\(with.isEmpty ? "" : ", with: {\(with)}"), next: b, else: c}
            b: {check: x, next: stop}
            c: {check: x, next: stop}
            """, top: top, called: ["other.yaml": Book.text(called, top: calledTop, id: "other")], results: results)
    }

    @Test func `rule 27: a called runbook has its own params, from with and its defaults`() throws {
        let walk = try calling(
            "a: {check: [echo, \"${params.n}\", \"${params.s}\", \"${params.t}\", \"${params.d}\"], next: stop}",
            calledTop:
                "params: {n: {type: int}, s: {type: string}, t: {type: string, default: own}, d: {type: duration}}",
            with: "n: \"${params.m + 1}\", s: \"x-${params.m}\", d: 90s", top: "params: {m: {type: int, default: 4}}")
        #expect(walk.orders(of: "a/a").first?.action == .argv(["echo", "5", "x-4", "own", "90s"]))
        #expect(walk.orders(of: "a/a").first?.environment.map(\.name) == ["n", "s", "t", "d"])
        #expect(walk.orders(of: "a/a").first?.runbook == "other")
        #expect(walk.orders(of: "c").first?.environment.map(\.name) == ["m"])
    }

    @Test func `rule 27: a value that does not fit the called runbook's param leaves the call not run`() throws {
        let walk = try calling(
            "a: {check: x, next: stop}", calledTop: "params: {n: {type: int, max: 5}}", with: "n: \"${params.m}\"",
            top: "params: {m: {type: int, default: 9}}")
        #expect(walk.way == ["a", "c"])
        #expect(walk.result(of: "a")?.ran == false)
        #expect(walk.result(of: "a")?.reason.words == "the value of n is greater than 5: 9")
    }

    @Test func `rule 27: causes, steps and visits are its own`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {check: x, findings: [{when: exit == 1, cause: bad}], next: b}
                b: {call: other.yaml, next: c, else: c}
                c: {decide: [{when: causes.bad && visits.a == 1 && steps.a.exit == 1, goto: d}]}
                d: {call: other.yaml, next: stop, else: stop}
                """, top: "causes: {bad: {name: B}}",
            called: [
                "other.yaml": Book.text(
                    """
                    a: {decide: [{when: "!causes.bad && !steps.b.ran && visits.a == 1 && visits.b == 0", goto: b}]}
                    b: {check: y, visits: 1, next: stop}
                    """, top: "causes: {bad: {name: B}}", id: "other")
            ])
        walk.results = ["a": [.exit(1)]]
        walk.run()
        #expect(walk.path == ["a", "b", "b/a", "b/b", "b/stop", "c", "d", "d/a", "d/b", "d/stop", "stop"])
        #expect(walk.end?.causes == ["bad"])
    }

    @Test func `rule 27: limits and fallback are its own`() throws {
        let walk = try calling("a: {check: x, next: a, else: stop}", calledTop: "limits: {visits: 2}")
        #expect(walk.path == ["a", "a/a", "a/a", "a/help", "c", "stop"])
        #expect(walk.limits == ["visits: 2"])
        #expect(walk.outcome == .unresolved)
    }

    @Test func `rule 27: its own time leads to its own fallback, and the caller goes on`() throws {
        let walk = try calling("a: {wait: 5m, next: stop}", calledTop: "limits: {time: 1m}")
        #expect(walk.path == ["a", "a/a", "a/help", "c", "stop"])
        #expect(walk.end?.isOutOfTime == false)
        #expect(walk.orderTimes(of: "c") == [.seconds(60)])
    }

    @Test func `rule 27: it is within the caller's time, whose fallback is taken`() throws {
        let walk = try calling(
            "a: {wait: 5m, next: stop}", calledTop: "limits: {time: 1h}", top: "limits: {time: 1m}")
        #expect(walk.path == ["a", "a/a", "help"])
        #expect(walk.verdict("a/a") == .notOK)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.end?.isOutOfTime == true)
        #expect(walk.escalations == ["oncall"])
    }

    @Test func `rule 27: a fix of a called runbook ends before the caller's time leads to fallback`() throws {
        let walk = try calling(
            "a: {fix: x, next: b}\nb: {check: x, next: stop}", top: "limits: {time: 1m}",
            results: ["a/a": [.exit(0, takes: .seconds(90))]])
        #expect(walk.path == ["a", "a/a", "help"])
        #expect(walk.orders.count == 1)
        #expect(walk.cancelled.isEmpty)
    }

    @Test func `rule 27: its escalate sends nothing and returns escalated`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {call: other.yaml, next: stop, else: b}
            b: {decide: [{when: 'steps.a.out.outcome == "escalated"', goto: stop}]}
            """, called: ["other.yaml": Book.text("a: {decide: [{when: \"true\", goto: help}]}")])
        #expect(walk.path == ["a", "a/a", "a/help", "b", "stop"])
        #expect(walk.escalations == [])
        #expect(walk.outcome == .unresolved)
    }

    @Test func `rule 27: mode and policy are the caller's`() throws {
        let walk = try calling(
            """
            a: {decide: [{when: 'mode == "unattended" && run.id == "test-run"', goto: b}]}
            b: {fix: x, effect: destroy, next: stop, else: help}
            """)
        #expect(walk.result(of: "a/b")?.ran == false)
        #expect(walk.path == ["a", "a/a", "a/b", "a/help", "c", "stop"])
    }

    @Test func `rule 27: a called runbook's needing its fallback twice ends it unresolved`() throws {
        let called = Book.text("a: {fix: x, next: stop}\nb: {fix: y, next: stop}", id: "other")
            .replacing("fallback: help", with: "fallback: b")
        let walk = try ScriptedWalk.of(
            "a: {call: other.yaml, next: stop, else: b}\nb: {check: x, next: stop}", called: ["other.yaml": called],
            results: ["a/a": [.exit(1)], "a/b": [.exit(1)]])
        #expect(walk.path == ["a", "a/a", "a/b", "b", "stop"])
        #expect(walk.result(of: "a")?.reason.words == "other ended unresolved")
    }

    @Test func `rule 27: calls go deep, and each level returns to its own`() throws {
        var called: [String: String] = [:]
        for level in 1...40 {
            let step =
                level == 40
                ? "a: {check: x, next: done, else: stop}\ndone: {end: resolved}"
                : "a: {call: l\(level + 1).yaml, next: done, else: stop}\ndone: {end: resolved}"
            called["l\(level).yaml"] = Book.text(step)
        }
        let walk = try ScriptedWalk.of(
            "a: {call: l1.yaml, next: done, else: stop}\ndone: {end: resolved}", called: called)
        #expect(walk.outcome == .resolved)
        #expect(walk.path.count == 41 + 41)
    }
}
