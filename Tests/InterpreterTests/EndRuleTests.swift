import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct EndRuleTests {
    @Test func `rule 24: escalate ends the walk as escalated, with the message and the causes`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, findings: [{when: exit == 1, cause: bad}], next: b}
            b: {escalate: {to: dba, message: {en: "Exit ${steps.a.exit}", ru: "Код ${steps.a.exit}"}}}
            """, top: "causes: {other: {name: O}, bad: {name: B}}", results: ["a": [.exit(1)]])
        #expect(walk.outcome == .escalated)
        #expect(walk.end?.step == "b")
        #expect(walk.end?.causes == ["bad"])
        #expect(walk.escalations == ["dba"])
        let messages = walk.records.compactMap { record -> [String]? in
            if case .escalated("b", "dba", let message) = record { message.map(\.text) } else { nil }
        }
        #expect(messages == [["Exit 1", "Код 1"]])
    }

    @Test func `rule 24: end says the outcome`() throws {
        let steps = """
            a: {check: x, next: done, else: stop}
            done: {end: resolved}
            """
        #expect(try ScriptedWalk.of(steps).outcome == .resolved)
        #expect(try ScriptedWalk.of(steps, results: ["a": [.exit(1)]]).outcome == .unresolved)
        #expect(try ScriptedWalk.of(steps).escalations == [])
    }

    @Test func `rule 24: what comes after the end changes nothing`() throws {
        var walk = try ScriptedWalk.of("a: {check: x, next: stop}")
        let end = walk.end
        walk.give(.noted(text: "The message could not be delivered", by: "rung"))
        walk.give(.actionEnded(action: 1, .command(CommandOutcome(exit: 1)), nil))
        walk.give(.woke)
        walk.give(.skipped(by: "anna"))
        walk.give(.resumed(ResumeFacts(mode: .guided)))
        #expect(walk.end == end)
        #expect(walk.refusals == ["the walk has ended", "the walk has ended"])
        #expect(walk.walk.wakeTime == nil)
        #expect(walk.walk.currentStep == nil)
        walk.checkReplay()
    }
}
