import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct NowModeRuleTests {
    @Test func `rule 31: now is the time of the event that led to the decision`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, expect: 'now == timestamp("2025-06-15T15:06:45Z")', next: b}
            b: {decide: [{when: 'now == timestamp("2025-06-15T15:06:45Z")', goto: c}]}
            c: {wait: 1h15m, next: d}
            d: {decide: [{when: 'now.getHours() == 16 && now > timestamp("2025-06-15T16:21:45Z")', goto: stop}]}
            """, top: "limits: {time: 5h}", results: ["a": [.exit(0, takes: .seconds(5))]])
        #expect(walk.verdict("a") == .ok)
        #expect(walk.path == ["a", "b", "c", "d", "help"])
        #expect(walk.decisions(of: "d").first?.options.first?.condition.verdict == .no)
    }

    @Test func `rule 31: the same event sees one now, however often it is asked`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, findings: [{when: now != now, cause: bad}], next: [{when: 'now == steps.b.file.modified', goto: stop}], else: stop}
            b: {check: {file: /x}, next: stop}
            """, top: "causes: {bad: {name: B}}")
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 31: a sensitive check sees the time of its own end`() throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, sensitive: true, expect: 'now == timestamp(\"2025-06-15T15:06:45Z\")', next: stop}",
            results: ["a": [.exit(0, takes: .seconds(5))]])
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 31: a clock that goes back does not take the walk back`() throws {
        var walk = try ScriptedWalk(steps: "a: {check: x, next: b}\nb: {check: x, next: stop}")
        walk.stopsAt = { if case .record(.actionOrdered) = $0 { true } else { false } }
        walk.run()
        walk.pass(.seconds(-3600))
        walk.give(.actionEnded(action: 1, .command(CommandOutcome(exit: 0)), nil))
        walk.pass(.seconds(3600))
        walk.goOn()
        #expect(walk.path == ["a", "b", "stop"])
        #expect(walk.orders.count == 2)
    }

    @Test(arguments: [Mode.guided, .unattended, .dryRun])
    func `rule 31: mode is guided, unattended or dry_run`(mode: Mode) throws {
        let walk = try ScriptedWalk.of(
            "a: {decide: [{when: 'mode == \"\(mode.rawValue)\"', goto: stop}]}", mode: mode)
        #expect(walk.path == ["a", "stop"])
        #expect(["guided", "unattended", "dry_run"].contains(mode.rawValue))
    }

    @Test func `run.id is the run's`() throws {
        #expect(
            try ScriptedWalk.of("a: {decide: [{when: 'run.id == \"test-run\"', goto: stop}]}").path == ["a", "stop"])
    }
}
