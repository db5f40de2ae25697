import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct SensitiveRuleTests {
    @Test func `rule 30: sensitive output is not stored, and only the step's own expect and findings read it`() throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              check: x
              sensitive: true
              expect: 'out == "hunter2" && stdout.size() == 8'
              findings:
                - {when: 'out.contains("hunter3")', cause: bad}
                - {when: 'stdout.contains("hunter")', cause: weak}
              next: b
            b: {check: x, next: stop}
            """, top: "causes: {bad: {name: B}, weak: {name: W}}", results: ["a": [.out("hunter2\n")]])
        #expect(walk.result(of: "a")?.causes == ["weak"])
        #expect(walk.verdict("a") == .notOK)
        #expect(!walk.isStored("hunter2"))
        #expect(walk.result(of: "a")?.conditions.map(\.expression).first == "out.contains(\"hunter3\")")
    }

    @Test(arguments: [("sw0rdfish", ScriptedWalk.Verdict.ok), ("other", .notOK)])
    func `rule 30: the verdict of a sensitive check is as of any other`(
        output: String, expected: ScriptedWalk.Verdict
    ) throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, sensitive: true, expect: 'out.startsWith(\"sw\")', next: stop}",
            results: ["a": [.out(output)]])
        #expect(walk.verdict("a") == expected)
        #expect(!walk.isStored(output + "\""))
        #expect(!walk.isStored("sw0rdfish"))
    }

    @Test func `rule 30: why a condition is unknown says nothing of sensitive output`() throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, sensitive: true, expect: int(out) == 1, next: stop}", results: ["a": [.out("hunter2")]])
        #expect(walk.verdict("a") == .none)
        #expect(!walk.isStored("hunter2"))
        #expect(walk.result(of: "a")?.reason.words == "what is expected is unknown")
    }

    @Test func `rule 30: a sensitive request and a sensitive verification`() throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              check: {http: "http://x"}
              sensitive: true
              expect: http.body == "hunter2" && http.headers["x-key"] == "hunter3"
              next: b
            b: {fix: y, sensitive: true, verify: {check: z, sensitive: true, expect: out == "hunter4"}, next: stop, else: help}
            """,
            results: [
                "a": [.http(200, "hunter2", headers: [("x-key", "hunter3")])], "b": [.out("hunter5")],
                "b.verify": [.out("no"), .out("hunter4")],
            ])
        #expect(walk.verdict("a") == .ok)
        #expect(walk.path == ["a", "b", "stop"])
        // The conditions are stored as they are written, what came is not.
        for secret in ["\"text\":\"hunter", "\"value\":\"hunter", "\"hunter3\"}", "hunter5"] {
            #expect(!walk.isStored(secret))
        }
        #expect(walk.isStored("\"withheld\":true"))
    }

    @Test func `rule 30: a step on another host is not run in this version, and says so`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, host: db1, next: b}
            b: {fix: x, host: db1, next: stop, else: c}
            c: {check: {file: /x}, host: db1, next: d}
            d: {check: {http: "http://x"}, next: stop}
            """, results: ["d": [.http(200)]])
        #expect(walk.path == ["a", "b", "c", "d", "stop"])
        #expect(walk.orders.map(\.step) == ["d"])
        #expect(walk.verdict("a") == .none)
        #expect(walk.verdict("b") == .notOK)
        #expect(walk.verdict("c") == .none)
        for step in ["a", "b", "c"] {
            #expect(walk.result(of: step)?.ran == false)
            #expect(walk.result(of: step)?.reason.words.contains("not yet in this version") == true)
        }
    }

    @Test func `rule 30: http and tcp go out from here, whatever the default host`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: {http: "http://x"}, next: b}
            b: {check: {tcp: "x:1"}, next: c}
            c: {check: x, next: stop}
            """, top: "defaults: {host: db1}", results: ["a": [.http(200)], "b": [.tcp(true)]])
        #expect(walk.orders.map(\.step) == ["a", "b"])
        #expect(walk.verdict("c") == .none)
    }

    @Test func `rule 30: a preview is shown before a destroy is confirmed`() throws {
        let walk = try ScriptedWalk.of(
            "a: {fix: x, effect: destroy, preview: [ls, /data], next: stop}", mode: .guided,
            results: ["a.preview": [.out("two volumes")]], replies: ["a": [.granted(by: "anna")]])
        guard case .change(.destroy, _, let preview)? = walk.requests.first?.subject else {
            Issue.record("not asked")
            return
        }
        #expect(preview?.stdout.text == "two volumes")
        #expect(walk.orders.map(\.purpose) == [.preview, .step(attempt: 1)])
        #expect(walk.orders.map(\.effect) == [.read, .destroy])
        #expect(walk.orders.map(\.timeout) == [.seconds(30), .seconds(600)])
    }

    @Test func `rule 30: a preview that fails does not stand in the way`() throws {
        let walk = try ScriptedWalk.of(
            "a: {fix: x, effect: destroy, preview: look, next: stop}", mode: .guided,
            results: ["a.preview": [.exit(127)]], replies: ["a": [.granted(by: "anna")]])
        #expect(walk.path == ["a", "stop"])
        #expect(walk.verdict("a") == .ok)
    }
}
