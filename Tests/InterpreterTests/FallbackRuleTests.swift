import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct FallbackRuleTests {
    @Test func `rule 23: fallback is taken once; needed again, the walk ends unresolved`() throws {
        let text = Book.text("a: {fix: x, next: stop}\nb: {fix: y, next: stop}")
            .replacing("fallback: help", with: "fallback: b")
        var walk = try ScriptedWalk(text)
        walk.results = ["a": [.exit(1)], "b": [.exit(1)]]
        walk.run()
        #expect(walk.path == ["a", "b"])
        #expect(walk.fallbacks == ["a: not ok"])
        #expect(walk.outcome == .unresolved)
        #expect(walk.end?.step == "b")
        #expect(walk.end?.reason?.words == "fallback was needed again: b: not ok")
    }

    @Test func `rule 23: from fallback the walk can go on to any end`() throws {
        let text = Book.text("a: {fix: x, next: stop}\nb: {check: y, next: done, else: help}\ndone: {end: resolved}")
            .replacing("fallback: help", with: "fallback: b")
        var walk = try ScriptedWalk(text)
        walk.results = ["a": [.exit(1)]]
        walk.run()
        #expect(walk.outcome == .resolved)
    }

    @Test func `rule 23: a fallback whose visits are used up ends the walk`() throws {
        let text = Book.text("a: {check: x, visits: 2, next: a, else: stop}").replacing(
            "fallback: help", with: "fallback: a")
        var walk = try ScriptedWalk(text)
        walk.run()
        #expect(walk.path == ["a", "a"])
        #expect(walk.outcome == .unresolved)
    }

    @Test func `rule 23: coming to the step of fallback by the way is not taking it`() throws {
        let text = Book.text("a: {check: x, next: b}\nb: {fix: x, next: c}\nc: {fix: y, next: stop}")
            .replacing("fallback: help", with: "fallback: b")
        var walk = try ScriptedWalk(text)
        walk.results = ["c": [.exit(1), .exit(0)]]
        walk.run()
        #expect(walk.path == ["a", "b", "c", "b", "c", "stop"])
        #expect(walk.fallbacks.count == 1)
    }
}
