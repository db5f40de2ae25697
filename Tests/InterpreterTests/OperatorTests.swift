import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct OperatorTests {
    private let steps = """
        a: {check: x, next: b}
        b: {fix: y, verify: {step: c, within: 30s}, next: d, else: help}
        c: {check: z, next: stop}
        d: {check: w, next: stop}
        """

    /// A guided walk in which an operator does something while a step waits for leave.
    private func operated(
        _ inputs: WalkInput..., replies: [String: [Reply]] = [:], results: [String: [ScriptedWalk.Scripted]] = [:]
    ) throws -> ScriptedWalk {
        var walk = try ScriptedWalk(steps: steps)
        walk.mode = .guided
        walk.thinking = .seconds(60)
        walk.replies = replies
        walk.results = results
        walk.interventions = inputs.enumerated().map { (.seconds($0.offset + 10), $0.element) }
        walk.run()
        return walk
    }

    @Test func `a note is recorded and changes nothing`() throws {
        let walk = try operated(
            .noted(text: "Disk is slow today", by: "anna"), replies: ["b": [.granted(by: "anna")]])
        #expect(walk.way == ["a", "b", "d"])
        #expect(walk.isStored(#"{"text":"Disk is slow today","by":"anna"}"#))
    }

    @Test func `a skip passes the step over, and withdraws what was asked`() throws {
        let walk = try operated(.skipped(by: "anna"), replies: ["b": [.granted(by: "anna")]])
        #expect(walk.path == ["a", "b", "help"])
        #expect(walk.orders(of: "b").isEmpty)
        #expect(walk.result(of: "b")?.reason.words == "skipped by anna")
    }

    @Test func `a skip of a fix that ran and is being verified leaves it run and not ok`() throws {
        let walk = try operated(
            .noted(text: "", by: ""), .skipped(by: "anna"), replies: ["b": [.granted(by: "anna")]],
            results: ["a": [.exit(0, takes: .zero)], "c": [.exit(0, takes: .seconds(5))]])
        // The skip comes while leave is asked for, at 11 s: the fix has not run.
        #expect(walk.result(of: "b")?.ran == false)
        var verifying = try ScriptedWalk(steps: steps)
        verifying.results = ["c": [.exit(1, takes: .seconds(25))]]
        verifying.interventions = [(.seconds(10), .skipped(by: "anna"))]
        verifying.run()
        #expect(verifying.path == ["a", "b", "help"])
        #expect(verifying.result(of: "b")?.ran == true)
        #expect(verifying.verdict("b") == .notOK)
        #expect(verifying.verifications(of: "b").map(\.passed) == [false])
        #expect(verifying.cancelled == verifying.orders(of: "c").map(\.id))
    }

    @Test func `a running fix is neither skipped nor left`() throws {
        var walk = try ScriptedWalk(steps: steps)
        walk.results = ["b": [.exit(0, takes: .seconds(60))]]
        walk.interventions = [(.seconds(10), .skipped(by: "anna")), (.seconds(20), .jumped(to: "d", by: "anna"))]
        walk.run()
        #expect(walk.way == ["a", "b", "d"])
        #expect(
            walk.refusals == [
                "b is running: it can be interrupted, not skipped",
                "a change is running: it can be interrupted, not left",
            ])
    }

    @Test func `a jump goes on elsewhere and says who jumped`() throws {
        let walk = try operated(.jumped(to: "d", by: "anna"))
        #expect(walk.way == ["a", "b", "d"])
        #expect(walk.decisions(of: "b").map(\.reason.words) == ["jumped by anna"])
        #expect(walk.decisions(of: "b").map(\.goto) == ["d"])
        #expect(walk.result(of: "b") == nil)
    }

    @Test func `a jump away from a fix that ran keeps that it ran`() throws {
        var walk = try ScriptedWalk(
            steps: steps.replacing(
                "d: {check: w", with: "d: {decide: [{when: steps.b.ran && !steps.b.ok, goto: e}]}\ne: {check: w"))
        walk.results = ["c": [.exit(1, takes: .seconds(25))]]
        walk.interventions = [(.seconds(10), .jumped(to: "d", by: "anna"))]
        walk.run()
        #expect(walk.way == ["a", "b", "d", "e"])
    }

    @Test func `a jump to a step that does not exist is refused`() throws {
        let walk = try operated(.jumped(to: "nowhere", by: "anna"))
        #expect(walk.refusals == ["there is no step nowhere"])
        #expect(walk.path == ["a", "b"])
    }

    @Test func `an edited command runs instead of the step's own, after leave for it`() throws {
        let walk = try operated(
            .commandEdited(command: "y --gently", by: "anna"), replies: ["b": [.granted(by: "anna")]])
        #expect(walk.orders(of: "b").map(\.action) == [.script("y --gently")])
        #expect(walk.requests.count == 2)
        guard case .change(_, let order, _)? = walk.requests.last?.subject else {
            Issue.record("not asked anew")
            return
        }
        #expect(order.action == .script("y --gently"))
        #expect(walk.isStored(#"{"command":"y --gently","by":"anna"}"#))
        #expect(walk.way == ["a", "b", "d"])
    }

    @Test func `an edited command is not the step's at its next visit`() throws {
        var walk = try ScriptedWalk(steps: "a: {fix: y, visits: 2, next: a}")
        walk.mode = .guided
        walk.thinking = .seconds(60)
        walk.replies = ["a": [.granted(by: "anna")]]
        walk.interventions = [(.seconds(10), .commandEdited(command: "other", by: "anna"))]
        walk.run()
        #expect(walk.orders.map(\.action) == [.script("other"), .script("y")])
    }

    @Test func `an edited command is the one that runs again`() throws {
        var walk = try ScriptedWalk(
            steps: "a: {fix: y, idempotent: true, retry: {times: 2}, next: stop}")
        walk.mode = .guided
        walk.thinking = .seconds(60)
        walk.replies = ["a": [.granted(by: "anna")]]
        walk.results = ["a": [.exit(1), .exit(0)]]
        walk.interventions = [(.seconds(10), .commandEdited(command: "other", by: "anna"))]
        walk.run()
        #expect(walk.orders.map(\.action) == [.script("other"), .script("other")])
    }

    @Test func `a command is edited only before it runs`() throws {
        var walk = try ScriptedWalk(steps: steps)
        walk.results = ["a": [.exit(0, takes: .seconds(20))]]
        walk.interventions = [(.seconds(10), .commandEdited(command: "x", by: "anna"))]
        walk.run()
        #expect(walk.refusals == ["a command can be edited only before it runs"])
    }
}
