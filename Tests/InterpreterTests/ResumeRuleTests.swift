import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct ResumeRuleTests {
    /// A walk that dies right after an order for a step.
    private func dying(
        atOrderOf step: String, _ steps: String, top: String = "", mode: Mode = .unattended,
        results: [String: [ScriptedWalk.Scripted]] = [:], replies: [String: [Reply]] = [:]
    ) throws -> ScriptedWalk {
        var walk = try ScriptedWalk(steps: steps, top: top)
        walk.mode = mode
        walk.results = results
        walk.replies = replies
        walk.stopsAt = { if case .record(.actionOrdered(let order)) = $0 { order.step == step } else { false } }
        walk.run()
        walk.die()
        return walk
    }

    @Test func `rule 28: steps with a result keep it`() throws {
        var walk = try dying(
            atOrderOf: "b",
            """
            a: {check: x, findings: [{when: exit == 1, cause: bad}], next: b}
            b: {check: y, next: c}
            c: {decide: [{when: 'causes.bad && steps.a.out == "once" && visits.b == 1', goto: stop}]}
            """, top: "causes: {bad: {name: B}}", results: ["a": [.exit(0, "once")]])
        walk.resume()
        #expect(walk.orders(of: "a").count == 1)
        #expect(walk.path == ["a", "b", "c", "help"])

        var found = try dying(
            atOrderOf: "b",
            """
            a: {check: x, exits: [0, 1], findings: [{when: exit == 1, cause: bad}], next: b}
            b: {check: y, next: c}
            c: {decide: [{when: 'causes.bad && steps.a.out == "once" && visits.b == 1', goto: stop}]}
            """, top: "causes: {bad: {name: B}}", results: ["a": [.exit(1, "once")]])
        found.resume()
        #expect(found.path == ["a", "b", "c", "stop"])
        #expect(found.end?.causes == ["bad"])
    }

    @Test func `rule 28: a check without a result runs again, with all its tries`() throws {
        var walk = try dying(
            atOrderOf: "a", "a: {check: x, retry: {times: 2}, next: stop}",
            results: ["a": [.exit(0), .exit(1), .exit(0)]])
        walk.resume()
        #expect(walk.orders(of: "a").map(\.purpose) == [.step(attempt: 1), .step(attempt: 1), .step(attempt: 2)])
        #expect(Set(walk.orders.map(\.id)).count == 3)
        #expect(walk.verdict("a") == .ok)
        #expect(walk.path == ["a", "stop"])
    }

    @Test func `rule 28: a group without a result runs again`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {all: [b, c], next: stop}
                b: {check: x}
                c: {check: y}
                """)
        walk.results = ["b": [.out("1"), .out("2")], "c": [.exit(0, takes: .seconds(9))]]
        walk.stopsAt = { if case .record(.stepEnded("b", _)) = $0 { true } else { false } }
        walk.run()
        walk.die()
        walk.resume()
        #expect(walk.orders(of: "b").count == 2)
        #expect(walk.orders(of: "c").count == 2)
        #expect(walk.verdict("a") == .ok)
    }

    @Test(arguments: [(Duration.seconds(60), Duration.seconds(600)), (.seconds(4000), .seconds(4000))])
    func `rule 28: of a wait the rest is waited for`(away: Duration, end: Duration) throws {
        var walk = try ScriptedWalk(steps: "a: {wait: 10m, next: stop}")
        walk.stopsAt = { if case .record(.waiting) = $0 { true } else { false } }
        walk.run()
        walk.die(for: away)
        walk.resume()
        #expect(walk.elapsed == end)
        #expect(walk.path == ["a", "stop"])
        #expect(walk.verdict("a") == .ok)
    }

    @Test func `rule 28: a verification starts anew`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {fix: x, verify: {step: b, every: 1s, within: 30s, passes: 3}, next: c}
                b: {check: y, next: stop}
                c: {check: x, next: stop}
                """)
        var tries = 0
        walk.stopsAt = { event in
            if case .record(.actionOrdered(let order)) = event, order.step == "b" { tries += 1 }
            return tries == 3
        }
        walk.run()
        walk.die()
        walk.resume()
        #expect(walk.orders(of: "a").count == 1)
        #expect(walk.orders(of: "b").count == 6)
        #expect(walk.path == ["a", "c", "stop"])
        #expect(walk.verdict("a") == .ok)
    }

    @Test(arguments: ["ask: X", "manual: X"])
    func `rule 28: a question or manual is put again`(step: String) throws {
        var walk = try ScriptedWalk(steps: "a: {\(step), unattended: skip, next: b}\nb: {check: x, next: stop}")
        walk.mode = .guided
        walk.run()
        walk.die()
        walk.replies = ["a": [step.hasPrefix("ask") ? .answered(.bool(true), by: "bo") : .granted(by: "bo")]]
        walk.resume(.guided)
        #expect(walk.requests.map(\.id) == [1, 2])
        #expect(walk.path == ["a", "b", "stop"])
    }

    @Test func `rule 28: leave for a change is asked for again, and an old answer is ignored`() throws {
        var walk = try ScriptedWalk(steps: "a: {fix: x, next: stop}")
        walk.mode = .guided
        walk.run()
        walk.die()
        walk.resume(.guided)
        walk.give(.replied(request: 1, .granted(by: "anna")))
        #expect(walk.orders.isEmpty)
        walk.give(.replied(request: 2, .granted(by: "anna")))
        #expect(walk.orders.count == 1)
        walk.step()
        #expect(walk.path == ["a", "stop"])
    }

    private let fix = """
        a: {fix: x, verify: c, next: b, else: b}
        b: {check: x, next: stop}
        c: {check: x, next: stop}
        """

    @Test func `rule 28: a fix without a result is asked about when guided`() throws {
        var walk = try dying(atOrderOf: "a", fix, mode: .guided, replies: ["a": [.granted(by: "anna")]])
        walk.replies = [:]
        walk.resume(.guided, lost: walk.orders[0].id)
        #expect(walk.orders.count == 1)
        guard case .unknownEnd(let order, _)? = walk.requests.last?.subject else {
            Issue.record("not asked about")
            return
        }
        #expect(order.action == .script("x"))
        #expect(walk.walk.phase == .walking)
    }

    @Test func `rule 28: the person may say run it again, take it as done, or no`() throws {
        for (reply, orders, way) in [
            (Reply.granted(by: "anna"), 2, ["a", "b"]), (.takenAsDone(by: "anna"), 1, ["a", "b"]),
            (.refused(by: "anna", reason: "no"), 1, ["a"]),
        ] {
            var walk = try dying(atOrderOf: "a", fix, mode: .guided, replies: ["a": [.granted(by: "anna"), reply]])
            walk.resume(.guided, lost: walk.orders[0].id)
            #expect(walk.orders(of: "a").count == orders)
            #expect(walk.way == way)
            #expect(walk.result(of: "a")?.ran == true)
            #expect(walk.verdict("a") == (way.count == 2 ? .ok : .notOK))
            #expect(walk.orders(of: "c").count == way.count - 1)
        }
    }

    @Test func `rule 28: a fix without a result goes to fallback when unattended`() throws {
        var walk = try dying(atOrderOf: "a", fix)
        walk.resume(.unattended, lost: walk.orders[0].id)
        #expect(walk.path == ["a", "help"])
        #expect(walk.orders.count == 1)
        #expect(walk.result(of: "a")?.ran == true)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.fallbacks == ["how a ended is not known"])
    }

    @Test(arguments: [Mode.guided, .unattended])
    func `rule 28: a fix runs again only if it is idempotent`(mode: Mode) throws {
        var walk = try dying(atOrderOf: "a", fix.replacing("fix: x,", with: "fix: x, idempotent: true,"))
        walk.resume(mode, lost: walk.orders[0].id)
        #expect(walk.orders(of: "a").count == 2)
        #expect(walk.orders(of: "a").map(\.id) == [1, 2])
        #expect(walk.path == ["a", "b", "stop"])
    }

    @Test func `rule 28: so too a fix that Rung itself interrupted`() throws {
        var walk = try ScriptedWalk(steps: fix)
        walk.stopsAt = { if case .record(.actionOrdered) = $0 { true } else { false } }
        walk.run()
        walk.give(.interrupted(reason: "SIGTERM"))
        walk.give(.actionLost(action: walk.orders[0].id, reason: "Rung was interrupted, and ended it"))
        #expect(walk.walk.phase == .interrupted)
        walk.die()
        walk.resume()
        #expect(walk.path == ["a", "help"])
    }

    @Test func `rule 28: a fix that ended by itself while Rung was being interrupted keeps its result`() throws {
        var walk = try ScriptedWalk(steps: fix)
        walk.stopsAt = { if case .record(.actionOrdered) = $0 { true } else { false } }
        walk.run()
        walk.give(.interrupted(reason: "SIGTERM"))
        walk.give(.actionEnded(action: walk.orders[0].id, .command(CommandOutcome(exit: 1)), nil))
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.path == ["a"])
        walk.die()
        walk.resume()
        #expect(walk.path == ["a", "b", "stop"])
        #expect(walk.orders(of: "a").count == 1)
    }

    @Test func `rule 28: a fix between two tries goes on to the next`() throws {
        var walk = try ScriptedWalk(
            steps: "a: {fix: x, idempotent: true, retry: {times: 3, every: 10m}, next: stop}")
        walk.results = ["a": [.exit(1), .exit(0)]]
        walk.stopsAt = { if case .input(.actionEnded) = $0 { true } else { false } }
        walk.run()
        walk.die()
        walk.resume()
        #expect(walk.orders.map(\.purpose) == [.step(attempt: 1), .step(attempt: 2)])
        #expect(walk.path == ["a", "stop"])
    }

    @Test func `rule 28: a preview that was under way is looked at again`() throws {
        var walk = try dying(
            atOrderOf: "a", "a: {fix: x, effect: destroy, preview: look, next: stop}", mode: .guided,
            replies: ["a": [.granted(by: "anna")]])
        walk.resume(.guided)
        #expect(walk.orders.map(\.purpose) == [.preview, .preview, .step(attempt: 1)])
        #expect(walk.path == ["a", "stop"])
    }

    @Test func `rule 28: a run goes on in the mode that it is resumed in`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {fix: x, effect: destroy, next: stop, else: b}
                b: {decide: [{when: 'mode == "unattended"', goto: c}]}
                c: {check: x, next: stop}
                """)
        walk.mode = .guided
        walk.run()
        walk.die()
        walk.resume(.unattended)
        #expect(walk.way == ["a", "b", "c"])
        #expect(walk.result(of: "a")?.ran == false)
    }

    @Test func `rule 28: a run dies and resumes inside a called runbook`() throws {
        var walk = try ScriptedWalk(
            steps: "a: {call: other.yaml, next: b, else: stop}\nb: {check: x, next: stop}",
            called: [
                "other.yaml": Book.text(
                    "a: {check: [echo, \"${params.p}\"], next: done, else: stop}\ndone: {end: resolved}",
                    top: "params: {p: {type: string, default: v}}")
            ])
        walk.stopsAt = { if case .record(.actionOrdered) = $0 { true } else { false } }
        walk.run()
        walk.die()
        walk.resume()
        #expect(walk.path == ["a", "a/a", "a/done", "b", "stop"])
        #expect(walk.orders(of: "a/a").map(\.action) == [.argv(["echo", "v"]), .argv(["echo", "v"])])
    }

    @Test func `rule 28: a run can die at every event, and comes to the same end`() throws {
        let steps = """
            a: {all: [c, d], next: b}
            b: {fix: x, idempotent: true, verify: {step: c, passes: 2}, next: e}
            c: {check: x}
            d: {check: x, retry: {times: 2}}
            e: {wait: 30s, next: f}
            f: {ask: X, unattended: {answer: true}, next: g}
            g: {check: x, next: done, else: stop}
            done: {end: resolved}
            """.replacing("c: {check: x}", with: "c: {check: x, next: stop}")
        let whole = try ScriptedWalk.of(steps, results: ["d": [.exit(1), .exit(0)]])
        #expect(whole.outcome == .resolved)
        for count in 1..<whole.events.count - 1 {
            var walk = try ScriptedWalk(steps: steps)
            walk.results = ["d": [.exit(1), .exit(0)]]
            var seen = 0
            walk.stopsAt = { _ in
                seen += 1
                return seen == count
            }
            walk.run()
            if walk.end != nil { continue }
            walk.die()
            walk.resume()
            #expect(walk.outcome == .resolved, "died after event \(count)")
            #expect(walk.path == whole.path, "died after event \(count)")
        }
    }
}
