import CEL
import Interpreter
import Testing

/// What the harness does not write in every test; all else is coded there.
@Suite struct CodingTests {
    private func coded(_ event: RunEvent) throws -> RunEvent {
        let read = try RunEvent(kind: event.kind, payload: event.payload)
        #expect(read.kind == event.kind)
        #expect(read.payload == event.payload)
        return read
    }

    @Test func `a process keeps its pid, start time and boot`() throws {
        let mark = ProcessMark(pid: 4_194_303, startTime: 987_654_321_012, boot: "b-1")
        guard case .input(.processStarted(7, let read)) = try coded(.input(.processStarted(action: 7, mark))) else {
            Issue.record("it is no process any more")
            return
        }
        #expect(read == mark)
    }

    @Test(arguments: [
        Value.bool(true), .int(.min), .int(.max), .double(2), .double(-0.1), .double(1e300), .string(""),
        .string("\u{1B}[31m\"\\\n\u{2028}é\u{1F600}"), .duration(.zero), .duration(.nanoseconds(-1)),
        .duration(.seconds(9_000_000_000)),
    ])
    func `params and answers keep their type and value`(value: Value) throws {
        let facts = StartFacts(
            run: "r", mode: .dryRun, params: ["p": value], from: "x", operatorName: "anna", host: "h", defaultHost: "d",
            target: "t")
        guard case .input(.started(let read)) = try coded(.input(.started(facts))) else {
            Issue.record("it is no start any more")
            return
        }
        #expect(read.params == ["p": value])
        #expect(read.mode == .dryRun)
        #expect(
            [read.from, read.defaultHost, read.target, read.host, read.operatorName] == ["x", "d", "t", "h", "anna"])
        let answer = try coded(.input(.replied(request: 3, .answered(value, by: "bo"))))
        guard case .input(.replied(3, let reply)) = answer else {
            Issue.record("it is no reply any more")
            return
        }
        #expect(reply == .answered(value, by: "bo"))
    }

    @Test(arguments: [
        ActionResult.command(
            CommandOutcome(
                exit: 137, stdout: Captured(text: "a", size: 9, sha256: "ab", isTruncated: true),
                stderr: Captured("\u{0}\r"), elapsed: .nanoseconds(1), timedOut: true, startProblem: "no")),
        .http(
            HTTPOutcome(
                status: 503, headers: [("a", "1"), ("a", "2"), ("b", "")], body: Captured("x").withheld,
                elapsed: .seconds(3), timedOut: true, problem: "late")),
        .tcp(TCPOutcome(isConnected: false, elapsed: .seconds(1), timedOut: true, problem: "refused")),
        .file(
            FileOutcome(
                exists: true, size: 0, modified: Instant(nanoseconds: -5), content: Captured(""), elapsed: .zero,
                problem: "p")),
        .file(FileOutcome(exists: nil)), .notRun(""),
    ])
    func `results come back as they were`(result: ActionResult) throws {
        guard case .input(.actionEnded(1, let read, nil)) = try coded(.input(.actionEnded(action: 1, result, nil)))
        else {
            Issue.record("it is no result any more")
            return
        }
        #expect(read == result)
    }

    @Test(arguments: [
        ("woken", "{}", "this version of Rung does not know this kind of event"),
        ("skipped", "{}", "by is no string"), ("jumped", "{\"to\":3,\"by\":\"x\"}", "to is no string"),
        ("resumed", "{\"mode\":\"asleep\",\"operator\":\"\"}", "mode is asleep, which is not known"),
        ("replied", "{\"request\":1,\"reply\":\"maybe\"}", "the reply maybe is not known"),
        ("action_ended", "{\"action\":1}", "not_run is missing"),
    ])
    func `a damaged event is an error that says what is wrong`(kind: String, payload: String, message: String) {
        let problem = #expect(throws: EventProblem.self) { try RunEvent(kind: kind, payload: payload) }
        #expect(problem?.kind == kind)
        #expect(problem?.message == message)
    }

    @Test func `a payload that is no JSON is an error`() {
        #expect(throws: EventProblem.self) { try RunEvent(kind: "woke", payload: "{") }
    }
}
