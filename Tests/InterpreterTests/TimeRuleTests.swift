import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct TimeRuleTests {
    private let minute = "limits: {time: 1m}"

    @Test func `rule 22: thirty minutes where nothing is said`() throws {
        let walk = try ScriptedWalk.of("a: {wait: 1h, next: stop}")
        #expect(walk.elapsed == .seconds(1800))
        #expect(walk.limits == ["time: 30m"])
        #expect(walk.fallbacks == ["the time of the walk is over"])
        #expect(walk.end?.isOutOfTime == true)
    }

    @Test func `rule 22: a check under way is ended and has no verdict`() throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, timeout: 5m, next: stop, else: stop}", top: minute,
            results: ["a": [.exit(0, takes: .seconds(100))]])
        #expect(walk.elapsed == .seconds(60))
        #expect(walk.cancelled == walk.orders.map(\.id))
        #expect(walk.verdict("a") == .none)
        #expect(walk.result(of: "a")?.timedOut == true)
        #expect(walk.path == ["a", "help"])
    }

    @Test func `rule 22: the members of a group that still run are ended, the others keep their results`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b, c, d], next: stop}
            b: {check: x}
            c: {check: x, timeout: 5m}
            d: {check: x, retry: {times: 9, every: 1h}}
            """, top: minute, results: ["c": [.exit(0, takes: .seconds(100))], "d": [.exit(1)]])
        #expect(walk.verdict("b") == .ok)
        #expect(walk.verdict("c") == .none)
        #expect(walk.verdict("d") == .none)
        #expect(walk.verdict("a") == .none)
        #expect(walk.cancelled == walk.orders(of: "c").map(\.id))
        #expect(walk.path == ["a", "help"])
    }

    @Test func `rule 22: a wait under way is ended and not ok`() throws {
        let walk = try ScriptedWalk.of("a: {wait: 2m, next: stop}", top: minute)
        #expect(walk.elapsed == .seconds(60))
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.path == ["a", "help"])
    }

    @Test func `rule 22: a verification under way is ended, and has failed`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, verify: {step: b, within: 1h}, next: stop, else: stop}
            b: {check: x, next: stop}
            """, top: minute, results: ["a": [.exit(0, takes: .seconds(10))], "b": [.exit(1)]])
        #expect(walk.elapsed == .seconds(60))
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.result(of: "a")?.ran == true)
        #expect(walk.verifications(of: "a").map(\.passed) == [false])
        #expect(walk.path == ["a", "help"])
    }

    @Test func `rule 22: a fix's command keeps its own timeout, and is not verified any more`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, timeout: 10m, verify: b, next: stop, else: stop}
            b: {check: x, next: stop}
            """, top: minute, results: ["a": [.exit(0, takes: .seconds(300))]])
        #expect(walk.elapsed == .seconds(300))
        #expect(walk.cancelled.isEmpty)
        #expect(walk.orders(of: "b").isEmpty)
        #expect(walk.result(of: "a")?.ran == true)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.path == ["a", "help"])
    }

    @Test func `rule 22: a fix that pauses before its next try is not tried again`() throws {
        let walk = try ScriptedWalk.of(
            "a: {fix: x, idempotent: true, retry: {times: 5, every: 50s}, next: stop}", top: minute,
            results: ["a": [.exit(7, takes: .seconds(5))]])
        #expect(walk.orders.count == 2)
        #expect(walk.elapsed == .seconds(60))
        #expect(walk.result(of: "a")?.ran == true)
        #expect(walk.verdict("a") == .notOK)
    }

    @Test(arguments: ["fix: x, next: stop", "manual: X, unattended: skip, next: stop"])
    func `rule 22: nothing that changes starts any more`(step: String) throws {
        let text = Book.text("a: {wait: 2m, next: stop}\nb: {\(step)}", top: minute)
            .replacing("fallback: help", with: "fallback: b")
        var walk = try ScriptedWalk(text)
        walk.mode = .guided
        walk.replies = ["a": [.granted(by: "")], "b": [.granted(by: "anna")]]
        walk.run()
        #expect(walk.path == ["a", "b"])
        #expect(walk.result(of: "b")?.ran == false)
        #expect(walk.verdict("b") == .notOK)
        #expect(walk.outcome == .unresolved)
        #expect(walk.end?.isOutOfTime == true)
        #expect(walk.orders.isEmpty)
    }

    @Test func `rule 22: what follows fallback still looks, asks and waits`() throws {
        let text = Book.text(
            """
            a: {wait: 2m, next: stop}
            b: {check: x, next: c}
            c: {wait: 10m, next: d}
            d: {ask: X, unattended: {answer: true}, next: help}
            """, top: minute
        ).replacing("fallback: help", with: "fallback: b")
        var walk = try ScriptedWalk(text)
        walk.run()
        #expect(walk.path == ["a", "b", "c", "d", "help"])
        #expect(walk.elapsed > .seconds(660))
        #expect(walk.end?.isOutOfTime == true)
        #expect(walk.outcome == .escalated)
    }

    @Test func `rule 22: the waiting for people does not count`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {ask: X, unattended: skip, next: b}
                b: {fix: x, next: c}
                c: {manual: X, unattended: skip, next: stop}
                """, top: minute)
        walk.mode = .guided
        walk.thinking = .seconds(7200)
        walk.replies = [
            "a": [.answered(.bool(true), by: "anna")], "b": [.granted(by: "anna")], "c": [.granted(by: "anna")],
        ]
        walk.results = ["b": [.exit(0, takes: .seconds(50))]]
        walk.run()
        #expect(walk.path == ["a", "b", "c", "stop"])
        #expect(walk.limits == [])
        #expect(walk.end?.isOutOfTime == false)
    }

    @Test func `rule 22: what others do meanwhile counts again after a person has answered`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {wait: 40s, next: b}
                b: {ask: X, unattended: skip, next: c}
                c: {wait: 40s, next: stop}
                """, top: minute)
        walk.mode = .guided
        walk.thinking = .seconds(500)
        walk.replies = ["a": [.granted(by: "")], "b": [.answered(.bool(true), by: "anna")], "c": [.granted(by: "")]]
        walk.run()
        #expect(walk.path == ["a", "b", "c", "help"])
        // The leave to wait is asked for too, and takes its 500 s.
        #expect(walk.elapsed == .seconds(1560))
    }

    @Test func `rule 22: the time a run was interrupted or dead does not count`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {wait: 30s, next: b}
                b: {fix: x, idempotent: true, next: stop}
                """, top: minute)
        walk.results = ["b": [.exit(0, takes: .seconds(20))]]
        walk.stopsAt = { if case .record(.actionOrdered) = $0 { true } else { false } }
        walk.run()
        walk.die(for: .seconds(7200))
        walk.resume(lost: walk.orders[0].id)
        #expect(walk.limits == [])
        #expect(walk.path == ["a", "b", "stop"])

        var paused = try ScriptedWalk(steps: "a: {check: x, next: stop}", top: minute)
        paused.results = ["a": [.exit(0, takes: .seconds(20))]]
        paused.stopsAt = { if case .record(.actionOrdered) = $0 { true } else { false } }
        paused.run()
        paused.give(.interrupted(reason: "SIGINT"))
        paused.die(for: .seconds(7200))
        paused.resume()
        #expect(paused.limits == [])
        #expect(paused.path == ["a", "stop"])
    }

    @Test func `rule 22: timeouts are 30s for checks and 10m for fixes, or what defaults or the step says`() throws {
        let steps = """
            a: {check: x, next: b}
            b: {fix: x, next: c}
            c: {check: x, timeout: 7s, next: d}
            d: {fix: x, timeout: 8s, verify: {check: y}, next: stop}
            """
        let plain = try ScriptedWalk.of(steps)
        #expect(plain.orders.map(\.timeout) == [.seconds(30), .seconds(600), .seconds(7), .seconds(8), .seconds(30)])
        let told = try ScriptedWalk.of(steps, top: "defaults: {timeout: 5s, fix_timeout: 1m}")
        #expect(told.orders.map(\.timeout) == [.seconds(5), .seconds(60), .seconds(7), .seconds(8), .seconds(5)])
    }

    @Test func `rule 22: needing fallback again for the time ends the walk unresolved, out of time`() throws {
        let text = Book.text("a: {fix: x, next: stop}\nb: {wait: 2m, next: stop}", top: minute)
            .replacing("fallback: help", with: "fallback: b")
        var walk = try ScriptedWalk(text)
        walk.results = ["a": [.exit(1)]]
        walk.run()
        #expect(walk.path == ["a", "b"])
        #expect(walk.outcome == .unresolved)
        #expect(walk.end?.isOutOfTime == true)
    }

    @Test func `rule 22: a walk that ends in time is not out of time`() throws {
        #expect(try ScriptedWalk.of("a: {wait: 50s, next: stop}", top: minute).end?.isOutOfTime == false)
    }

    @Test func `rule 22: a step cannot be interrupted by the time while a person is asked`() throws {
        var walk = try ScriptedWalk(
            steps: "a: {ask: X, unattended: skip, next: stop}", top: minute)
        walk.mode = .guided
        walk.run()
        #expect(walk.walk.phase == .walking)
        #expect(walk.walk.wakeTime == nil)
    }
}
