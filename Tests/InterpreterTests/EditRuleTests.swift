import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct EditRuleTests {
    private static let whole = """
        a:
          edit: {file: /etc/x, set: {a: 1}}
          validate: "true"
          apply: reload
          verify: {check: look, every: 2s, within: 5s}
          next: b
          else: c
        b: {check: "true", next: stop}
        c: {check: "true", next: stop}
        """

    @Test func `rule 13: the file is replaced, then validated, applied and verified`() throws {
        let walk = try ScriptedWalk.of(Self.whole)
        #expect(walk.stages(of: "a") == ["plan", "write", "validate", "apply", "verify"])
        #expect(walk.way == ["a", "b"] && walk.file == "new")
        #expect(walk.result(of: "a")?.reason.words == "verified")
    }

    @Test func `rule 13: an edit that changes nothing is verified, and nothing is asked for`() throws {
        var walk = try ScriptedWalk(steps: Self.whole)
        walk.file = "new"
        walk.mode = .guided
        walk.run()
        #expect(walk.stages(of: "a") == ["plan", "verify"])
        #expect(walk.requests.isEmpty && walk.verdict("a") == .ok && walk.way == ["a", "b"])
    }

    @Test func `rule 13: an edit that changes nothing and does not help has nothing to put back`() throws {
        var walk = try ScriptedWalk(steps: Self.whole)
        walk.file = "new"
        walk.results["a.verify"] = [.exit(1)]
        walk.run()
        #expect(Set(walk.stages(of: "a")) == ["plan", "verify"])
        #expect(walk.way == ["a", "c"] && walk.file == "new")
    }

    @Test func `rule 13: a change that cannot be computed has failed, and says why`() throws {
        let walk = try ScriptedWalk.of(
            Self.whole, results: ["a.plan": [.edit(.failed("the pattern matches nothing"))]])
        #expect(walk.stages(of: "a") == ["plan"])
        #expect(walk.way == ["a", "c"] && walk.verdict("a") == .notOK)
        #expect(walk.result(of: "a")?.ran == true)
        #expect(walk.result(of: "a")?.reason.words == "the pattern matches nothing")
    }

    @Test func `rule 13: failed at validate, the old file is put back, and nothing was applied`() throws {
        let walk = try ScriptedWalk.of(Self.whole, results: ["a.validate": [.exit(1, stderr: "line 3: no")]])
        #expect(walk.stages(of: "a") == ["plan", "write", "validate", "put back"])
        #expect(walk.way == ["a", "c"] && walk.file == "old")
        #expect(walk.result(of: "a")?.reason.words == "`validate` failed: exit 1; the old file was put back")
    }

    @Test func `rule 13: failed at apply, the old file is put back and applied once more`() throws {
        let walk = try ScriptedWalk.of(Self.whole, results: ["a.apply": [.exit(1), .exit(0)]])
        #expect(walk.stages(of: "a") == ["plan", "write", "validate", "apply", "put back", "apply again"])
        #expect(walk.way == ["a", "c"] && walk.file == "old")
        #expect(walk.result(of: "a")?.reason.words == "`apply` failed: exit 1; the old file was put back")
    }

    @Test func `rule 13: not verified, the old file is put back and applied once more`() throws {
        let walk = try ScriptedWalk.of(Self.whole, results: ["a.verify": [.exit(1)]])
        #expect(
            walk.stages(of: "a")
                == [
                    "plan", "write", "validate", "apply", "verify", "verify", "verify", "put back", "apply again",
                ])
        #expect(walk.way == ["a", "c"] && walk.file == "old")
        #expect(walk.verifications(of: "a").map(\.passed) == [false])
        #expect(walk.result(of: "a")?.reason.words == "it did not help within 5s; the old file was put back")
    }

    @Test func `rule 13: what fails again when the old file is back is said`() throws {
        let walk = try ScriptedWalk.of(Self.whole, results: ["a.apply": [.exit(1), .exit(3)]])
        #expect(
            walk.result(of: "a")?.reason.words
                == "`apply` failed: exit 1; the old file was put back, but for it `apply` failed: exit 3")
    }

    @Test func `rule 13: a file that others changed meanwhile is left alone, and said`() throws {
        let written = try ScriptedWalk.of(Self.whole, results: ["a.write": [.edit(.failed("changed by others"))]])
        #expect(written.stages(of: "a") == ["plan", "write"])
        #expect(written.result(of: "a")?.reason.words == "changed by others")
        let put = try ScriptedWalk.of(
            Self.whole,
            results: ["a.validate": [.exit(1)], "a.put_back": [.edit(.failed("changed by others"))]])
        #expect(put.stages(of: "a") == ["plan", "write", "validate", "put back"])
        #expect(
            put.result(of: "a")?.reason.words
                == "`validate` failed: exit 1; the old file was not put back: changed by others")
    }

    @Test func `rule 13: without validate, apply and verify an edit is ok when it is written`() throws {
        let walk = try ScriptedWalk.of("a: {edit: {file: /x, block: {name: n, text: t}}, next: stop, else: help}")
        #expect(walk.stages(of: "a") == ["plan", "write"])
        #expect(walk.verdict("a") == .ok && walk.path == ["a", "stop"])
        #expect(walk.result(of: "a")?.reason.words == "the file was edited")
    }

    @Test func `rule 25: guided, leave is asked for with the planned change, and a no changes nothing`() throws {
        let walk = try ScriptedWalk.of(
            Self.whole, mode: .guided, replies: ["a": [.refused(by: "anna", reason: "not today")]])
        #expect(walk.stages(of: "a") == ["plan"])
        #expect(walk.file == "old" && walk.result(of: "a")?.ran == false)
        guard case .change(.change, let order, _)? = walk.requests.first?.subject,
            case .edit(_, .write(let plan)) = order.action
        else {
            Issue.record("leave was asked for \(walk.requests)")
            return
        }
        #expect(plan.diff == "-old\n+new\n")
    }

    @Test func `rule 25: an edit that destroys does not run unattended`() throws {
        let walk = try ScriptedWalk.of(
            "a: {edit: {file: /x, ensure_line: {line: x}}, effect: destroy, preview: show, next: stop, else: stop}")
        #expect(walk.stages(of: "a") == ["plan", "preview"] && walk.file == "old")
        #expect(walk.result(of: "a")?.ran == false)
    }

    @Test func `rule 29: a dry run finds out what would change, and changes nothing`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {edit: {file: /x, set: {a: 1}}, validate: "true", next: b}
            b: {edit: {file: /y, set: {a: 1}}, next: stop}
            """, mode: .dryRun)
        #expect(walk.stages(of: "a") == ["plan"])
        #expect(walk.stages(of: "b").isEmpty, "from the first change on nothing runs")
        #expect(walk.path == ["a", "b", "stop"] && walk.file == "old")
    }

    @Test func `rule 2: values under set keep the type of an expression that stands alone`() throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              edit:
                file: "/etc/${params.name}.conf"
                set:
                  "${params.name}":
                    count: "${params.count}"
                    text: "n=${params.count}"
                    time: "${params.time}"
                    plain: [1, "1", 1.5, true, null]
                    list: "${['x', 'y']}"
              next: stop
            """,
            top: """
                params:
                  name: {type: string, default: web}
                  count: {type: int, default: 3}
                  time: {type: duration, default: 90s}
                """)
        guard case .edit(let edit, .plan)? = walk.orders(of: "a").first?.action else {
            Issue.record("nothing was planned")
            return
        }
        #expect(edit.file == "/etc/web.conf")
        #expect(
            edit.change
                == .set(
                    .map([
                        .init(
                            key: "web",
                            value: .map([
                                .init(key: "count", value: .int(3)), .init(key: "text", value: .string("n=3")),
                                .init(key: "time", value: .string("90s")),
                                .init(
                                    key: "plain",
                                    value: .list([.int(1), .string("1"), .double(1.5), .bool(true), .null])),
                                .init(key: "list", value: .list([.string("x"), .string("y")])),
                            ]))
                    ])))
    }

    @Test func `rule 6: an edit with an unknown value is not run`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {edit: {file: /x, ensure_line: {line: "${steps.b.stdout}"}}, next: stop, else: b}
            b: {check: "true", next: stop}
            """)
        #expect(walk.orders(of: "a").isEmpty && walk.result(of: "a")?.ran == false)
        #expect(walk.way == ["a", "b"])
    }

    @Test func `rule 8: RUNG_CHANGED is when the file was written`() throws {
        let walk = try ScriptedWalk.of(Self.whole)
        let orders = walk.orders(of: "a")
        #expect(orders.map { $0.changedAt != nil } == [false, false, true, true, true])
    }

    // MARK: Interruptions

    /// After what an edit dies, how the file is then, and what it does when it is taken up.
    struct Death: Sendable, CustomTestStringConvertible {
        var after: String
        var file: String
        var stages: [String]
        var results: [String: [ScriptedWalk.Scripted]] = [:]

        var testDescription: String { "\(after), the file is \(file)" }
    }

    @Test(arguments: [
        Death(after: "plan", file: "old", stages: ["plan", "write", "validate", "apply", "verify"]),
        Death(after: "write", file: "old", stages: ["look", "write", "validate", "apply", "verify"]),
        Death(after: "write", file: "new", stages: ["look", "validate", "apply", "verify"]),
        Death(after: "validate", file: "new", stages: ["validate", "apply", "verify"]),
        Death(after: "apply", file: "new", stages: ["apply", "verify"]),
        Death(after: "verify", file: "new", stages: ["verify"]),
    ])
    func `rule 28: an interrupted edit goes on from where the file shows that it stopped`(death: Death) throws {
        var walk = try ScriptedWalk(steps: Self.whole)
        walk.stopsAt = { event in
            guard case .record(.actionOrdered(let order)) = event else { return false }
            return ScriptedWalk.stage(order) == death.after
        }
        walk.run()
        let before = walk.stages(of: "a").count
        walk.file = death.file
        walk.die()
        walk.resume()
        #expect(Array(walk.stages(of: "a").dropFirst(before)) == death.stages)
        #expect(walk.verdict("a") == .ok && walk.file == "new" && walk.way == ["a", "b"])
    }

    @Test(arguments: [
        ("put back", "new", ["look", "put back", "apply again"], "old"),
        ("put back", "old", ["look", "apply again"], "old"), ("put back", "others", ["look"], "others"),
        ("apply again", "old", ["apply again"], "old"),
    ])
    func `rule 28: an edit that was being put back is put back`(
        after: String, file: String, stages: [String], end: String
    ) throws {
        var walk = try ScriptedWalk(steps: Self.whole)
        walk.results["a.verify"] = [.exit(1)]
        walk.stopsAt = { event in
            guard case .record(.actionOrdered(let order)) = event else { return false }
            return ScriptedWalk.stage(order) == after
        }
        walk.run()
        let before = walk.stages(of: "a").count
        walk.file = file
        walk.die()
        walk.resume()
        #expect(Array(walk.stages(of: "a").dropFirst(before)) == stages)
        #expect(walk.verdict("a") == .notOK && walk.file == end && walk.way == ["a", "c"])
    }

    @Test func `rule 28: a file that others changed while Rung was away is left alone`() throws {
        var walk = try ScriptedWalk(steps: Self.whole)
        walk.stopsAt = { event in
            guard case .record(.actionOrdered(let order)) = event else { return false }
            return ScriptedWalk.stage(order) == "write"
        }
        walk.run()
        walk.file = "others"
        walk.die()
        walk.resume()
        #expect(walk.file == "others" && walk.verdict("a") == .notOK && walk.way == ["a", "c"])
    }

    @Test func `rule 28: whoever takes a run up at the question of an edit sees the change as it is by now`() throws {
        var walk = try ScriptedWalk(steps: Self.whole)
        walk.mode = .guided
        walk.run()
        #expect(walk.stages(of: "a") == ["plan"] && walk.requests.count == 1)
        walk.die()
        walk.file = "new"
        walk.resume(.guided)
        #expect(walk.stages(of: "a") == ["plan", "plan", "verify"] && walk.way == ["a", "b"])
    }

    @Test func `rule 28: whoever takes a run up at the question of a destroy sees what would be lost by now`() throws {
        var walk = try ScriptedWalk(
            steps: "a: {fix: rm all, effect: destroy, preview: list, verify: {check: x}, next: stop}")
        walk.mode = .guided
        walk.run()
        walk.die()
        walk.resume(.guided)
        #expect(walk.orders(of: "a").map(\.purpose) == [.preview, .preview] && walk.requests.count == 2)
    }

    @Test func `an edit can be skipped before it writes, and not while it does`() throws {
        var early = try ScriptedWalk(steps: Self.whole)
        early.results["a.plan"] = [.init(result: .edit(EditOutcome(.failed("x"))), takes: .seconds(9))]
        early.interventions = [(.seconds(1), .skipped(by: "anna"))]
        early.run()
        #expect(early.result(of: "a")?.ran == false && early.refusals.isEmpty)
        var late = try ScriptedWalk(steps: Self.whole)
        late.results["a.apply"] = [.exit(0, takes: .seconds(9))]
        late.interventions = [(.seconds(1), .skipped(by: "anna")), (.seconds(2), .jumped(to: "c", by: "anna"))]
        late.run()
        #expect(
            late.refusals == [
                "a is running: it can be interrupted, not skipped",
                "a change is running: it can be interrupted, not left",
            ])
        #expect(late.way == ["a", "b"])
    }

    @Test func `an edit has no command that an operator could change`() throws {
        var walk = try ScriptedWalk(steps: Self.whole)
        walk.mode = .guided
        walk.interventions = [(.seconds(1), .commandEdited(command: "rm -rf /", by: "anna"))]
        walk.run()
        #expect(walk.refusals == ["a edits a file, and runs no command"])
    }

    @Test func `rule 22: when the time is over while an edit is applied, that goes on, and is not verified`() throws {
        let walk = try ScriptedWalk.of(
            Self.whole, top: "limits: {time: 10s}", results: ["a.apply": [.exit(0, takes: .seconds(20))]])
        #expect(walk.stages(of: "a") == ["plan", "write", "validate", "apply"])
        #expect(walk.verdict("a") == .notOK && walk.file == "new")
        #expect(walk.path.last == "help")
    }

    @Test func `rule 22: a new file that fails its validation is put back even when the time is over`() throws {
        let walk = try ScriptedWalk.of(
            Self.whole, top: "limits: {time: 10s}", results: ["a.validate": [.exit(1, takes: .seconds(20))]])
        #expect(walk.stages(of: "a") == ["plan", "write", "validate", "put back"])
        #expect(walk.file == "old" && walk.path.last == "help")
    }
}
