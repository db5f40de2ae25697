import ArgumentParser
import Engine
import Interpreter
import JSONText
import Journaling
import Reports
import TerminalIO

/// `rung transcript`: what was seen, decided and done.
struct TranscriptCommand: SynchronousCommand {
    /// How the transcript is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "transcript", abstract: "Show what was seen, decided and done in a run.")

    @Argument(help: ArgumentHelp("The run: its id, the beginning or the last letters of it.", valueName: "run"))
    var run: String

    @Option(help: "How it is written: text or json.")
    var format = Format.text

    @Flag(help: "Check that no event was changed, removed or added after the fact.")
    var verify = false

    @Option(help: ArgumentHelp("The language of the runbook's texts, such as en or ru.", valueName: "language"))
    var lang: String?

    func perform(in context: CommandContext) throws -> ExitCode {
        let (folder, stored) = try StoredJournal.open(context)
        guard let journal = stored else {
            throw CommandProblem("there is no run \(run): the journal is empty")
        }
        do {
            let summary = try journal.run(id: run)
            if verify { return try verify(summary, journal, context) }
            switch format {
            case .text: try writeText(summary, journal, context)
            case .json: try writeJSON(summary, journal, folder, context)
            }
            return ExitCodes.success
        } catch let error as JournalError {
            throw CommandProblem(error)
        }
    }

    private func verify(_ summary: RunSummary, _ journal: Journal, _ context: CommandContext) throws -> ExitCode {
        let result = try journal.verify(summary.id)
        if format == .json {
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("run", summary.id)
            writer.member("intact", result.isIntact)
            writer.member("intact_events", result.intactEvents)
            writer.member("head", result.headHash)
            writer.member("message", result.message)
            writer.endObject()
            context.output.write(writer.text + "\n")
        } else {
            context.output.write("run \(summary.id): \(result.message)\n")
        }
        return result.isIntact ? ExitCodes.success : ExitCodes.failure
    }

    private func writeText(_ summary: RunSummary, _ journal: Journal, _ context: CommandContext) throws {
        let set = (try? StoredRun(journal, summary))?.runbooks
        let style = TextTranscript.Style(
            isColoured: context.isColoured(context.output), detail: .full, timeOfDay: LocalTime.timeOfDay)
        var transcript = TextTranscript(names: RunbookNames(set, language: context.language(lang)), style: style)
        var cursor = journal.events(of: summary.id)
        while let record = try cursor.next() {
            let event = try read(record)
            context.output.write(transcript.render(event, at: Instant(nanoseconds: record.time)))
        }
        let plan = summary.header.mode == Mode.dryRun.rawValue ? "plan: " : ""
        context.output.write("\n\(plan)\(summary.outcome ?? summary.state), run \(summary.id)\n")
    }

    private func writeJSON(
        _ summary: RunSummary, _ journal: Journal, _ folder: StateFolder, _ context: CommandContext
    ) throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("run")
        RunRow(summary, in: folder, journal).write(to: &writer)
        writer.key("events")
        writer.beginArray()
        var cursor = journal.events(of: summary.id)
        while let record = try cursor.next() {
            JSONTranscript.write(
                run: summary.id, sequence: record.sequence, time: Instant(nanoseconds: record.time),
                event: try read(record), to: &writer)
        }
        writer.endArray()
        writer.endObject()
        context.output.write(writer.text + "\n")
    }

    private func read(_ record: EventRecord) throws -> RunEvent {
        do {
            return try RunEvent(kind: record.kind, payload: record.payload)
        } catch {
            throw CommandProblem(
                "event \(record.sequence) (\(error.kind)) cannot be read: \(error.message)", code: ExitCodes.failure)
        }
    }
}
