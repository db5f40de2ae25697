import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct PlanRuleTests {
    private func plan(
        _ steps: String, top: String = "", called: [String: String] = [:],
        results: [String: [ScriptedWalk.Scripted]] = [:]
    ) throws -> ScriptedWalk {
        try ScriptedWalk.of(steps, top: top, called: called, mode: .dryRun, results: results)
    }

    @Test func `rule 29: checks run until a step would change, and from there nothing runs`() throws {
        let walk = try plan(
            """
            a: {check: x, next: b}
            b: {fix: y, verify: c, next: d}
            c: {check: x, next: stop}
            d: {fix: z, next: stop}
            """)
        #expect(walk.path == ["a", "b", "d", "stop"])
        #expect(walk.orders.map(\.step) == ["a"])
        #expect(walk.verdict("b") == .ok)
        #expect(walk.result(of: "b")?.ran == true)
        #expect(walk.outcome == .unresolved)
    }

    @Test(arguments: [
        "fix: x", "fix: x, effect: destroy", "wait: 1h", "manual: X, unattended: escalate",
        "ask: X, unattended: escalate",
    ])
    func `rule 29: a step that would change, wait or ask counts as run and ok`(step: String) throws {
        let walk = try plan(
            """
            a: {\(step), next: b, else: stop}
            b: {decide: [{when: steps.a.ran && steps.a.ok, goto: c}]}
            c: {escalate: {to: x}}
            """)
        #expect(walk.path == ["a", "b", "c"])
        #expect(walk.outcome == .escalated)
        #expect(walk.escalations == [])
        #expect(walk.elapsed == .zero)
        #expect(walk.orders.isEmpty)
        #expect(walk.records.contains { if case .planned("a") = $0 { true } else { false } })
    }

    @Test(arguments: [
        ("{type: int, default: 3}", "steps.a.answer == 3"), ("{type: bool}", "steps.a.answer"),
        ("{type: bool, default: true}", "steps.a.answer"),
        ("{type: string, choices: [x, y], default: y}", "steps.a.answer == \"y\""),
    ])
    func `rule 29: an ask takes its default, else yes`(type: String, condition: String) throws {
        let walk = try plan(
            """
            a: {ask: X, answer: \(type), unattended: skip, next: b}
            b: {decide: [{when: '\(condition)', goto: stop}], else: help}
            """)
        #expect(walk.path == ["a", "b", "stop"])
    }

    @Test func `rule 29: an ask whose default is no is answered no`() throws {
        let walk = try plan(
            "a: {ask: X, answer: {type: bool, default: false}, unattended: skip, next: stop, else: help}")
        #expect(walk.path == ["a", "help"])
    }

    @Test func `rule 29: another ask without a default has an unknown answer, and the plan ends at what needs it`()
        throws
    {
        let walk = try plan(
            """
            a: {ask: X, answer: {type: int}, unattended: skip, next: b}
            b: {decide: [{when: steps.a.answer > 3, goto: stop}, {when: "true", goto: help}]}
            """)
        #expect(walk.path == ["a", "b"])
        #expect(walk.end?.outcome == .none)
        #expect(walk.end?.reason?.words == "only a real run can decide: steps.a.answer > 3")
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 29: the plan ends at a check`() throws {
        let walk = try plan(
            """
            a: {fix: x, next: b}
            b: {check: x, next: stop}
            """)
        #expect(walk.path == ["a", "b"])
        #expect(walk.end != nil)
        #expect(walk.end?.outcome == .none)
        #expect(walk.end?.reason?.words == "the check b runs only in a real run")
        #expect(walk.orders.isEmpty)
    }

    @Test func `rule 29: conditions on what was seen before go on deciding`() throws {
        let walk = try plan(
            """
            a: {check: x, parse: number, next: b}
            b: {fix: y, next: [{when: steps.a.out > 3, goto: c}]}
            c: {wait: 1m, next: stop}
            """, results: ["a": [.out("5")]])
        #expect(walk.path == ["a", "b", "c", "stop"])
    }

    @Test func `rule 29: before the plan begins an unknown condition goes to fallback as ever`() throws {
        let walk = try plan(
            "a: {check: x, parse: json, next: [{when: out.a, goto: stop}]}", results: ["a": [.out("{}")]])
        #expect(walk.path == ["a", "help"])
        #expect(walk.outcome == .escalated)
        #expect(walk.escalations == ["oncall"])
    }

    @Test func `rule 29: a value that only a real run can know ends the plan`() throws {
        let walk = try plan("a: {fix: x, next: b}\nb: {fix: [echo, \"${steps.a.out}\"], next: stop}")
        #expect(walk.end?.outcome == .none)
        #expect(walk.end?.reason?.words.hasPrefix("${steps.a.out} is unknown") == true)
    }

    @Test func `rule 29: a plan goes through called runbooks, and ends inside of them`() throws {
        let other = ["other.yaml": Book.text("a: {fix: x, next: b}\nb: {check: x, next: stop}")]
        let walk = try plan("a: {call: other.yaml, next: stop}", called: other)
        #expect(walk.path == ["a", "a/a", "a/b"])
        #expect(walk.end?.outcome == .none)
        #expect(walk.end?.step == "a/b")
    }

    @Test func `rules 29 and 30: a preview is run and shown in a dry run`() throws {
        let walk = try plan(
            """
            a: {fix: x, preview: "look at it", next: b}
            b: {fix: x, effect: destroy, preview: look, next: stop}
            """, results: ["a.preview": [.out("two volumes")]])
        #expect(walk.orders.map(\.purpose) == [.preview, .preview])
        #expect(walk.orders.first?.action == .script("look at it"))
        #expect(walk.isStored("two volumes"))
        #expect(walk.path == ["a", "b", "stop"])
    }
}
