import Interpreter
import RunbookModel
import Testing

/// An operator who goes step by step: leave to look, and ends to what runs.
@Suite struct LookingTests {
    private let steps = """
        a: {check: x, next: b}
        b: {fix: y, verify: {step: c, within: 30s}, next: d, else: help}
        c: {check: z, next: stop}
        d: {all: [a, c], next: stop}
        """

    private func guided(
        _ steps: String? = nil, replies: [String: [Reply]] = [:], results: [String: [ScriptedWalk.Scripted]] = [:],
        _ interventions: [(Duration, WalkInput)] = []
    ) throws -> ScriptedWalk {
        var walk = try ScriptedWalk(steps: steps ?? self.steps)
        walk.mode = .guided
        walk.asksToLook = true
        walk.thinking = .seconds(60)
        walk.replies = replies
        walk.results = results
        walk.interventions = interventions
        walk.run()
        return walk
    }

    private let yes = Reply.granted(by: "anna")

    @Test func `checks and groups wait for leave, verifications do not`() throws {
        let walk = try guided(replies: ["a": [yes], "b": [yes], "d": [yes]])
        #expect(walk.way == ["a", "b", "d"])
        #expect(walk.requests.map(\.step) == ["a", "b", "d"])
        guard case .look(let checks)? = walk.requests.last?.subject else {
            Issue.record("no leave to look was asked for")
            return
        }
        #expect(checks.map(\.step) == ["a", "c"] && checks.map(\.shown) == ["x", "z"])
    }

    @Test func `the time of the walk does not count while leave to look is waited for`() throws {
        let walk = try guided(
            "a: {check: x, next: stop}", replies: ["a": [yes]], [(.seconds(10), .noted(text: "", by: "anna"))])
        #expect(walk.result(of: "a")?.elapsed ?? .seconds(99) < .seconds(60))
    }

    @Test func `a check that is refused has no verdict`() throws {
        let walk = try guided(replies: ["a": [.refused(by: "anna", reason: "skipped by anna")], "b": [yes]])
        #expect(walk.orders(of: "a").isEmpty && walk.verdict("a") == .none)
        #expect(walk.result(of: "a")?.ran == false)
        #expect(walk.way.prefix(2) == ["a", "b"])
    }

    @Test func `a check's command can be edited before it runs`() throws {
        let walk = try guided(
            "a: {check: x, next: stop}", replies: ["a": [yes]],
            [(.seconds(10), .commandEdited(command: "other", by: "anna"))])
        #expect(walk.orders(of: "a").map(\.action) == [.script("other")])
        #expect(walk.requests.count == 2)
    }

    @Test func `a check that is stopped is asked about again`() throws {
        let walk = try guided(
            "a: {check: x, next: stop}", replies: ["a": [yes, yes]],
            results: ["a": [.exit(0, takes: .seconds(50)), .exit(0)]], [(.seconds(70), .stopped(by: "anna"))])
        #expect(walk.requests.count == 2 && walk.orders(of: "a").count == 2)
        #expect(walk.cancelled == [walk.orders(of: "a")[0].id])
    }

    @Test func `a fix that is stopped is asked about as one whose end is not known`() throws {
        let walk = try guided(
            "a: {fix: y, next: stop}", replies: ["a": [yes, yes]],
            results: ["a": [.exit(0, takes: .seconds(50)), .exit(0)]], [(.seconds(70), .stopped(by: "anna"))])
        guard case .unknownEnd? = walk.requests.last?.subject else {
            Issue.record("it was not asked about")
            return
        }
        #expect(walk.orders(of: "a").count == 2 && walk.way == ["a"])
    }

    @Test func `a verification that is stopped leads to the question whether to run it again`() throws {
        let walk = try guided(
            replies: ["a": [yes], "b": [yes, .refused(by: "anna", reason: "left open by anna")]],
            results: [
                "a": [.exit(0, takes: .zero)], "b": [.exit(0, takes: .zero)], "c": [.exit(1, takes: .seconds(25))],
            ],
            [(.seconds(130), .stopped(by: "anna"))])
        #expect(walk.requests.map(\.step) == ["a", "b", "b"])
        #expect(walk.verifications(of: "b").map(\.passed) == [false])
        #expect(walk.result(of: "b")?.ran == true)
    }
}
