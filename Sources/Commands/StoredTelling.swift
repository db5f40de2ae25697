import Diagnostics
import Engine
import Interpreter
import JSONText
import Journaling
import Reports
import RunbookModel
import TerminalIO
import Wording

/// A stored run, told in each of the forms that `rung transcript` knows.
struct StoredTelling {
    let summary: RunSummary
    let journal: Journal
    let folder: StateFolder
    let language: String
    /// The runbooks as they were; nil where this version of Rung cannot read them.
    let runbooks: RunbookSet?

    init(_ summary: RunSummary, _ journal: Journal, _ folder: StateFolder, language: String) {
        self.summary = summary
        self.journal = journal
        self.folder = folder
        self.language = language
        runbooks = (try? StoredRun(journal, summary))?.runbooks
    }

    private var names: RunbookNames { RunbookNames(runbooks, language: language) }

    /// Tells it as text, piece by piece.
    func text(isColoured: Bool, _ write: (String) -> Void) throws {
        let style = TextTranscript.Style(isColoured: isColoured, detail: .full, timeOfDay: LocalTime.timeOfDay)
        var transcript = TextTranscript(names: names, style: style)
        try forEachEvent { event, record in
            write(transcript.render(event, at: Instant(nanoseconds: record.time)))
        }
        let plan = summary.header.mode == Mode.dryRun.rawValue ? "\(names.spoken.say(.plan)): " : ""
        write("\n\(plan)\(closing(summary))\n")
    }

    /// The run and its events as JSON.
    func json() throws -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("run")
        RunRow(summary, in: folder, journal).write(to: &writer)
        writer.key("events")
        writer.beginArray()
        try forEachEvent { event, record in
            JSONTranscript.write(
                run: summary.id, sequence: record.sequence, time: Instant(nanoseconds: record.time), event: event,
                to: &writer)
        }
        writer.endArray()
        writer.endObject()
        return writer.text + "\n"
    }

    /// Tells each event as it is recorded, as text or as a JSON line, until the run ends, is paused, or dies.
    ///
    /// - Parameter write: takes a piece; false where nobody reads any more.
    func follow(asJSON: Bool, isColoured: Bool, _ write: (String) -> Bool) throws {
        let style = TextTranscript.Style(isColoured: isColoured, detail: .full, timeOfDay: LocalTime.timeOfDay)
        var transcript = TextTranscript(names: names, style: style)
        let end = try TranscriptFollowing(journal: journal, folder: folder, run: summary.id).follow { record in
            let (event, time) = (try Self.event(of: record), Instant(nanoseconds: record.time))
            return write(
                asJSON
                    ? JSONTranscript.line(run: summary.id, sequence: record.sequence, time: time, event: event)
                    : transcript.render(event, at: time))
        }
        if !asJSON { _ = write("\n\(closing(end))\n") }
    }

    /// The last line: how the run stands, and its id.
    private func closing(_ summary: RunSummary) -> String {
        let language = names.spoken
        let resume = language.say(.takeUp("rung resume \(summary.id)"))
        switch summary.state {
        case RunState.interrupted: return "\(ReportWord.interrupted.text(in: language)); \(resume)"
        case RunState.running where RunLock.isHeld(run: summary.id, in: folder):
            return "\(ReportWord.running.text(in: language)), \(language.say(.run)) \(summary.id)"
        case RunState.running: return "\(language.say(.died)); \(resume)"
        default:
            let outcome = summary.outcome.flatMap(Outcome.init(rawValue:))?.word.text(in: language)
            return "\(outcome ?? language.say(.open)), \(language.say(.run)) \(summary.id)"
        }
    }

    /// The story that reports are made of.
    func story() throws -> RunStory {
        var builder = StoryBuilder(names: names)
        try forEachEvent { event, record in builder.add(event, at: Instant(nanoseconds: record.time)) }
        return builder.story
    }

    /// The evidence of the run.
    func evidence() throws -> EvidenceBundle {
        var text = ""
        try self.text(isColoured: false) { text += $0 }
        let texts = runbooks?.members.values.map { member in
            (id: member.runbook.id, text: String(decoding: member.source.bytes, as: UTF8.self))
        }
        return EvidenceBundle(
            try story(), times: LocalTime.ofReports, text: text, json: try json(), runbooks: texts ?? [])
    }

    private func forEachEvent(_ body: (RunEvent, EventRecord) -> Void) throws {
        var cursor = journal.events(of: summary.id)
        while let record = try cursor.next() {
            body(try Self.event(of: record), record)
        }
    }

    private static func event(of record: EventRecord) throws -> RunEvent {
        do {
            return try RunEvent(kind: record.kind, payload: record.payload)
        } catch {
            throw CommandProblem(
                "event \(record.sequence) (\(error.kind)) cannot be read: \(error.message)", code: ExitCodes.failure)
        }
    }
}
