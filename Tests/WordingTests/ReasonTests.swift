import CEL
import Interpreter
import RunbookModel
import Testing
import Wording

@Suite struct `Reasons in words` {
    /// Every reason there is, those with others in them too.
    static let all: [Reason] = [
        .words("x"), .exit(0), .exit(126), .exit(127), .exit(137), .timedOut, .status(502), .noAnswer, .connected,
        .notConnected, .fileExists, .fileAbsent, .fileUnknown, .nothingToChange, .done, .tooMuchOutput(9),
        .unparsed("json"), .unrecorded(problem: "p"), .unrecorded(problem: nil), .found(["a", "b"]), .asExpected,
        .notAsExpected(nil), .notAsExpected(.noAnswer), .expectationUnknown(nil), .expectationUnknown(.timedOut),
        .allMembersOk, .members(notOk: ["a"], unknown: ["b"]), .commandFailed(.exit(1)), .didItsWork(.exit(0)),
        .verified, .didNotHelp(within: .seconds(5)), .notVerifiedInTime, .takenAsDone, .saidToBeDone,
        .edited(isApplied: true), .edited(isApplied: false), .validateFailed(.exit(1)), .applyFailed(.exit(1)),
        .cannotValidate(.noHostsYet), .cannotApply(.noHostsYet), .putBack(.applyFailed(.exit(1))),
        .putBackUnapplied(.didNotHelp(within: .seconds(1)), because: .applyFailed(.exit(2))),
        .notPutBack(.validateFailed(.exit(1)), because: .words("gone")), .endUnknown, .skipped(by: "anna"),
        .stopped(by: "anna"), .jumped(by: "anna"), .leftOpen(by: "anna"), .leftUnverified(.skipped(by: "anna")),
        .answered("true", by: "anna"), .answered("7", by: ""), .runbookAnswers("7"), .runbookSkips, .nobody,
        .notAllowed, .neverUnattended, .mayOnlyLook, .planned, .waitIsOver, .timeIsOver, .noMoreChanges, .ok, .notOk,
        .noVerdict,
        .next, .branch(2), .otherwise, .noBranch(isOneUnknown: true), .noBranch(isOneUnknown: false),
        .visited(step: "a", limit: 1), .visited(step: "a", limit: 3), .needsPerson(step: "a"),
        .stepEndUnknown(step: "a"), .deadEnd(step: "a"), .left(step: "a", .notOk), .fallbackAgain(.deadEnd(step: "a")),
        .onlyRealRunDecides("x > 1"), .onlyRealRunChecks(step: "a"), .callEnded(runbook: "r", outcome: "resolved"),
        .callEnded(runbook: "r", outcome: nil), .valueUnknown(expression: "e", problem: "p"),
        .valueIsSecret(expression: "e"), .valueIsNoText(expression: "e", value: "[1]"), .noKey("[1]"),
        .noFileValue("[1]"), .paramValue(name: "n", problem: "p"), .noHostsYet, .runHasEnded, .nothingToSkip,
        .runningCannotBeSkipped(step: "a"), .noStep("a"), .noJumpToProof(step: "a"), .noJumpFromChange, .editedTooLate,
        .notOneCommand(step: "a"), .runsNoCommand(step: "a"), .nothingRuns, .notCutShort(step: "a"),
        .answerProblem("is not an int"), .noSuchItem(4), .pausedByOperator, .terminalGone, .signal("SIGTERM"),
        .rungDied(wasEnded: true), .rungDied(wasEnded: false), .rungEndedIt,
    ]

    @Test(arguments: all) func `are said in both languages`(reason: Reason) {
        let (english, russian) = (reason.text(in: .english), reason.text(in: .russian))
        #expect(!english.isEmpty && !russian.isEmpty)
        let isOutside: Bool
        switch reason {
        case .words, .signal: isOutside = true
        default: isOutside = false
        }
        #expect(isOutside || russian.unicodeScalars.contains { (0x400..<0x500).contains($0.value) }, "\(russian)")
        #expect(!english.unicodeScalars.contains { (0x400..<0x500).contains($0.value) }, "\(english)")
    }

    @Test(arguments: all) func `are data in the journal, and survive it`(reason: Reason) throws {
        let event = RunEvent.record(.fellBack(step: "a", reason: reason))
        let read = try RunEvent(kind: event.kind, payload: event.payload)
        guard case .record(.fellBack(_, let again)) = read else { throw Unexpected() }
        #expect(again == reason, "\(event.payload)")
        #expect(read.payload == event.payload)
        let words = reason.text(in: .english)
        if case .words = reason { return }
        if case .signal = reason { return }
        // Only a name of one word may be the same.
        #expect(!words.contains(" ") || !event.payload.contains("\"\(words)\""), "\(event.payload)")
    }

    @Test(arguments: [
        ("it did not help within 5s", Reason.words("it did not help within 5s")), ("branch 2", .branch(2)),
        ("jumped by anna", .jumped(by: "anna")), ("verified", .verified), ("else", .otherwise),
    ])
    func `of an older run are read as its words`(words: String, reason: Reason) throws {
        let payload = #"{"step":"a","reason":"\#(words)"}"#
        guard case .record(.fellBack(_, let read)) = try RunEvent(kind: "fell_back", payload: payload) else {
            throw Unexpected()
        }
        #expect(read == reason)
    }

    @Test func `a limit of an older run is read too`() throws {
        for (words, limit) in [("visits: 3", WalkLimit.visits(3)), ("time: 1h30m", .time(.seconds(5400)))] {
            let payload = #"{"step":"a","limit":"\#(words)"}"#
            guard case .record(.limitReached(_, let read)) = try RunEvent(kind: "limit_reached", payload: payload)
            else { throw Unexpected() }
            #expect(read == limit)
            #expect(RunEvent.record(.limitReached(step: "a", limit: limit)).payload != payload)
        }
    }

    @Test(arguments: [
        ("ru", Language.russian), ("ru-RU", .russian), ("ru_RU", .russian), ("RU", .russian), ("de", .english),
        ("en", .english), ("", .english), ("rundi", .english),
    ])
    func `come in the reader's language, else in English`(tag: String, language: Language) {
        #expect(Language(tag) == language)
    }

    @Test func `a wrong value is said in both languages`() {
        var constraint = ValueConstraint(kind: .int)
        constraint.maximum = .int(5)
        for text in ["many", "7"] {
            guard case .failure(let problem) = constraint.value(fromText: text) else { continue }
            #expect(problem.text(in: .english) == problem.message)
            #expect(problem.text(in: .russian) != problem.message && problem.text(in: .russian).contains(text))
        }
    }

    private struct Unexpected: Error {}
}
