import ArgumentParser
import CEL
import Engine
import Interpreter
import JSONText
import Reports
import RunbookModel
import Synchronization
import Wording

/// What a walk came to, for the last line, for `--json` and for the exit code.
struct WalkResult {
    var run: String
    var runbook: String
    var target: String
    var mode: Mode
    var ending: RunEnding
    var times: (begin: Instant, end: Instant)?
    var signal: Int32?
    /// Whether the journal has the run.
    var isRecorded = true
    /// The reader's language.
    var language = Language.english

    /// The exit code (rule 32).
    var exitCode: ExitCode {
        switch ending {
        case .ended(let end): ExitCodes.code(for: end)
        case .interrupted: signal.map { ExitCode(128 + $0) } ?? ExitCodes.waiting
        }
    }

    /// The last line: the outcome and the run's id.
    var sentence: String {
        switch ending {
        case .ended(let end):
            let took = times.map { " " + say(.took(($0.end - $0.begin).brief)) } ?? ""
            let why = end.outcome == nil ? " (\(end.reason?.text(in: language) ?? say(.onlyRealRun)))" : ""
            let plan = mode == .dryRun ? "\(say(.plan)): " : ""
            return "\(plan)\(word(for: end))\(took)\(why), \(say(.run)) \(run)"
        case .interrupted(let reason):
            let who = reason.text(in: language)
            let what = say(signal == nil ? .paused(by: who) : .interrupted(by: who))
            if mode == .dryRun { return "\(what); \(say(.nothingChanged)), \(say(.run)) \(run)" }
            guard isRecorded else { return "\(what); \(say(.notRecorded)), \(say(.run)) \(run)" }
            return "\(what); \(say(.takeUp("rung resume \(run)")))"
        }
    }

    /// Where to read on, where the end is not all that one wants to know.
    var pointer: String? {
        guard isRecorded, mode != .dryRun, case .ended(let end) = ending else { return nil }
        // Whoever walked beside it is told where to read on in any case.
        guard end.outcome != .resolved || mode == .guided else { return nil }
        let reading = say(.reading("rung transcript \(run)"))
        return end.outcome == .escalated ? "\(reading)\n\(say(.evidence("rung transcript \(run) --bundle")))" : reading
    }

    private func say(_ word: ClosingWord) -> String { language.say(word) }

    /// The outcome as the last line names it.
    private func word(for end: WalkEnd) -> String {
        guard let outcome = end.outcome else { return say(.open) }
        let word = outcome.word.text(in: language)
        return end.isOutOfTime ? "\(word) (\(say(.outOfTime)))" : word
    }

    /// The result as one object.
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("run", run)
        writer.member("runbook", runbook)
        writer.member("target", target)
        writer.member("mode", mode.rawValue)
        switch ending {
        case .ended(let end):
            writer.member("state", RunState.ended)
            writer.key("outcome")
            if let outcome = end.outcome { writer.string(outcome.rawValue) } else { writer.null() }
            writer.member("step", end.step)
            if let reason = end.reason { writer.member("reason", reason.text(in: .english)) }
            writer.member("out_of_time", end.isOutOfTime)
            writer.key("causes")
            writer.beginArray()
            for cause in end.causes { writer.string(cause) }
            writer.endArray()
        case .interrupted(let reason):
            writer.member("state", RunState.interrupted)
            writer.key("outcome")
            writer.null()
            writer.member("reason", reason.text(in: .english))
        }
        if let times {
            writer.member("started", times.begin.timestamp.description)
            writer.member("ended", times.end.timestamp.description)
        }
        writer.member("exit", Int(exitCode.rawValue))
        writer.endObject()
        return writer.text
    }
}

/// The signal that ended the walk, if one did.
final class ReceivedSignal: Sendable {
    private let value = Mutex<Int32?>(nil)

    /// The first signal that came.
    var number: Int32? { value.withLock { $0 } }

    func set(_ number: Int32) {
        value.withLock { if $0 == nil { $0 = number } }
    }
}
