import CEL
import Reports
import RunbookModel
import Testing

@testable import Interpreter

@Suite struct `A transcript as text` {
    private static let time = Instant(nanoseconds: 1_750_000_000_000_000_000)

    private static func transcript(_ detail: TextTranscript.Detail = .brief, isColoured: Bool = false) -> TextTranscript
    {
        TextTranscript(
            names: RunbookNames(nil, language: "en"),
            style: TextTranscript.Style(isColoured: isColoured, detail: detail, timeOfDay: { _ in "12:00:00" }))
    }

    private static func order(_ action: ResolvedAction, effect: Effect = .change, step: String = "mend") -> ActionOrder
    {
        ActionOrder(
            id: 1, step: step, runbook: "t", purpose: .step(attempt: 1), effect: effect, action: action,
            environment: [],
            workdir: nil, timeout: .seconds(1), maxOutput: 1024, isSensitive: false, changedAt: nil)
    }

    private static func text(_ events: [RunEvent], _ transcript: TextTranscript) -> String {
        var transcript = transcript
        return events.map { transcript.render($0, at: time) }.joined()
    }

    @Test func `a command is shown when leave is asked, and not again when it runs`() {
        let order = Self.order(.script("restart one\nrestart two"))
        let text = Self.text(
            [
                .record(.stepEntered(step: "mend", visit: 1, from: nil)),
                .record(
                    .asked(
                        request: 1, step: "mend", subject: "change",
                        text: [ShownText(language: nil, text: "restart one\nrestart two")], items: [])),
                .input(.replied(request: 1, .granted(by: "anna"))), .record(.actionOrdered(order)),
            ], Self.transcript())
        #expect(
            text == """

                12:00:00  mend
                          $ restart one
                          $ restart two

                """)
    }

    @Test func `another command than leave was asked for is shown`() {
        let text = Self.text(
            [
                .record(
                    .asked(
                        request: 1, step: "mend", subject: "change",
                        text: [ShownText(language: nil, text: "restart one")], items: [])),
                .record(.actionOrdered(Self.order(.script("restart two")))),
            ], Self.transcript())
        #expect(text.contains("$ restart one") && text.contains("$ restart two"))
    }

    @Test(arguments: [TextTranscript.Detail.brief, .guided, .full], [true, false])
    func `nothing from outside acts on the terminal`(detail: TextTranscript.Detail, isColoured: Bool) {
        let bad = "\u{1B}[2J\u{202E}\u{7}\r\n\u{9B}31m"
        let outcome = CommandOutcome(exit: 1, stdout: Captured(bad), stderr: Captured(bad), startProblem: nil)
        let condition = ConditionTrace(
            role: "expect", expression: bad, verdict: .no, problem: bad,
            parts: [ConditionTrace.Part(text: bad, state: .value(bad), parts: [])])
        let events: [RunEvent] = [
            .input(
                .started(
                    StartFacts(
                        run: "r", mode: .guided, params: ["p": .string(bad)], operatorName: bad, host: bad, target: bad)
                )),
            .record(.stepEntered(step: "mend", visit: 2, from: nil)),
            .record(
                .asked(
                    request: 1, step: "mend", subject: "question", text: [ShownText(language: nil, text: bad)],
                    items: [[ShownText(language: nil, text: bad)]])),
            .input(.itemTicked(request: 1, item: 0, isTicked: true, by: bad)),
            .input(.replied(request: 1, .answered(.string(bad), by: bad))),
            .record(.actionOrdered(Self.order(.script(bad)))),
            .input(.actionEnded(action: 1, .command(outcome), nil)),
            .record(
                .stepEnded(
                    step: "mend", StepRecord(ran: true, ok: false, reason: .words(bad), conditions: [condition]))),
            .record(
                .decided(
                    Decision(
                        step: "mend", goto: nil, reason: .words(bad), options: [.init(condition: condition, goto: "x")])
                )),
            .record(.fellBack(step: "mend", reason: .words(bad))), .input(.noted(text: bad, by: bad)),
            .input(.actionLost(action: 1, reason: .words(bad))), .record(.refused(reason: .words(bad))),
            .record(.escalated(step: "x", to: bad, message: [ShownText(language: nil, text: bad)])),
            .input(.interrupted(reason: .words(bad))), .input(.resumed(ResumeFacts(mode: .guided, operatorName: bad))),
            .record(.ended(WalkEnd(outcome: .escalated, step: "x", reason: .words(bad)))),
        ]
        let text = Self.text(events, Self.transcript(detail, isColoured: isColoured))
        let own = ["0", "1", "2", "31", "32", "33"].reduce(text) { $0.replacing("\u{1B}[\($1)m", with: "") }
        #expect(
            !own.unicodeScalars.contains {
                $0 != "\n" && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}")
            })
    }

    @Test func `a verdict is not said twice`() {
        let text = Self.text(
            [.record(.stepEnded(step: "group", StepRecord(ran: true, ok: false, reason: "not ok: web, disk")))],
            Self.transcript())
        #expect(text.contains("✗ group: not ok: web, disk\n"), "\(text)")
    }

    @Test func `of a long output the last lines are shown in brief, and all of it in full`() {
        let lines = (1...20).map { "line \($0)" }.joined(separator: "\n")
        let events: [RunEvent] = [
            .record(.actionOrdered(Self.order(.script("print")))),
            .input(.actionEnded(action: 1, .command(CommandOutcome(exit: 0, stdout: Captured(lines))), nil)),
        ]
        let brief = Self.text(events, Self.transcript(.brief))
        #expect(
            brief.contains("… 14 more lines") && brief.contains("line 20") && !brief.contains("line 14\n"), "\(brief)")
        #expect(Self.text(events, Self.transcript(.full)).contains("line 1\n"))
    }

    @Test func `a resumed run says at which step it goes on`() {
        let text = Self.text(
            [
                .record(.stepEntered(step: "mend", visit: 1, from: nil)), .input(.interrupted(reason: "SIGTERM")),
                .input(.resumed(ResumeFacts(mode: .unattended, operatorName: "anna"))),
            ], Self.transcript())
        #expect(text.hasSuffix("12:00:00  resumed by anna, unattended\n        at mend\n"), "\(text)")
    }

    @Test(arguments: [
        (Duration.milliseconds(0), "0.00s"), (.milliseconds(1234), "1.23s"), (.seconds(65), "1m05s"),
        (.seconds(3720), "1h02m"),
    ])
    func `durations are as people say them`(duration: Duration, text: String) {
        #expect(duration.brief == text)
    }
}
