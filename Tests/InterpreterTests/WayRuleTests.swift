import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct WayRuleTests {
    @Test(arguments: [
        ("out.missing == 1", ConditionTrace.Verdict.unknown), ("steps.later.ok", .unknown),
        ("out.n + \"x\" == \"\"", .unknown), ("out.list[7] == 1", .unknown), ("out.n / 0 == 1", .unknown),
        ("int(out.text) == 1", .unknown), ("false && out.missing", .no), ("out.missing && false", .no),
        ("true || out.missing", .yes), ("out.missing || true", .yes), ("true && out.missing", .unknown),
        ("has(out.missing)", .no), ("out.?missing.orValue(3) == 3", .yes), ("!out.missing", .unknown),
        ("out.list.exists(x, x.y == 1)", .unknown), ("out.n == 5", .yes),
    ])
    func `rule 17: a condition is unknown where evaluating it is an error, and what can be decided is`(
        condition: String, expected: ConditionTrace.Verdict
    ) throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              check: x
              parse: json
              next: [{when: '\(condition)', goto: stop}]
              else: stop
            later: {check: y, next: stop}
            """, results: ["a": [.out("{\"n\": 5, \"list\": [1], \"text\": \"x\"}")]])
        let trace = try #require(walk.decisions(of: "a").first?.options.first?.condition)
        #expect(trace.verdict == expected)
        #expect((trace.problem != nil) == (expected == .unknown))
    }

    private func branching(_ first: String, _ second: String, orElse: Bool) throws -> ScriptedWalk {
        try ScriptedWalk.of(
            """
            a:
              check: x
              parse: json
              next:
                - {when: '\(first)', goto: b}
                - {when: '\(second)', goto: c}
            \(orElse ? "  else: d" : "")
            b: {check: x, next: stop}
            c: {check: x, next: stop}
            d: {check: x, next: stop}
            """, results: ["a": [.out("{}")]])
    }

    @Test func `rule 18: the first true branch is taken`() throws {
        #expect(try branching("true", "true", orElse: true).way == ["a", "b"])
        #expect(try branching("false", "true", orElse: true).way == ["a", "c"])
    }

    @Test func `rule 18: an unknown branch is recorded and passed over`() throws {
        let walk = try branching("out.x", "true", orElse: true)
        #expect(walk.way == ["a", "c"])
        #expect(walk.decisions(of: "a").first?.options.map(\.condition.verdict) == [.unknown, .yes])
        #expect(walk.decisions(of: "a").first?.options.map(\.goto) == ["b", "c"])
        #expect(walk.decisions(of: "a").first?.reason.words == "branch 2")
    }

    @Test func `rule 18: else is taken when all were false`() throws {
        let walk = try branching("false", "false", orElse: true)
        #expect(walk.way == ["a", "d"])
        #expect(walk.decisions(of: "a").first?.reason.words == "else")
    }

    @Test func `rule 18: fallback is taken when none was true and one unknown, or where there is no else`() throws {
        let unknown = try branching("out.x", "false", orElse: true)
        #expect(unknown.path == ["a", "help"])
        #expect(unknown.fallbacks == ["a: no branch is true, and one is unknown"])
        let noElse = try branching("false", "false", orElse: false)
        #expect(noElse.path == ["a", "help"])
        #expect(noElse.fallbacks == ["a: no branch is true, and there is no else"])
    }

    @Test func `rule 18: a last branch whose condition is true means in any case`() throws {
        #expect(try branching("out.x", "true", orElse: false).way == ["a", "c"])
    }

    /// A step of each kind with a result of each sort, and where `next: b` leads with `else: c` and without.
    struct Leaving: CustomTestStringConvertible {
        var kind: String
        var step: String
        var verdict: ScriptedWalk.Verdict
        var withElse: String
        var alone: String
        var testDescription: String { "\(kind), \(verdict)" }

        init(_ kind: String, _ step: String, _ verdict: ScriptedWalk.Verdict, _ withElse: String, _ alone: String) {
            (self.kind, self.step, self.verdict, self.withElse, self.alone) = (kind, step, verdict, withElse, alone)
        }
    }

    @Test(arguments: [
        Leaving("check", "check: 'exit 0'", .ok, "b", "b"), Leaving("check", "check: 'exit 1'", .notOK, "c", "b"),
        Leaving("check", "check: 'exit 127'", .none, "help", "b"),
        Leaving("group", "all: [yes]", .ok, "b", "b"), Leaving("group", "all: [no]", .notOK, "c", "b"),
        Leaving("group", "all: [who]", .none, "help", "b"), Leaving("wait", "wait: 1s", .ok, "b", "b"),
        Leaving("fix", "fix: 'exit 0'", .ok, "b", "b"), Leaving("fix", "fix: 'exit 1'", .notOK, "c", "help"),
        Leaving("edit", "edit: {file: /x, ensure_line: {line: x}}", .ok, "b", "b"),
        Leaving("edit", "edit: {file: /x, ensure_line: {line: x}}, validate: 'exit 1'", .notOK, "c", "help"),
        Leaving("ask", "ask: X, unattended: {answer: true}", .ok, "b", "b"),
        Leaving("ask", "ask: X, unattended: {answer: false}", .notOK, "c", "help"),
        Leaving("manual", "manual: X, unattended: skip", .notOK, "c", "help"),
        Leaving("call", "call: good.yaml", .ok, "b", "b"), Leaving("call", "call: other.yaml", .notOK, "c", "help"),
    ])
    func `rule 19: where next and else lead`(leaving: Leaving) throws {
        for (suffix, expected) in [(", else: c", leaving.withElse), ("", leaving.alone)] {
            var walk = try ScriptedWalk(
                steps: """
                    a: {\(leaving.step), next: b\(suffix)}
                    b: {check: x, next: stop}
                    c: {check: x, next: stop}
                    yes: {check: x, next: stop}
                    no: {check: x, next: stop}
                    who: {check: x, next: stop}
                    """,
                called: [
                    "other.yaml": Book.text("a: {check: x, next: stop}"),
                    "good.yaml": Book.text("a: {check: x, next: done, else: stop}\ndone: {end: resolved}"),
                ])
            let exit = leaving.step.contains("127") ? 127 : leaving.step.contains("exit 1") ? 1 : 0
            walk.results = ["a": [.exit(exit)], "a.validate": [.exit(exit)], "no": [.exit(1)], "who": [.exit(126)]]
            walk.run()
            #expect(walk.verdict("a") == leaving.verdict)
            let own = walk.path.filter { !$0.contains("/") }
            #expect(own[1] == expected, "\(leaving.kind)\(suffix)")
        }
    }

    @Test func `rule 19: a manual step that was done goes on`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {manual: X, unattended: skip, next: b}
            b: {check: x, next: stop}
            """, mode: .guided, replies: ["a": [.granted(by: "anna")]])
        #expect(walk.way == ["a", "b"])
    }

    @Test func `rule 19: decide holds its branches itself, and sees no step of its own`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {decide: [{when: "false", goto: stop}, {when: visits.a == 1, goto: b}], else: stop}
            b: {check: x, next: stop}
            """)
        #expect(walk.way == ["a", "b"])
    }

    @Test func `rule 19: a step's own conditions see it by its names`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, exits: [0, 3], next: [{when: "!ok && ran && exit == 3 && steps.a.exit == 3", goto: b}]}
            b: {check: x, next: stop}
            """, results: ["a": [.exit(3)]])
        #expect(walk.way == ["a", "b"])
    }

    @Test func `a decision records the values that decided it`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, parse: number, next: b}
            b: {decide: [{when: steps.a.out > params.limit && visits.b == 1, goto: c}]}
            c: {check: x, next: stop}
            """, top: "params: {limit: {type: int, default: 3}}", results: ["a": [.out("5")]])
        let decision = try #require(walk.decisions(of: "b").first)
        let condition = try #require(decision.options.first?.condition)
        #expect(condition.expression == "steps.a.out > params.limit && visits.b == 1")
        let payload = RunEvent.record(.decided(decision)).payload
        #expect(payload.contains(#""text":"steps.a.out","value":"5""#))
        #expect(payload.contains(#""text":"params.limit","value":"3""#))
    }
}
