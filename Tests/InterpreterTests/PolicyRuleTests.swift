import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct PolicyRuleTests {
    private let change = """
        a: {fix: x, next: b, else: c}
        b: {check: "true", next: stop}
        c: {check: "true", next: stop}
        """
    private var destroy: String { change.replacing("fix: x,", with: "fix: x, effect: destroy, preview: look,") }

    @Test func `rule 25: effects are read for checks, change for fixes unless they say destroy`() throws {
        #expect(try ScriptedWalk.of(change).orders.map(\.effect) == [.change, .read])
        let walk = try ScriptedWalk.of(destroy, mode: .guided, replies: ["a": [.granted(by: "anna")]])
        #expect(walk.orders.map(\.effect) == [.read, .destroy, .read])
    }

    @Test func `rule 25: a check needs no leave, a change and a destroy ask for it`() throws {
        let walk = try ScriptedWalk.of(change, mode: .guided)
        #expect(walk.requests.count == 1)
        guard case .change(.change, let order, nil)? = walk.requests.first?.subject else {
            Issue.record("not asked")
            return
        }
        #expect(order.action == .script("x"))
        #expect(walk.orders.isEmpty)
        #expect(walk.walk.phase == .walking)
        let destroy = try ScriptedWalk.of(destroy, mode: .guided)
        guard case .change(.destroy, _, .some)? = destroy.requests.first?.subject else {
            Issue.record("not asked as a destroy")
            return
        }
    }

    @Test func `rule 25: unattended a change runs and a destroy does not`() throws {
        #expect(try ScriptedWalk.of(change).way == ["a", "b"])
        let walk = try ScriptedWalk.of(destroy)
        #expect(walk.way == ["a", "c"])
        #expect(walk.result(of: "a")?.ran == false)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.orders(of: "a").map(\.purpose) == [.preview])
    }

    @Test func `rule 25: what a person refuses is not run`() throws {
        let walk = try ScriptedWalk.of(
            change, mode: .guided, replies: ["a": [.refused(by: "anna", reason: "anna said no")]])
        #expect(walk.way == ["a", "c"])
        #expect(walk.result(of: "a")?.ran == false)
        #expect(walk.result(of: "a")?.reason.words == "anna said no")
        #expect(walk.orders(of: "a").isEmpty)
    }

    @Test func `rule 25: a wait needs no leave but may be refused`() throws {
        let steps = "a: {wait: 5s, next: stop, else: b}\nb: {check: x, next: stop}"
        #expect(try ScriptedWalk.of(steps, replies: ["a": [.nobody]]).path == ["a", "stop"])
        let refused = try ScriptedWalk.of(steps, replies: ["a": [.refused(by: "anna", reason: "no time")]])
        #expect(refused.path == ["a", "b", "stop"])
        #expect(refused.result(of: "a")?.ran == false)
    }

    @Test(arguments: ["ask: X", "manual: X"])
    func `rule 26: unattended escalate goes to fallback`(step: String) throws {
        let walk = try ScriptedWalk.of("a: {\(step), unattended: escalate, next: stop, else: stop}")
        #expect(walk.path == ["a", "help"])
        #expect(walk.result(of: "a")?.ran == false)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.fallbacks == ["a needs a person, and nobody is there"])
    }

    @Test(arguments: ["ask: X", "manual: X"])
    func `rule 26: skip leaves it not run and not ok`(step: String) throws {
        let walk = try ScriptedWalk.of("a: {\(step), unattended: skip, next: stop, else: b}\nb: {check: x, next: stop}")
        #expect(walk.way == ["a", "b"])
        #expect(walk.result(of: "a")?.ran == false)
        #expect(walk.verdict("a") == .notOK)
    }

    @Test(arguments: ["ask: X", "manual: X"])
    func `rule 26: goto goes there, with the step not run and not ok`(step: String) throws {
        let walk = try ScriptedWalk.of(
            "a: {\(step), unattended: {goto: b}, next: stop}\nb: {decide: [{when: \"!steps.a.ran && !steps.a.ok\", goto: stop}]}"
        )
        #expect(walk.path == ["a", "b", "stop"])
        #expect(walk.decisions(of: "a").first?.reason.words == "nobody is there")
    }

    @Test func `rule 26: an answer of the runbook is taken, and recorded as its own`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {ask: X, answer: {type: int}, unattended: {answer: 7}, next: b}
            b: {decide: [{when: steps.a.answer == 7 && steps.a.ran && steps.a.ok, goto: stop}]}
            """)
        #expect(walk.path == ["a", "b", "stop"])
        #expect(walk.result(of: "a")?.reason.words == "nobody is there, and the runbook answers 7")
    }

    @Test func `rule 26: a person who is reached answers instead of the policy`() throws {
        let walk = try ScriptedWalk.of(
            "a: {ask: X, timeout: 5m, unattended: escalate, next: stop}",
            replies: ["a": [.answered(.bool(true), by: "on call")]])
        #expect(walk.path == ["a", "stop"])
        #expect(walk.result(of: "a")?.reason.words == "on call answered true")
    }
}
