import CEL
import Reports
import RunbookModel

@testable import Interpreter

/// Events of a run that a test makes up, one after another, a second apart.
struct StoryEvents {
    private(set) var all: [(event: RunEvent, time: Instant)] = []
    private var actions = 0
    private var requests = 0
    /// The time of the next event.
    var now = Instant(nanoseconds: 1_750_000_000_000_000_000)

    init(mode: Mode = .guided, by name: String = "anna", params: [String: Value] = [:]) {
        input(
            .started(
                StartFacts(
                    run: "20260101-000000-test", mode: mode, params: params, operatorName: name, host: "vm",
                    target: "web")))
    }

    mutating func input(_ input: WalkInput) { add(.input(input)) }

    mutating func record(_ record: WalkRecord) { add(.record(record)) }

    private mutating func add(_ event: RunEvent) {
        all.append((event, now))
        now = now + .seconds(1)
    }

    mutating func enter(_ step: String, visit: Int = 1) {
        record(.stepEntered(step: step, visit: visit, from: nil))
    }

    mutating func end(_ step: String, ok: Bool?, causes: [String] = [], reason: Reason = "because") {
        record(.stepEnded(step: step, StepRecord(ran: true, ok: ok, reason: reason, causes: causes)))
    }

    /// A command that runs and ends.
    mutating func run(
        _ command: String, of step: String, effect: Effect = .read, exit: Int = 0, stdout: Captured = Captured(""),
        purpose: ActionOrder.Purpose = .step(attempt: 1)
    ) {
        act(
            .script(command), of: step, effect: effect, purpose: purpose,
            .command(CommandOutcome(exit: exit, stdout: stdout, elapsed: .milliseconds(120))))
    }

    mutating func act(
        _ action: ResolvedAction, of step: String, effect: Effect, purpose: ActionOrder.Purpose = .step(attempt: 1),
        _ result: ActionResult
    ) {
        actions += 1
        record(
            .actionOrdered(
                ActionOrder(
                    id: actions, step: step, runbook: "t", purpose: purpose, effect: effect, action: action,
                    environment: [], workdir: nil, timeout: .seconds(1), maxOutput: 1024, isSensitive: false,
                    changedAt: nil)))
        input(.actionEnded(action: actions, result, nil))
    }

    /// A question that is answered after some seconds.
    mutating func ask(_ subject: String, of step: String, text: String = "?", answer: Reply, after seconds: Int) {
        requests += 1
        record(
            .asked(
                request: requests, step: step, subject: subject, text: [ShownText(language: nil, text: text)], items: []
            ))
        now = now + .seconds(seconds - 1)
        input(.replied(request: requests, answer))
    }

    mutating func decide(_ step: String, _ goto: String?, _ reason: Reason, options: [Decision.Option] = []) {
        record(.decided(Decision(step: step, goto: goto, reason: reason, options: options)))
    }

    /// The story of the events.
    func story(_ runbooks: RunbookSet? = nil, language: String = "en") -> RunStory {
        var builder = StoryBuilder(names: RunbookNames(runbooks, language: language))
        for (event, time) in all { builder.add(event, at: time) }
        return builder.story
    }

    /// Times as the tests want them.
    static let times = ReportTimes(dateAndTime: { _ in "2026-01-01 00:00:00 +0000" }, timeOfDay: { _ in "00:00:00" })
}

/// In tests, words from outside may stand where a reason is wanted.
extension Reason: ExpressibleByStringLiteral {
    package init(stringLiteral words: String) { self = .words(words) }
}
