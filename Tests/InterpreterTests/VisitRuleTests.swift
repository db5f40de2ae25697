import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct VisitRuleTests {
    @Test func `rule 21: the entry after limits.visits goes to fallback instead`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, next: b}
            b: {check: x, visits: 100, next: a}
            """)
        #expect(walk.path == ["a", "b", "a", "b", "a", "b", "help"])
        #expect(walk.limits == ["visits: 3"])
        #expect(walk.fallbacks == ["a was entered 3 times already"])
        #expect(walk.outcome == .escalated)
    }

    @Test func `rule 21: limits.visits and a step's own visits`() throws {
        let loop = try ScriptedWalk.of("a: {check: x, next: a}", top: "limits: {visits: 5}")
        #expect(loop.way.count == 5)
        let once = try ScriptedWalk.of("a: {check: x, visits: 1, next: a}", top: "limits: {visits: 5}")
        #expect(once.way.count == 1)
        #expect(once.fallbacks == ["a was entered once already"])
    }

    @Test func `rule 21: visits counts the entries by the way, 0 before`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {decide: [{when: visits.b == 0 && visits.a == 1, goto: b}, {when: visits.b == 1 && visits.a == 2, goto: b}, {when: visits.b == 2, goto: stop}]}
            b: {check: x, next: a}
            """)
        #expect(walk.path == ["a", "b", "a", "b", "a", "stop"])
    }

    @Test func `rule 21: the transcript counts the visits`() throws {
        let walk = try ScriptedWalk.of("a: {check: x, next: a}")
        let visits = walk.records.compactMap { record -> Int? in
            if case .stepEntered("a", let visit, _) = record { visit } else { nil }
        }
        #expect(visits == [1, 2, 3])
    }

    @Test func `rule 21: an operator's jump is a visit and is not limited`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {check: x, visits: 1, next: b}
                b: {check: x, next: c}
                c: {decide: [{when: visits.a == 3, goto: d}]}
                d: {check: x, next: stop}
                """)
        walk.results = ["b": [.exit(0, takes: .seconds(5))]]
        walk.interventions = [
            (.seconds(1), .jumped(to: "a", by: "anna")), (.seconds(2), .jumped(to: "a", by: "anna")),
        ]
        walk.run()
        #expect(walk.way == ["a", "b", "a", "b", "a", "b", "c", "d"])
        #expect(walk.limits == [])
    }

    @Test func `rule 21: after jumps the limit of a step still holds for the way`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {check: x, visits: 2, next: b}
                b: {check: x, visits: 9, next: a}
                """)
        walk.results = ["b": [.exit(0, takes: .seconds(5))]]
        walk.interventions = [(.seconds(1), .jumped(to: "a", by: "anna"))]
        walk.run()
        #expect(walk.path == ["a", "b", "a", "b", "help"])
    }
}
