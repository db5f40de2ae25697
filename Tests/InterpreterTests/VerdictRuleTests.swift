import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct VerdictRuleTests {
    /// One line of the table: what the check says, what came, and the verdict.
    struct Line: CustomTestStringConvertible {
        var name: String
        var check: String
        var result: ScriptedWalk.Scripted
        var verdict: ScriptedWalk.Verdict
        var testDescription: String { name }

        init(_ name: String, _ check: String, _ result: ScriptedWalk.Scripted, _ verdict: ScriptedWalk.Verdict) {
            (self.name, self.check, self.result, self.verdict) = (name, check, result, verdict)
        }
    }

    private static func couldNotStart(_ exit: Int) -> ScriptedWalk.Scripted {
        .init(result: .command(CommandOutcome(exit: exit, startProblem: "no such program")))
    }

    private static let finds = "findings: [{when: exit == 1, cause: bad}]"
    private static let http = "check: {http: \"http://x\"}"
    private static let tcp = "check: {tcp: \"x:1\"}"

    @Test(arguments: [
        Line("a: found", "check: x, findings: [{when: exit == 0, cause: bad}]", .exit(0), .notOK),
        Line("a: found, though as expected", "check: x, expect: \"true\", \(finds), exits: [0, 1]", .exit(1), .notOK),
        Line("a: found, though the command failed", "check: x, expect: \"true\", \(finds)", .exit(1), .notOK),
        Line(
            "a: found, though it could not be started", "check: x, findings: [{when: exit == 127, cause: bad}]",
            .exit(127), .notOK),
        Line(
            "a: found, though it timed out", "check: x, expect: \"true\", findings: [{when: timed_out, cause: bad}]",
            .timedOut, .notOK),
        Line("a: nothing found", "check: x, \(finds)", .exit(0), .ok),
        Line(
            "a: an unknown finding finds nothing", "check: x, findings: [{when: out == \"a\", cause: bad}]", .exit(2),
            .notOK),
        Line(
            "a: an unknown finding leaves ok",
            "check: x, parse: json, expect: exit == 0, "
                + "findings: [{when: out.x == 1, cause: bad}]", .out("no"), .ok),
        Line("b: exit 126", "check: x", .exit(126), .none),
        Line("b: exit 127", "check: x", .exit(127), .none),
        Line("b: could not be started", "check: [x]", couldNotStart(127), .none),
        Line("b: exit 127 though it is in exits", "check: x, exits: [0, 127]", .exit(127), .none),
        Line("b: exit 126 before expect", "check: x, expect: \"true\"", .exit(126), .none),
        Line("c: exit 1 alone", "check: x", .exit(1), .notOK),
        Line("c: exit 1 with expect", "check: x, expect: exit == 1", .exit(1), .none),
        Line("c: exit 1 with parse", "check: x, parse: text", .exit(1), .none),
        Line("c: exit 1 with findings alone", "check: x, findings: [{when: exit == 2, cause: bad}]", .exit(1), .notOK),
        Line("c: died of a signal", "check: x", .exit(137), .notOK),
        Line("c: timed out", "check: x", .timedOut, .notOK),
        Line("c: timed out, with expect", "check: x, expect: \"true\"", .timedOut, .none),
        Line("c: timed out, which exits allow", "check: x, exits: [124], expect: timed_out", .timedOut, .ok),
        Line("d: as expected", "check: x, expect: out == \"a\"", .out("a\n"), .ok),
        Line("d: not as expected", "check: x, expect: out == \"a\"", .out("b"), .notOK),
        Line("d: exit 1 that exits allow", "check: x, exits: [0, 1], expect: exit == 1", .exit(1), .ok),
        Line("d: unknown", "check: x, parse: json, expect: out.a == 1", .out("{}"), .none),
        Line("d: unknown where it cannot be parsed", "check: x, parse: json, expect: out.a == 1", .out("no"), .none),
        Line("d: neither true nor false", "check: x, parse: json, expect: out.a", .out("{\"a\": 3}"), .none),
        Line("d: http as expected, whatever the status", "\(http), expect: http.status == 503", .http(503), .ok),
        Line("d: http 500 with a good body", "\(http), parse: json, expect: out.up", .http(500, "{\"up\": true}"), .ok),
        Line(
            "d: http unknown, though it answered", "\(http), parse: json, expect: out.up", .http(200, "<html>"), .none),
        Line("d: http unknown, without an answer", "\(http), parse: json, expect: out.up", .noAnswer(), .notOK),
        Line("d: http without an answer, as expected", "\(http), expect: http.status == 0", .noAnswer(), .ok),
        Line(
            "d: tcp unknown, without a connection", "\(tcp), expect: steps.stop.elapsed < elapsed", .tcp(false), .notOK),
        Line("d: tcp unknown, though connected", "\(tcp), expect: steps.stop.elapsed < elapsed", .tcp(true), .none),
        Line("d: tcp as expected", "\(tcp), expect: elapsed < duration('1s')", .tcp(true), .ok),
        Line("e: exit 0", "check: x", .exit(0), .ok),
        Line("e: another exit of exits", "check: x, exits: [0, 1]", .exit(1), .notOK),
        Line("e: exit 0, which exits does not name", "check: x, exits: [1]", .exit(0), .notOK),
        Line("e: status 200", http, .http(200), .ok),
        Line("e: status 204", http, .http(204), .ok),
        Line("e: status 301", http, .http(301), .notOK),
        Line("e: status 500", http, .http(500), .notOK),
        Line("e: no answer", http, .noAnswer(), .notOK),
        Line("e: no answer in time", http, .noAnswer("timed out", timedOut: true), .notOK),
        Line("e: connected", tcp, .tcp(true), .ok),
        Line("e: not connected", tcp, .tcp(false), .notOK),
        Line("e: a file that exists", "check: {file: /x}", .file(""), .ok),
        Line("e: a file that does not", "check: {file: /x}", .file(nil), .notOK),
        Line(
            "e: a file of which that cannot be said", "check: {file: /x}",
            .init(result: .file(FileOutcome(exists: nil, problem: "permission denied"))), .none),
        Line("e: exit 0, parsed", "check: x, parse: json", .out("{}"), .ok),
        Line("e: exit 0, not parsed", "check: x, parse: json", .out("no"), .none),
        Line("e: exit 0 without parse", "check: x", .out("no"), .ok),
        Line("e: status 200, not parsed", "\(http), parse: json", .http(200, "<html>"), .none),
        Line("e: status 500, not parsed", "\(http), parse: json", .http(500, "<html>"), .notOK),
        Line("e: a file, not parsed", "check: {file: /x}, parse: number", .file("no"), .none),
        Line("e: no file, not parsed", "check: {file: /x}, parse: number", .file(nil), .notOK),
    ])
    func `rule 10: the verdict of a check`(line: Line) throws {
        let walk = try ScriptedWalk.of(
            "a: {\(line.check), next: stop}", top: "causes: {bad: {name: Bad}}", results: ["a": [line.result]])
        #expect(walk.verdict("a") == line.verdict, "\(walk.result(of: "a")?.reason.words ?? "")")
        #expect(walk.result(of: "a")?.reason.words.isEmpty == false)
        #expect(walk.path == ["a", "stop"])
    }

    @Test func `rule 10: the reason says what decided, with the values`() throws {
        let walk = try ScriptedWalk.of(
            "a: {check: x, parse: number, expect: out < params.limit, next: stop}",
            top: "params: {limit: {type: int, default: 90}}", results: ["a": [.out("91\n")]])
        let trace = try #require(walk.result(of: "a")?.conditions.first)
        #expect(trace.role == "expect")
        #expect(trace.expression == "out < params.limit")
        #expect(trace.verdict == .no)
        #expect(trace.parts.map(\.text) == ["out", "params.limit"])
        #expect(trace.parts.map(\.state) == [.value("91"), .value("90")])
    }
}
