import CEL
import Diagnostics
import Interpreter
import RunbookLoading
import RunbookModel
import Testing

@Suite struct EvidenceRuleTests {
    private let causes = "causes: {bad: {name: Bad}, worse: {name: Worse}, unseen: {name: Unseen}}"

    @Test func `rule 15: a cause is true while a result holds it, else false, and never unknown`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, findings: [{when: exit == 1, cause: bad}], next: b}
            b: {decide: [{when: causes.unseen, goto: stop}, {when: causes.bad && !causes.unseen, goto: c}]}
            c: {check: "true", next: stop}
            """, top: causes, results: ["a": [.exit(1)]])
        #expect(walk.way == ["a", "b", "c"])
        #expect(walk.decisions(of: "b").first?.options.map(\.condition.verdict) == [.no, .yes])
        #expect(walk.end?.causes == ["bad"])
    }

    @Test func `rule 15: a cause holds as long as one of several steps holds it`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b, c], next: d}
            b: {check: x, findings: [{when: exit == 1, cause: bad}], next: e}
            c: {check: y, findings: [{when: exit == 1, cause: bad}], next: f}
            d: {decide: [{when: causes.bad, goto: b}]}
            e: {decide: [{when: causes.bad, goto: c}]}
            f: {decide: [{when: "!causes.bad", goto: g}]}
            g: {check: "true", next: stop}
            """, top: causes, results: ["b": [.exit(1), .exit(0)], "c": [.exit(1), .exit(0)]])
        #expect(walk.way == ["a", "d", "b", "e", "c", "f", "g"])
        #expect(walk.end?.causes == [])
    }

    @Test func `rule 15: nothing but a new result clears a cause`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, findings: [{when: exit == 1, cause: bad}], next: b}
            b: {fix: y, next: c}
            c: {check: z, next: d}
            d: {decide: [{when: causes.bad, goto: e}]}
            e: {check: "true", next: stop}
            """, top: causes, results: ["a": [.exit(1)]])
        #expect(walk.way == ["a", "b", "c", "d", "e"])
        #expect(walk.end?.causes == ["bad"])
    }

    @Test func `rule 15: all findings are weighed, in order`() throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              check: x
              parse: json
              findings:
                - {when: out.n > 5, cause: worse}
                - {when: out.missing, cause: unseen}
                - {when: out.n > 3, cause: bad}
                - {when: out.n > 4, cause: bad}
              next: stop
            """, top: causes, results: ["a": [.out("{\"n\": 6}")]])
        #expect(walk.result(of: "a")?.causes == ["worse", "bad"])
        #expect(walk.result(of: "a")?.conditions.map(\.role) == ["worse", "unseen", "bad", "bad"])
        #expect(walk.result(of: "a")?.conditions.map(\.verdict) == [.yes, .unknown, .yes, .yes])
        #expect(walk.result(of: "a")?.conditions[1].problem != nil)
        #expect(walk.end?.causes == ["bad", "worse"])
    }

    @Test func `rule 15: a finding cannot see the ok of its own step`() {
        let text = Book.text("a: {check: x, findings: [{when: \"!ok\", cause: bad}], next: stop}", top: causes)
        let loaded = RunbookLoader(texts: ["test.yaml": Array(text.utf8)]).load(path: "test.yaml")
        #expect(loaded.set == nil)
        #expect(loaded.diagnostics.map(\.message) == ["`ok` is not yet known when `expect` and `findings` are weighed"])
    }

    @Test func `rule 16: a group waits for all of its members`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b, c, d], next: e}
            b: {check: x}
            c: {check: y}
            d: {check: z}
            e: {check: "true", next: stop}
            """, results: ["b": [.exit(1, takes: .seconds(1))], "c": [.exit(0, takes: .seconds(9))]])
        #expect(
            walk.orderTimes(of: "b") + walk.orderTimes(of: "c") + walk.orderTimes(of: "d") == [.zero, .zero, .zero])
        #expect(walk.orderTimes(of: "e") == [.seconds(9)])
        #expect(walk.result(of: "a")?.elapsed == .seconds(9))
    }

    @Test func `rule 16: the next of a member does not count, and a member's run is no visit`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b], next: c}
            b: {check: x, visits: 1, next: stop}
            c: {decide: [{when: visits.b == 0 && steps.b.ran, goto: b}]}
            """)
        #expect(walk.path == ["a", "c", "b", "stop"])
    }

    @Test(arguments: [
        ([0, 0], ScriptedWalk.Verdict.ok), ([0, 1], .notOK), ([127, 0], .none), ([127, 1], .notOK),
    ])
    func `rule 16: a group is not ok by one member, else without a verdict, else ok`(
        exits: [Int], expected: ScriptedWalk.Verdict
    ) throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b, c], next: stop}
            b: {check: x}
            c: {check: y}
            """, results: ["b": [.exit(exits[0])], "c": [.exit(exits[1])]])
        #expect(walk.verdict("a") == expected)
    }

    @Test(arguments: [0, 1, 127])
    func `rule 16: optional members do not count`(exit: Int) throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b, c], next: stop}
            b: {check: x}
            c: {check: y, optional: true}
            """, results: ["c": [.exit(exit)]])
        #expect(walk.verdict("a") == .ok)
        #expect(walk.result(of: "a")?.reason.words == "all members are ok")
    }

    @Test func `rule 16: a member that cannot be run has no verdict`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b, c], next: stop, else: stop}
            b: {check: x}
            c: {check: [echo, "${steps.d.out}"]}
            d: {check: x, next: stop}
            """)
        #expect(walk.verdict("c") == .none)
        #expect(walk.verdict("a") == .none)
        #expect(walk.result(of: "a")?.reason.words == "without a verdict: c")
        #expect(walk.path == ["a", "help"])
    }

    @Test func `rule 16: a group's findings read all of its members, and its ok is theirs`() throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              all: [b, c]
              findings:
                - {when: steps.b.out != steps.c.out, cause: bad}
                - {when: steps.b.ok && elapsed > duration("1s"), cause: worse}
              next: stop
            b: {check: x}
            c: {check: y}
            """, top: causes, results: ["b": [.out("1", takes: .seconds(2))], "c": [.out("2")]])
        #expect(walk.result(of: "a")?.causes == ["bad", "worse"])
        #expect(walk.verdict("a") == .ok)
        #expect(walk.end?.causes == ["bad", "worse"])
    }

    @Test func `rule 16: a group's findings go when it runs again`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {all: [b], findings: [{when: steps.b.out == "1", cause: bad}], next: [{when: causes.bad, goto: a}], else: stop}
            b: {check: x}
            """, top: causes, results: ["b": [.out("1"), .out("2")]])
        #expect(walk.path == ["a", "a", "stop"])
        #expect(walk.end?.causes == [])
    }
}
