import JSONText
import TestSupport
import Testing

@Suite struct `Trying conditions` {
    private static let book = """
        params: {limit: {type: int, default: 3}}
        causes: {bad: {name: It is bad}}
        start: look
        fallback: over
        steps:
          look:
            check: echo '{"redis":true,"n":4}'
            parse: json
            expect: out.redis && out.n > params.limit
            findings: [{when: out.n > 9, cause: bad}]
            next: [{when: ok, goto: over}]
            else: never
          never: {check: "true", next: over}
          over: {end: unresolved}
        """

    /// A line of a batch and its answer.
    struct Line: Sendable, CustomTestStringConvertible {
        var request: String
        var answer: String

        init(_ request: String, _ answer: String) {
            self.request = request
            self.answer = answer
        }

        var testDescription: String { request }
    }

    static let lines: [Line] = [
        Line(#"{"expr":"1 + 1"}"#, #"{"value":2,"type":"int"}"#),
        Line(#"{"expr":"x + 1","vars":{"x":41}}"#, #"{"value":42,"type":"int"}"#),
        Line(#"{"expr":"x + 1.0","vars":{"x":41.0}}"#, #"{"value":42.0,"type":"double"}"#),
        Line(#"{"expr":"x","vars":{"x":1e3}}"#, #"{"value":1000.0,"type":"double"}"#),
        Line(#"{"expr":"x > 1.5","vars":{"x":2}}"#, #"{"value":true,"type":"bool"}"#),
        Line(#"{"expr":"9007199254740992"}"#, #"{"value":9007199254740992,"type":"int"}"#),
        Line(#"{"expr":"9007199254740993"}"#, #"{"value":"9007199254740993","type":"int"}"#),
        Line(#"{"expr":"-9007199254740993"}"#, #"{"value":"-9007199254740993","type":"int"}"#),
        Line(#"{"expr":"x","vars":{"x":-9223372036854775808}}"#, #"{"value":"-9223372036854775808","type":"int"}"#),
        Line(#"{"expr":"18446744073709551615u"}"#, #"{"value":"18446744073709551615","type":"uint"}"#),
        Line(#"{"expr":"b'abc'"}"#, #"{"value":"YWJj","type":"bytes"}"#),
        Line(#"{"expr":"b''"}"#, #"{"value":"","type":"bytes"}"#),
        Line(#"{"expr":"b'ab'"}"#, #"{"value":"YWI=","type":"bytes"}"#),
        Line(#"{"expr":"null"}"#, #"{"value":null,"type":"null"}"#),
        Line(#"{"expr":"m.a[1].b","vars":{"m":{"a":[1,{"b":"ü"}]}}}"#, #"{"value":"ü","type":"string"}"#),
        Line(#"{"expr":"[1, 'a', 2.5, null]"}"#, #"{"value":[1,"a",2.5,null],"type":"list"}"#),
        Line(#"{"expr":"{'b': 1, 'a': [2]}"}"#, #"{"value":{"b":1,"a":[2]},"type":"map"}"#),
        Line(#"{"expr":"timestamp('2026-11-22T08:30:00Z')"}"#, #"{"value":"2026-11-22T08:30:00Z","type":"timestamp"}"#),
        Line(#"{"expr":"duration('1h30m')"}"#, #"{"value":"5400s","type":"duration"}"#),
        Line(#"{"expr":"0.0 / 0.0"}"#, #"{"value":"NaN","type":"double"}"#),
        Line(
            #"{"expr":"percent('91%') > 90.0 && quantity('1Ki') == 1024.0 && size(lines('a\\nb')) == 2"}"#,
            #"{"value":true,"type":"bool"}"#),
        Line(#"{"expr":"'a,b'.split(',') + ['c'].map(x, x.upperAscii())"}"#, #"{"value":["a","b","C"],"type":"list"}"#),
        Line(#"{"expr":"1 / 0"}"#, #"{"error":"division by zero"}"#),
        Line(#"{"expr":"m.b","vars":{"m":{}}}"#, #"{"error":"m.b: `m` has no field `b`"}"#),
        Line(#"{"expr":"xy","vars":{"xyz":1}}"#, #"{"error":"there is no variable `xy` here"}"#),
        Line(#"{"vars":{}}"#, #"{"error":"the line has no \"expr\""}"#),
        Line(#"{"expr":5}"#, #"{"error":"\"expr\" is no text"}"#),
        Line(#"{"expr":"1","vars":[]}"#, #"{"error":"\"vars\" is no object"}"#),
    ]

    @Test func `a batch answers each line with a line, in order`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/in", Self.lines.map(\.request).joined(separator: "\n"))
            let end = try await workshop.rung(
                "eval", "--batch", wrapper: ["sh", "-c", "exec \"$@\" < in", "sh"])
            #expect(end.exit == 0, "\(end)")
            let answers = end.out.split(separator: "\n").map(String.init)
            #expect(answers.count == Self.lines.count)
            for (line, answer) in zip(Self.lines, answers) { #expect(answer == line.answer, "\(line.request)") }
        }
    }

    @Test func `a line that is no JSON is answered, and the rest of the batch goes on`() async throws {
        try await withWorkshop { workshop in
            try writeFile(
                workshop.folder + "/in",
                Array("{\"expr\":\"1\"}\nnonsense\n".utf8) + [0xFF, 0x0A] + Array("{\"expr\":\"2\"}".utf8))
            let end = try await workshop.rung("eval", "--batch", wrapper: ["sh", "-c", "exec \"$@\" < in", "sh"])
            let answers = try end.out.split(separator: "\n").map { try JSONValue.parse(String($0)) }
            #expect(answers.map { $0["value"] } == [1, nil, nil, 2], "\(end)")
            #expect(answers[1]["error"]?.stringValue?.contains("no JSON") == true, "\(end)")
        }
    }

    @Test func `a condition sees a run as the step saw it`() async throws {
        try await withWorkshop { workshop in
            _ = try await workshop.walk(Self.book)
            let run = try #require(try await workshop.latestRun()["id"]?.stringValue)
            for (expression, step, answer) in [
                ("out.redis", "look", "true"), ("out.n - params.limit", "look", "1"), ("exit", "look", "0"),
                ("steps.look.out.n", nil, "4"), ("causes.bad", nil, "false"), ("mode", nil, "\"unattended\""),
                ("visits.look", nil, "1"), ("steps.never.ran", nil, "false"),
            ] {
                let options = step.map { ["--step", $0] } ?? []
                let end = try await workshop.start(["eval", expression, "--run", run] + options).end()
                #expect(end.out == answer + "\n" && end.exit == 0, "\(expression): \(end)")
            }
        }
    }

    @Test(arguments: [
        ("steps.never.ok", "steps.never.ok: the step has no result yet"),
        ("steps.look.out.q", "steps.look.out.q: `steps.look.out` has no field `q`"),
    ])
    func `what is unknown says which field was missing and where it was looked for`(
        expression: String, message: String
    ) async throws {
        try await withWorkshop { workshop in
            _ = try await workshop.walk(Self.book)
            let run = try #require(try await workshop.latestRun()["id"]?.stringValue)
            let end = try await workshop.rung("eval", expression, "--run", run)
            #expect(end.exit == 2 && end.out.isEmpty, "\(end)")
            #expect(end.err == "rung: unknown: \(message)\n", "\(end)")
        }
    }

    @Test func `an explanation shows each part with its value, and what was not looked at`() async throws {
        try await withWorkshop { workshop in
            try writeFile(
                workshop.folder + "/v.json",
                #"{"out":{"redis":false,"db":true},"rows":[1,5],"long":"\#(String(repeating: "x", count: 500))"}"#)
            let end = try await workshop.rung(
                "eval", "out.redis && out.db || rows.exists(r, r > 3) || size(long) > 9", "--vars", "v.json",
                "--explain")
            #expect(
                end.out == """
                    out.redis && out.db || rows.exists(r, r > 3) || size(long) > 9  → true
                      out.redis && out.db  → false
                        out.redis  → false
                        out.db  · not looked at
                      rows.exists(r, r > 3)  → true
                        rows  → [1, 5]
                        r = 1  → false
                          r > 3  → false
                            r  → 1
                        r = 5  → true
                          r > 3  → true
                            r  → 5
                      size(long) > 9  · not looked at

                    """, "\(end)")
            let cut = try await workshop.rung("eval", "long == 'y'", "--vars", "v.json", "--explain")
            #expect(cut.out.contains("long  → \"xxx") && cut.out.contains("…") && cut.out.utf8.count < 300, "\(cut)")
        }
    }

    @Test func `variables come from a pipe and from standard input too`() async throws {
        try await withWorkshop { workshop in
            let piped = try await workshop.run([
                "sh", "-c", "echo '{\"x\": 2}' | \(RungBinary.path) eval 'x * 21' --vars -",
            ])
            #expect(piped.out == "42\n", "\(piped)")
            let substituted = try await workshop.run([
                "bash", "-c", "\(RungBinary.path) eval 'x * 21' --vars <(echo '{\"x\": 2}')",
            ])
            #expect(substituted.out == "42\n", "\(substituted)")
        }
    }

    @Test(arguments: [
        (["eval", "1 +"], "1:3", "the expression ends"),
        (["eval", "'a' + 1"], "1:1", "between string and int"),
        (["eval", "siz([1])"], "1:1", "did you mean `size`"),
        (["eval", "x.y", "--vars", "absent.json"], "absent.json", "there is no such file"),
        (["eval", "x", "--vars", "v.json"], "v.json", "at byte"),
        (["eval", "1", "--run", "nothing"], "nothing", "there is no run"),
        (["eval", "1", "--step", "a"], "--step", "--run"),
        (["eval"], "expression", "--batch"),
        (["eval", "1", "--batch"], "--batch", "standard input"),
    ])
    func `what is wrong is said with its place, and the exit is 2`(
        arguments: [String], place: String, words: String
    ) async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/v.json", "{nope}")
            let end = try await workshop.start(arguments).end()
            #expect(end.exit == 2 && end.out.isEmpty, "\(end)")
            #expect(end.err.contains(place) && end.err.contains(words), "\(end)")
        }
    }
}
