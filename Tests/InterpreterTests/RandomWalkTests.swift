import Diagnostics
import Interpreter
import RunbookLoading
import RunbookModel
import Testing

@Suite struct RandomWalkTests {
    private static let runbooksPerTest = 25
    private static let walksPerRunbook = 8

    @Test(arguments: 0..<10)
    func `a walk of any runbook with any results ends, or waits for a person`(part: Int) throws {
        for seed in part * Self.runbooksPerTest..<(part + 1) * Self.runbooksPerTest {
            var choices = Choices(seed: seed)
            let runbook = RandomRunbook(&choices)
            let loaded = RunbookLoader(texts: ["test.yaml": Array(runbook.text.utf8)]).load(path: "test.yaml")
            let set = try #require(loaded.set, "seed \(seed): \(DiagnosticRenderer().render(loaded.diagnostics))")
            for _ in 0..<Self.walksPerRunbook { try walk(runbook, set, seed, &choices) }
        }
    }

    private func walk(_ runbook: RandomRunbook, _ set: RunbookSet, _ seed: Int, _ choices: inout Choices) throws {
        var walk = ScriptedWalk(set)
        let jumps = runbook.script(&walk, &choices)
        var diesAfter = choices.percent(30) ? choices.int(2...60) : 0
        if diesAfter > 0, walk.mode != .dryRun {
            walk.stopsAt = { _ in
                diesAfter -= 1
                return diesAfter == 0
            }
        }
        walk.run()
        if walk.end == nil, walk.isStopped {
            walk.die(for: .seconds(choices.int(0...4000)))
            walk.resume(choices.pick([.guided, .unattended]))
        }
        if walk.end == nil {
            #expect(walk.mode == .guided, "seed \(seed): nothing goes on")
            #expect(
                walk.walk.wakeTime == nil && walk.walk.actionsUnderWay.isEmpty, "seed \(seed): not waited for a person")
        }
        for (step, count) in Dictionary(walk.path.map { ($0, 1) }, uniquingKeysWith: +) {
            let limit = try #require(runbook.visits[step])
            #expect(count <= limit + jumps, "seed \(seed): \(step) was entered \(count) times")
        }
        if walk.outcome == .resolved { #expect(walk.verdict("p") == .ok, "seed \(seed)") }
        #expect(walk.fallbacks.count <= 1, "seed \(seed)")
    }
}
