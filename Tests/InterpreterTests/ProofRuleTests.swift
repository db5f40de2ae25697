import CEL
import Diagnostics
import Interpreter
import RunbookLoading
import RunbookModel
import Testing

@Suite struct ProofRuleTests {
    private let proof = """
        b: {check: x, next: done, else: stop}
        done: {end: resolved}
        """

    private func refusals(_ text: String) -> [String] {
        RunbookLoader(texts: ["test.yaml": Array(text.utf8)]).load(path: "test.yaml").diagnostics
            .filter { $0.severity == .error }.map(\.code)
    }

    @Test(arguments: [
        "a: {check: x, next: done}", "a: {all: [b], next: done}", "a: {check: x, next: stop, else: done}",
        "a: {check: x, next: [{when: \"true\", goto: done}]}", "a: {wait: 1s, next: done}",
        "a: {wait: 1s, next: done, else: stop}", "a: {fix: x, next: done}", "a: {fix: x, next: done, else: stop}",
        "a: {edit: {file: x, ensure_line: {line: x}}, next: done}", "a: {ask: X, unattended: skip, next: done}",
        "a: {manual: X, unattended: skip, next: done}", "a: {decide: [{when: steps.b.ok, goto: b}], else: done}",
        "a: {ask: X, unattended: {goto: done}, next: b}",
        "a: {manual: X, verify: b, unattended: {goto: done}, next: b}",
    ])
    func `rule 20: a way into resolved that proves nothing is refused`(step: String) {
        #expect(refusals(Book.text(step + "\n" + proof)) == ["unproven-end"])
    }

    @Test func `rule 20: start and fallback do not lead into resolved`() {
        let text = Book.text("a: {check: x, next: b}\n" + proof)
        let unproven = refusals(text.replacing("start: a", with: "start: done"))
        #expect(unproven == ["unproven-end"])
        #expect(refusals(text.replacing("fallback: help", with: "fallback: done")) == ["unproven-end"])
        #expect(refusals(text) == [])
    }

    @Test(arguments: [
        "a: {check: x, next: done, else: stop}", "a: {all: [b], next: done, else: stop}",
        "a: {check: x, next: [{when: ok, goto: done}]}", "a: {fix: x, verify: b, next: done}",
        "a: {manual: X, verify: b, unattended: skip, next: done}",
        "a: {decide: [{when: steps.b.ok, goto: done}], else: b}",
    ])
    func `rule 20: what was looked at proves it`(step: String) throws {
        #expect(refusals(Book.text(step + "\n" + proof)) == [])
    }

    @Test func `rule 20: a proven walk ends resolved`() throws {
        let walk = try ScriptedWalk.of("a: {fix: x, verify: b, next: done}\n" + proof)
        #expect(walk.outcome == .resolved)
        #expect(walk.path == ["a", "done"])
    }

    @Test func `rule 20: an operator's jump into resolved is refused`() throws {
        var walk = try ScriptedWalk(steps: "a: {check: x, next: b}\n" + proof)
        walk.results = ["a": [.exit(0, takes: .seconds(5))]]
        walk.interventions = [(.seconds(1), .jumped(to: "done", by: "anna"))]
        walk.run()
        #expect(walk.refusals == ["done ends the walk as resolved, which has to be proven: no jump leads there"])
        #expect(walk.path == ["a", "b", "done"])
        #expect(walk.cancelled.isEmpty)
    }
}
