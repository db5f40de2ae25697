import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct ResultsRuleTests {
    /// A check whose `expect` is a condition; its verdict says what the condition came to.
    private func verdict(
        of condition: String, _ check: String, _ result: ScriptedWalk.Scripted, top: String = ""
    ) throws -> ScriptedWalk.Verdict {
        let walk = try ScriptedWalk.of(
            """
            a:
              check: \(check)
              expect: '\(condition)'
              next: stop
            """, top: top, results: ["a": [result]])
        return walk.verdict("a")
    }

    @Test func `rule 7: before a step runs, ran is false and all else unknown`() throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              decide:
                - {when: steps.b.ran, goto: stop}
                - {when: "steps.b.ok || true", goto: b}
              else: stop
            b:
              check: "true"
              next:
                - {when: "steps.c.ok", goto: stop}
                - {when: "steps.c.elapsed > duration('1s')", goto: stop}
                - {when: "steps.c.timed_out", goto: stop}
                - {when: "steps.c.exit == 0", goto: stop}
                - {when: "steps.c.out == ''", goto: stop}
                - {when: "!steps.c.ran", goto: c}
            c: {check: "true", next: stop}
            """)
        #expect(walk.way == ["a", "b", "c"])
        #expect(
            walk.decisions(of: "b").first?.options.map(\.condition.verdict)
                == [.unknown, .unknown, .unknown, .unknown, .unknown, .yes])
    }

    @Test(arguments: [
        ("exit == 3", ScriptedWalk.Scripted.exit(3)), ("stdout == \"a\\nb\\n\"", .out("a\nb\n")),
        ("stderr == \"oh\"", .exit(0, "", stderr: "oh")), ("out == \"a\\nb\"", .out("a\nb\n\n")), ("ran", .exit(0)),
        ("elapsed == duration(\"250ms\")", .exit(0, takes: .milliseconds(250))), ("!timed_out", .exit(0)),
    ])
    func `rule 7: a command has exit, stdout, stderr, out, elapsed and timed_out`(
        condition: String, result: ScriptedWalk.Scripted
    ) throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, exits: [0, 3], expect: '\(condition)', next: stop}
            """, results: ["a": [result]])
        #expect(walk.verdict("a") == .ok)
    }

    @Test(arguments: [
        "http.status == 503", "http.headers[\"retry-after\"] == \"30\"", "http.body == \"busy\\n\"", "out == \"busy\"",
        "!timed_out", "elapsed < duration(\"1s\")",
    ])
    func `rule 7: http has status, headers in lower case, body and out`(condition: String) throws {
        let answer = ScriptedWalk.Scripted.http(503, "busy\n", headers: [("retry-after", "30")])
        #expect(try verdict(of: condition, "{http: \"http://x\"}", answer) == .ok)
    }

    @Test(arguments: [
        ("http.status == 0", ScriptedWalk.Verdict.ok), ("!http.body.contains(\"error\")", .notOK),
        ("out != \"error\"", .notOK), ("!(\"x\" in http.headers)", .ok),
    ])
    func `rule 7: without an answer the status is 0, and there is no body that lacks an error`(
        condition: String, expected: ScriptedWalk.Verdict
    ) throws {
        #expect(try verdict(of: condition, "{http: \"http://x\"}", .noAnswer()) == expected)
    }

    @Test(arguments: [
        "file.exists", "file.size == 6", "file.modified < now", "out == \"hello\"",
    ])
    func `rule 7: a file has exists, size, modified and its content as out`(condition: String) throws {
        #expect(try verdict(of: condition, "{file: /x}", .file("hello\n")) == .ok)
    }

    @Test(arguments: [("!file.exists", ScriptedWalk.Verdict.ok), ("file.size == 0", .none), ("out == \"\"", .none)])
    func `rule 7: a file that is absent has no size and no content`(
        condition: String, expected: ScriptedWalk.Verdict
    ) throws {
        #expect(try verdict(of: condition, "{file: /x}", .file(nil)) == expected)
    }

    @Test func `rule 7: an ask has its answer, and a call its outcome and causes`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {ask: "When?", answer: {type: string, choices: [now, later]}, unattended: skip, next: b}
            b:
              call: other.yaml
              next: [{when: "false", goto: stop}]
              else: c
            c:
              decide:
                - {when: 'steps.a.answer == "later" && steps.b.out.outcome == "unresolved" && steps.b.out.causes.bad && !steps.b.out.causes.worse', goto: d}
            d: {check: "true", next: stop}
            """,
            called: [
                "other.yaml": Book.text(
                    "a: {check: x, findings: [{when: \"true\", cause: bad}], next: stop}",
                    top: "causes: {bad: {name: B}, worse: {name: W}}")
            ],
            mode: .guided, replies: ["a": [.answered(.string("later"), by: "anna")]])
        #expect(walk.way == ["a", "b", "b/a", "b/stop", "c", "d"])
    }

    @Test func `rule 7: steps.X holds the latest result of X`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, next: b}
            b:
              decide:
                - {when: 'steps.a.out == "1"', goto: a}
                - {when: 'steps.a.out == "2"', goto: stop}
            """, results: ["a": [.out("1"), .out("2")]])
        #expect(walk.path == ["a", "b", "a", "b", "stop"])
    }

    @Test func `rule 7: a skipped check or group has no verdict, any other skipped step is not ok`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {check: x, next: b}
                b: {all: [a], next: c}
                c: {wait: 1h, next: d}
                d: {manual: Do it, unattended: escalate, next: stop, else: e}
                e: {fix: x, next: stop, else: stop}
                """)
        walk.mode = .guided
        walk.results = ["a": [.exit(0, takes: .seconds(20))]]
        walk.replies = ["c": [.granted(by: "")]]
        walk.interventions = (1...5).map { (.seconds($0), .skipped(by: "anna")) }
        walk.run()
        #expect(walk.path == ["a", "b", "c", "d", "e", "stop"])
        #expect(walk.verdict("a") == .none)
        #expect(walk.verdict("b") == .none)
        for step in ["c", "d", "e"] { #expect(walk.verdict(step) == .notOK) }
        for step in ["a", "b", "c", "d", "e"] {
            #expect(walk.result(of: step)?.ran == false)
            #expect(walk.result(of: step)?.reason.words == "skipped by anna")
        }
        #expect(walk.cancelled.count == 2)
    }

    @Test func `rule 7: a decision that was made ran`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {decide: [{when: "!steps.a.ran && visits.a > 1", goto: stop}], else: b}
            b: {decide: [{when: steps.a.ran, goto: c}]}
            c: {check: "true", next: stop}
            """)
        #expect(walk.way == ["a", "b", "c"])
    }

    struct Parsed: CustomTestStringConvertible {
        var format: String
        var text: String
        var condition: String
        var testDescription: String { "\(format): \(condition)" }

        init(_ format: String, _ text: String, _ condition: String) {
            (self.format, self.text, self.condition) = (format, text, condition)
        }
    }

    @Test(arguments: [
        Parsed("text", "a\n\n", "out == \"a\""), Parsed("text", "", "out == \"\""),
        Parsed("text", " a ", "out == \" a \""),
        Parsed("lines", "a\nb\n", "out == [\"a\", \"b\"]"), Parsed("lines", "", "out == []"),
        Parsed("lines", "\n", "out == [\"\"]"), Parsed("lines", "a\n\nb", "out == [\"a\", \"\", \"b\"]"),
        Parsed("lines", "a\nb\n", "out == lines(stdout)"), Parsed("lines", "", "lines(stdout).size() == 0"),
        Parsed("number", " 12\n", "out == 12 && type(out) == int"), Parsed("number", "-3", "out == -3"),
        Parsed("number", "1.5\n", "out == 1.5 && type(out) == double"),
        Parsed("number", "1e3", "type(out) == double && out == 1000.0"),
        Parsed("json", "{\"a\": 1}", "out.a == 1 && type(out.a) == int"), Parsed("json", "1.0", "type(out) == double"),
        Parsed("json", "1e2", "type(out) == double"), Parsed("json", "null", "out == null"),
        Parsed("jsonl", "{\"a\": 1}\n{\"a\": 2}\n", "out.size() == 2 && out[1].a == 2"),
        Parsed("jsonl", "", "out == []"),
        Parsed("jsonl", "[{\"a\": 1}, {\"a\": 2}]\n", "out.size() == 2"),
        Parsed("jsonl", "[\n {\"a\": 1}\n]\n", "out[0].a == 1"), Parsed("yaml", "a: 1\n", "out.a == 1"),
        Parsed("table", "NAME  USE%\n/dev/a\t 91%\n", "out == [{\"NAME\": \"/dev/a\", \"USE%\": \"91%\"}]"),
        Parsed("table", "NAME\n", "out == []"),
    ])
    func `rule 9: out is the output through parse`(parsed: Parsed) throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              check: x
              parse: \(parsed.format)
              expect: '\(parsed.condition)'
              next: stop
            """, results: ["a": [.out(parsed.text)]])
        #expect(walk.verdict("a") == .ok, "\(walk.result(of: "a")?.reason.words ?? "")")
    }

    @Test(arguments: [
        ("number", ""), ("number", "12 apples"), ("number", "0x10"), ("number", "0X10"), ("number", "nan"),
        ("number", "inf"), ("number", "1_000"), ("json", ""), ("json", "{\"a\":"), ("json", "{} {}"),
        ("jsonl", "{}\nno\n"), ("yaml", "]["), ("table", ""), ("table", "A B\n1\n"), ("table", "A B\n1 2 3\n"),
    ])
    func `rule 9: out is unknown where the output cannot be parsed`(format: String, text: String) throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, parse: \(format), expect: \"out == 1 || out != 1\", next: stop}".replacingOut(in: format),
            results: ["a": [.out(text)]])
        #expect(walk.verdict("a") == .none)
    }

    @Test func `rule 9: out is unknown where the command did not do its work`() throws {
        let check = "{check: x, expect: 'out == \"a\"', next: stop}"
        #expect(try ScriptedWalk.of("a: \(check)", results: ["a": [.exit(1, "a")]]).verdict("a") == .none)
        let decided = try ScriptedWalk.of(
            """
            a: {check: x, next: [{when: 'out == "a"', goto: stop}], else: stop}
            """, results: ["a": [.exit(1, "a")]])
        #expect(decided.fallbacks.count == 1)
        let known = try ScriptedWalk.of(
            """
            a: {check: x, exits: [0, 1], next: [{when: 'out == "a"', goto: stop}]}
            """, results: ["a": [.exit(1, "a")]])
        #expect(known.path == ["a", "stop"])
    }

    @Test func `rule 9: a fix's output can be parsed too`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: x, parse: json, next: [{when: out.n == 2, goto: b}]}
            b: {check: "true", next: stop}
            """, results: ["a": [.out("{\"n\": 2}")]])
        #expect(walk.way == ["a", "b"])
    }

    @Test(arguments: ["stdout.size() > 0", "stderr == \"\"", "out == \"abc\""])
    func `rule 9: a stream that was cut off is unknown to conditions`(condition: String) throws {
        var cut = Captured("abc")
        cut.size = 5_000_000
        cut.isTruncated = true
        let outcome = CommandOutcome(exit: 0, stdout: cut, stderr: cut)
        #expect(try verdict(of: condition, "x", .init(result: .command(outcome))) == .none)
        #expect(try verdict(of: "exit == 0", "x", .init(result: .command(outcome))) == .ok)
        let answer = HTTPOutcome(status: 200, body: cut)
        #expect(try verdict(of: "http.body != \"\"", "{http: \"http://x\"}", .init(result: .http(answer))) == .none)
        let file = FileOutcome(exists: true, size: 5_000_000, modified: ScriptedWalk.begin, content: cut)
        #expect(try verdict(of: "out != \"\"", "{file: /x}", .init(result: .file(file))) == .none)
    }

    @Test func `rule 9: the limit of the output goes with the order`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: x, next: b}
            b: {check: x, max_output: 2KiB, next: stop}
            """)
        #expect(walk.orders.map(\.maxOutput) == [1 << 20, 2048])
    }
}

extension String {
    /// Conditions on a list or a table cannot be compared with a number.
    fileprivate func replacingOut(in format: String) -> String {
        ["jsonl", "table", "lines"].contains(format)
            ? split(separator: "\"out == 1 || out != 1\"").joined(separator: "\"out.size() >= 0\"") : self
    }
}
