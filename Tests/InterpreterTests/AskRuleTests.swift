import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct AskRuleTests {
    private func asked(_ answer: String, _ reply: Reply...) throws -> ScriptedWalk {
        try ScriptedWalk.of(
            """
            a: {ask: "What?", answer: \(answer), unattended: skip, next: b, else: c}
            b: {check: "true", next: stop}
            c: {check: "true", next: stop}
            """, mode: .guided, replies: ["a": reply])
    }

    @Test func `rule 14: a yes/no question is ok when answered yes`() throws {
        let yes = try asked("{type: bool}", .answered(.bool(true), by: "anna"))
        #expect(yes.way == ["a", "b"])
        #expect(yes.result(of: "a")?.reason.words == "anna answered true")
        let no = try asked("{type: bool}", .answered(.bool(false), by: "anna"))
        #expect(no.way == ["a", "c"])
        #expect(no.result(of: "a")?.ran == true)
    }

    @Test(arguments: [
        ("{type: string}", Value.string("")), ("{type: int}", .int(0)), ("{type: number}", .double(0)),
        ("{type: duration}", .duration(.zero)), ("{type: string, choices: [no, later]}", .string("no")),
    ])
    func `rule 14: any other question is ok when answered, whatever the answer`(type: String, answer: Value) throws {
        #expect(try asked(type, .answered(answer, by: "anna")).way == ["a", "b"])
    }

    @Test(arguments: [
        ("{type: int, max: 5}", Value.int(6), Value.int(5)), ("{type: int}", .string("5"), .int(5)),
        ("{type: string, choices: [now, later]}", .string("soon"), .string("now")),
        ("{type: string, pattern: \"[a-z]+\"}", .string("A1"), .string("a")),
        ("{type: bool}", .string("yes"), .bool(true)),
    ])
    func `rule 14: an answer that does not fit is said, and the question put again`(
        type: String, wrong: Value, right: Value
    ) throws {
        let walk = try asked(type, .answered(wrong, by: "anna"), .answered(right, by: "anna"))
        #expect(walk.way == ["a", "b"])
        #expect(walk.requests.count == 2)
        #expect(walk.refusals.count == 1)
        #expect(
            walk.refusals.first?.hasPrefix("the answer is") == true
                || walk.refusals.first?.hasPrefix("the answer does") == true)
    }

    @Test func `rule 14: a manual step is ok when the person says done and verify passed`() throws {
        let steps = """
            a: {manual: Do it, items: [One, Two], verify: {step: b, within: 5s}, unattended: skip, next: c, else: d}
            b: {check: x, next: stop}
            c: {check: "true", next: stop}
            d: {check: "true", next: stop}
            """
        let helped = try ScriptedWalk.of(steps, mode: .guided, replies: ["a": [.granted(by: "anna")]])
        #expect(helped.way == ["a", "c"])
        #expect(helped.requests.first?.texts.items.map { $0.map(\.text) } == [["One"], ["Two"]])
        #expect(helped.orders(of: "c").first?.changedAt != nil)
        let inVain = try ScriptedWalk.of(
            steps, mode: .guided, results: ["b": [.exit(1)]], replies: ["a": [.granted(by: "anna")]])
        #expect(inVain.way == ["a", "d"])
        #expect(inVain.result(of: "a")?.ran == true)
        let refused = try ScriptedWalk.of(
            steps, mode: .guided, replies: ["a": [.refused(by: "anna", reason: "anna says no")]])
        #expect(refused.way == ["a", "d"])
        #expect(refused.result(of: "a")?.ran == false)
        #expect(refused.orders(of: "b").isEmpty)
    }

    @Test func `rule 14: a wait is ok when it is over`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {wait: 1m30s, next: b, else: stop}
            b: {decide: [{when: steps.a.ok && steps.a.elapsed == duration("90s"), goto: c}]}
            c: {check: "true", next: stop}
            """)
        #expect(walk.way == ["a", "b", "c"])
        #expect(walk.orderTimes(of: "c") == [.seconds(90)])
    }

    @Test(arguments: [("stop", ScriptedWalk.Verdict.notOK), ("help", .notOK), ("done", .ok)])
    func `rule 14: a call is ok when the called walk ended resolved`(
        end: String, expected: ScriptedWalk.Verdict
    ) throws {
        let called = Book.text("a: {check: x, next: \(end), else: stop}\ndone: {end: resolved}")
        let walk = try ScriptedWalk.of("a: {call: other.yaml, next: stop, else: stop}", called: ["other.yaml": called])
        #expect(walk.verdict("a") == expected)
        #expect(walk.result(of: "a")?.ran == true)
    }
}
