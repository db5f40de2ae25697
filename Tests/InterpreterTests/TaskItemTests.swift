import Interpreter
import RunbookModel
import Testing

/// The items of a task are ticked one by one, and each tick is an event of the run.
@Suite struct TaskItemTests {
    private static let steps = """
        a: {manual: Free space, items: [logs, images, journal], verify: {check: x, within: 1s}, next: stop, else: a}
        """

    private func asked(_ interventions: [(Duration, WalkInput)] = []) throws -> ScriptedWalk {
        var walk = try ScriptedWalk(steps: Self.steps)
        walk.mode = .guided
        walk.interventions = interventions
        walk.run()
        return walk
    }

    private func ticks(_ walk: ScriptedWalk) -> [Bool]? {
        if case .task(_, let ticked)? = walk.requests.last?.subject { ticked } else { nil }
    }

    private func tick(_ item: Int, _ isTicked: Bool = true, request: Int = 1) -> WalkInput {
        .itemTicked(request: request, item: item, isTicked: isTicked, by: "anna")
    }

    @Test func `the items are recorded with the question, and none is ticked at first`() throws {
        let walk = try asked()
        #expect(ticks(walk) == [false, false, false])
        guard case .asked(1, "a", "task", _, let items)? = walk.records.last else {
            Issue.record("\(walk.records.map(\.kind))")
            return
        }
        #expect(items.map { ShownText.version(of: $0, for: "en") } == ["logs", "images", "journal"])
    }

    @Test func `a run that is taken up, by another person too, keeps its ticks`() throws {
        var walk = try asked([
            (.seconds(1), tick(0)), (.seconds(2), tick(2)), (.seconds(3), tick(0, false)), (.seconds(4), tick(1)),
        ])
        walk.die()
        walk.resume(.guided)
        #expect(walk.requests.count == 2 && ticks(walk) == [false, true, true])
        // Ticks of the question that was put before are of no use any more.
        walk.give(tick(0, request: 1))
        walk.give(.interrupted(reason: .pausedByOperator))
        walk.resume(.guided)
        #expect(ticks(walk) == [false, true, true])
        walk.checkReplay()
    }

    @Test func `each visit begins with nothing ticked`() throws {
        var walk = try ScriptedWalk(steps: Self.steps)
        walk.mode = .guided
        walk.thinking = .seconds(5)
        walk.replies = ["a": [.granted(by: "anna")]]
        walk.results = ["a.verify": [.exit(1)]]
        walk.interventions = [(.seconds(1), tick(0))]
        walk.run()
        #expect(walk.requests.count == 3 && ticks(walk) == [false, false, false])
    }

    @Test func `an item that the task does not have is refused, and a tick ends no question`() throws {
        let walk = try asked([(.seconds(1), tick(3)), (.seconds(2), tick(-1)), (.seconds(3), tick(0))])
        #expect(walk.refusals == ["there is no item 4", "there is no item 0"])
        #expect(walk.requests.count == 1 && walk.end == nil && walk.walk.currentStep?.id == "a")
    }

    @Test func `the time of the walk does not count while items are ticked`() throws {
        let walk = try asked([(.seconds(7200), tick(0))])
        #expect(walk.limits.isEmpty && walk.end == nil)
    }

    @Test func `ticks at no task change nothing`() throws {
        var walk = try ScriptedWalk(steps: "a: {check: x, next: stop}")
        walk.results = ["a": [.exit(0, takes: .seconds(9))]]
        walk.interventions = [(.seconds(1), tick(0)), (.seconds(20), tick(0))]
        walk.run()
        #expect(walk.outcome != nil && walk.refusals.isEmpty)
    }

    @Test func `a task of an older run, whose items were not recorded, can still be read`() throws {
        let payload = #"{"request":1,"step":"a","subject":"task","text":[{"text":"Free space"}]}"#
        guard case .record(.asked(1, "a", "task", _, let items)) = try RunEvent(kind: "asked", payload: payload) else {
            Issue.record("it is no question any more")
            return
        }
        #expect(items.isEmpty)
    }
}
