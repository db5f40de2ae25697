import JSONText
import RunbookModel

extension Reason {
    /// Writes a reason: its name alone where that says all, else an object that begins with it.
    func write(to writer: inout JSONWriter) {
        let stored = stored
        guard !stored.members.isEmpty else { return writer.string(stored.name) }
        writer.beginObject()
        writer.member("is", stored.name)
        for member in stored.members {
            switch member.value {
            case .text(let text): writer.member(member.key, text)
            case .number(let number): writer.member(member.key, number)
            case .flag(let flag): writer.member(member.key, flag)
            case .duration(let duration): writer.member(member.key, nanoseconds: duration)
            case .texts(let texts): writer.member(member.key, strings: texts)
            case .reason(let reason):
                writer.key(member.key)
                reason.write(to: &writer)
            }
        }
        writer.endObject()
    }

    /// A reason as it is stored: its name, and what belongs to it.
    struct Stored {
        enum Member {
            case text(String), number(Int), flag(Bool), duration(Duration), texts([String]), reason(Reason)
        }

        var name: String
        var members: [(key: String, value: Member)]

        init(_ name: String, _ members: (String, Member?)...) {
            self.name = name
            self.members = members.compactMap { key, value in value.map { (key, $0) } }
        }
    }

    private var stored: Stored {
        switch self {
        case .words(let text): Stored("words", ("text", .text(text)))
        case .exit(let code): Stored("exit", ("exit", .number(code)))
        case .status(let status): Stored("status", ("status", .number(status)))
        case .tooMuchOutput(let bytes): Stored("too_much_output", ("bytes", .number(bytes)))
        case .unparsed(let format): Stored("unparsed", ("parse", .text(format)))
        case .unrecorded(let problem): Stored("unrecorded", ("problem", problem.map { .text($0) }))
        case .found(let causes): Stored("found", ("causes", .texts(causes)))
        case .notAsExpected(let reason): Stored("not_as_expected", ("because", reason.map { .reason($0) }))
        case .expectationUnknown(let reason): Stored("expectation_unknown", ("because", reason.map { .reason($0) }))
        case .members(let notOk, let unknown):
            Stored("members", ("not_ok", .texts(notOk)), ("no_verdict", .texts(unknown)))
        default: storedOfChange ?? storedOfWay ?? Stored(plainName)
        }
    }

    private var storedOfChange: Stored? {
        switch self {
        case .commandFailed(let reason): Stored("command_failed", ("because", .reason(reason)))
        case .didItsWork(let reason): Stored("did_its_work", ("because", .reason(reason)))
        case .didNotHelp(let limit): Stored("did_not_help", ("within_ns", .duration(limit)))
        case .edited(let isApplied): Stored("edited", ("applied", .flag(isApplied)))
        case .validateFailed(let reason): Stored("validate_failed", ("because", .reason(reason)))
        case .applyFailed(let reason): Stored("apply_failed", ("because", .reason(reason)))
        case .cannotValidate(let reason): Stored("cannot_validate", ("because", .reason(reason)))
        case .cannotApply(let reason): Stored("cannot_apply", ("because", .reason(reason)))
        case .putBack(let reason): Stored("put_back", ("because", .reason(reason)))
        case .putBackUnapplied(let reason, let problem):
            Stored("put_back_unapplied", ("because", .reason(reason)), ("problem", .reason(problem)))
        case .notPutBack(let reason, let problem):
            Stored("not_put_back", ("because", .reason(reason)), ("problem", .reason(problem)))
        case .skipped(let name): Stored("skipped", ("by", .text(name)))
        case .stopped(let name): Stored("stopped", ("by", .text(name)))
        case .jumped(let name): Stored("jumped", ("by", .text(name)))
        case .leftOpen(let name): Stored("left_open", ("by", .text(name)))
        case .leftUnverified(let reason): Stored("left_unverified", ("because", .reason(reason)))
        case .answered(let value, let name): Stored("answered", ("answer", .text(value)), ("by", .text(name)))
        case .runbookAnswers(let value): Stored("runbook_answers", ("answer", .text(value)))
        default: nil
        }
    }

    private var storedOfWay: Stored? {
        switch self {
        case .branch(let number): Stored("branch", ("number", .number(number)))
        case .noBranch(let isOneUnknown): Stored("no_branch", ("one_unknown", .flag(isOneUnknown)))
        case .visited(let step, let limit): Stored("visited", ("step", .text(step)), ("limit", .number(limit)))
        case .needsPerson(let step): Stored("needs_person", ("step", .text(step)))
        case .stepEndUnknown(let step): Stored("step_end_unknown", ("step", .text(step)))
        case .deadEnd(let step): Stored("dead_end", ("step", .text(step)))
        case .left(let step, let reason): Stored("left", ("step", .text(step)), ("because", .reason(reason)))
        case .fallbackAgain(let reason): Stored("fallback_again", ("because", .reason(reason)))
        case .onlyRealRunDecides(let condition): Stored("only_real_run_decides", ("condition", .text(condition)))
        case .onlyRealRunChecks(let step): Stored("only_real_run_checks", ("step", .text(step)))
        case .callEnded(let runbook, let outcome):
            Stored("call_ended", ("runbook", .text(runbook)), ("outcome", outcome.map { .text($0) }))
        case .valueUnknown(let expression, let problem):
            Stored("value_unknown", ("expression", .text(expression)), ("problem", .text(problem)))
        case .valueIsSecret(let expression): Stored("value_is_secret", ("expression", .text(expression)))
        case .valueIsNoText(let expression, let value):
            Stored("value_is_no_text", ("expression", .text(expression)), ("value", .text(value)))
        case .noKey(let value): Stored("no_key", ("value", .text(value)))
        case .noFileValue(let value): Stored("no_file_value", ("value", .text(value)))
        case .paramValue(let name, let problem):
            Stored("param_value", ("param", .text(name)), ("problem", .text(problem)))
        default: storedOfRefusal
        }
    }

    private var storedOfRefusal: Stored? {
        switch self {
        case .runningCannotBeSkipped(let step): Stored("running_cannot_be_skipped", ("step", .text(step)))
        case .noStep(let step): Stored("no_step", ("step", .text(step)))
        case .noJumpToProof(let step): Stored("no_jump_to_proof", ("step", .text(step)))
        case .notOneCommand(let step): Stored("not_one_command", ("step", .text(step)))
        case .runsNoCommand(let step): Stored("runs_no_command", ("step", .text(step)))
        case .notCutShort(let step): Stored("not_cut_short", ("step", .text(step)))
        case .answerProblem(let problem): Stored("answer_problem", ("problem", .text(problem)))
        case .noSuchItem(let number): Stored("no_such_item", ("item", .number(number)))
        case .signal(let name): Stored("signal", ("name", .text(name)))
        case .rungDied(let wasEnded): Stored("rung_died", ("was_ended", .flag(wasEnded)))
        default: nil
        }
    }

    /// The name of a reason that it says all of.
    private var plainName: String {
        guard let name = Self.plain.first(where: { $0.reason == self })?.name else {
            preconditionFailure("a reason without a name in journals: \(self)")
        }
        return name
    }

    /// The reasons that are stored as their names alone.
    private static let plain: [(name: String, reason: Reason)] = [
        ("timed_out", .timedOut),
        ("no_answer", .noAnswer),
        ("connected", .connected),
        ("not_connected", .notConnected),
        ("file_exists", .fileExists),
        ("file_absent", .fileAbsent),
        ("file_unknown", .fileUnknown),
        ("nothing_to_change", .nothingToChange),
        ("done", .done),
        ("as_expected", .asExpected),
        ("all_members_ok", .allMembersOk),
        ("verified", .verified),
        ("not_verified_in_time", .notVerifiedInTime),
        ("taken_as_done", .takenAsDone),
        ("said_to_be_done", .saidToBeDone),
        ("end_unknown", .endUnknown),
        ("runbook_skips", .runbookSkips),
        ("nobody", .nobody),
        ("not_allowed", .notAllowed),
        ("never_unattended", .neverUnattended),
        ("may_only_look", .mayOnlyLook),
        ("planned", .planned),
        ("wait_is_over", .waitIsOver),
        ("time_is_over", .timeIsOver),
        ("no_more_changes", .noMoreChanges),
        ("ok", .ok),
        ("not_ok", .notOk),
        ("no_verdict", .noVerdict),
        ("next", .next),
        ("else", .otherwise),
        ("no_hosts_yet", .noHostsYet),
        ("run_has_ended", .runHasEnded),
        ("nothing_to_skip", .nothingToSkip),
        ("no_jump_from_change", .noJumpFromChange),
        ("edited_too_late", .editedTooLate),
        ("nothing_runs", .nothingRuns),
        ("paused_by_operator", .pausedByOperator),
        ("terminal_gone", .terminalGone),
        ("rung_ended_it", .rungEndedIt),
    ]

    private static let reasonsByName: [String: Reason] = {
        // With what belongs to them these are stored as objects.
        let bare: [Reason] = [.unrecorded(problem: nil), .notAsExpected(nil), .expectationUnknown(nil)]
        let all = plain + bare.map { ($0.stored.name, $0) }
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.reason) })
    }()
}

// MARK: Reading

extension Reason {
    /// Reads a reason. A text that is no name is one in words, as runs of an older Rung have them.
    init(stored value: JSONValue) {
        if let text = value.stringValue {
            self = Self.reasonsByName[text] ?? Self.older(text)
            return
        }
        let reader = ReasonReader(value: value)
        self =
            reader.reasonOfAction ?? reader.reasonOfChange ?? reader.reasonOfWay ?? reader.reasonOfRefusal
            ?? .words(value.serialized())
    }
}

extension Reason {
    /// A reason as an older Rung wrote it, in words, as far as more than its words matters.
    private static func older(_ text: String) -> Reason {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        if words.first == "branch", let number = words.last.flatMap({ Int($0) }) { return .branch(number) }
        if text.hasPrefix("jumped by ") { return .jumped(by: String(text.dropFirst("jumped by ".count))) }
        return .words(text)
    }
}

/// Reads what belongs to a stored reason.
private struct ReasonReader {
    let value: JSONValue

    private var name: String { text("is") }

    private func text(_ key: String) -> String { value[key]?.stringValue ?? "" }

    private func number(_ key: String) -> Int { value[key]?.intValue ?? 0 }

    private func flag(_ key: String) -> Bool { value[key]?.boolValue ?? false }

    private func texts(_ key: String) -> [String] { value[key]?.arrayValue?.compactMap(\.stringValue) ?? [] }

    private func optional(_ key: String) -> Reason? { value[key].map { Reason(stored: $0) } }

    private func reason(_ key: String) -> Reason { optional(key) ?? .words("") }

    private var because: Reason { reason("because") }

    var reasonOfAction: Reason? {
        switch name {
        case "words": .words(text("text"))
        case "exit": .exit(number("exit"))
        case "status": .status(number("status"))
        case "too_much_output": .tooMuchOutput(number("bytes"))
        case "unparsed": .unparsed(text("parse"))
        case "unrecorded": .unrecorded(problem: value["problem"]?.stringValue)
        case "found": .found(texts("causes"))
        case "not_as_expected": .notAsExpected(optional("because"))
        case "expectation_unknown": .expectationUnknown(optional("because"))
        case "members": .members(notOk: texts("not_ok"), unknown: texts("no_verdict"))
        default: nil
        }
    }

    var reasonOfChange: Reason? {
        switch name {
        case "command_failed": .commandFailed(because)
        case "did_its_work": .didItsWork(because)
        case "did_not_help": .didNotHelp(within: .nanoseconds(Int64(number("within_ns"))))
        case "edited": .edited(isApplied: flag("applied"))
        case "validate_failed": .validateFailed(because)
        case "apply_failed": .applyFailed(because)
        case "cannot_validate": .cannotValidate(because)
        case "cannot_apply": .cannotApply(because)
        case "put_back": .putBack(because)
        case "put_back_unapplied": .putBackUnapplied(because, because: reason("problem"))
        case "not_put_back": .notPutBack(because, because: reason("problem"))
        case "skipped": .skipped(by: text("by"))
        case "stopped": .stopped(by: text("by"))
        case "jumped": .jumped(by: text("by"))
        case "left_open": .leftOpen(by: text("by"))
        case "left_unverified": .leftUnverified(because)
        case "answered": .answered(text("answer"), by: text("by"))
        case "runbook_answers": .runbookAnswers(text("answer"))
        default: nil
        }
    }

    var reasonOfWay: Reason? {
        switch name {
        case "branch": .branch(number("number"))
        case "no_branch": .noBranch(isOneUnknown: flag("one_unknown"))
        case "visited": .visited(step: text("step"), limit: number("limit"))
        case "needs_person": .needsPerson(step: text("step"))
        case "step_end_unknown": .stepEndUnknown(step: text("step"))
        case "dead_end": .deadEnd(step: text("step"))
        case "left": .left(step: text("step"), because)
        case "fallback_again": .fallbackAgain(because)
        case "only_real_run_decides": .onlyRealRunDecides(text("condition"))
        case "only_real_run_checks": .onlyRealRunChecks(step: text("step"))
        case "call_ended": .callEnded(runbook: text("runbook"), outcome: value["outcome"]?.stringValue)
        case "value_unknown": .valueUnknown(expression: text("expression"), problem: text("problem"))
        case "value_is_secret": .valueIsSecret(expression: text("expression"))
        case "value_is_no_text": .valueIsNoText(expression: text("expression"), value: text("value"))
        case "no_key": .noKey(text("value"))
        case "no_file_value": .noFileValue(text("value"))
        case "param_value": .paramValue(name: text("param"), problem: text("problem"))
        default: nil
        }
    }

    var reasonOfRefusal: Reason? {
        switch name {
        case "running_cannot_be_skipped": .runningCannotBeSkipped(step: text("step"))
        case "no_step": .noStep(text("step"))
        case "no_jump_to_proof": .noJumpToProof(step: text("step"))
        case "not_one_command": .notOneCommand(step: text("step"))
        case "runs_no_command": .runsNoCommand(step: text("step"))
        case "not_cut_short": .notCutShort(step: text("step"))
        case "answer_problem": .answerProblem(text("problem"))
        case "no_such_item": .noSuchItem(number("item"))
        case "signal": .signal(text("name"))
        case "rung_died": .rungDied(wasEnded: flag("was_ended"))
        default: nil
        }
    }
}

extension WalkLimit {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .visits(let count): writer.member("visits", count)
        case .time(let limit): writer.member("time_ns", nanoseconds: limit)
        }
    }

    /// Reads a limit; runs of an older Rung have it in words: `visits: 3`, `time: 30m`.
    init(reading reader: EventReader) throws(EventProblem) {
        if let count = reader.value["visits"]?.intValue {
            self = .visits(count)
        } else if reader.has("time_ns") {
            self = .time(try reader.duration("time_ns"))
        } else {
            let words = try reader.string("limit").split(separator: " ").map(String.init)
            if words.first == "visits:", let count = words.last.flatMap({ Int($0) }) {
                self = .visits(count)
            } else if words.first == "time:", let limit = words.last.flatMap(DurationText.parse) {
                self = .time(limit)
            } else {
                throw reader.problem("the limit \(words.joined(separator: " ")) is not known")
            }
        }
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ reason: Reason) {
        key(name)
        reason.write(to: &self)
    }
}

extension EventReader {
    func reason(_ name: String) throws(EventProblem) -> Reason {
        guard let stored = value[name] else { throw problem("\(name) is missing") }
        return Reason(stored: stored)
    }
}
