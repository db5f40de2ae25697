import ArgumentParser
import CEL
import Engine
import Interpreter
import JSONText
import Journaling
import Reports
import TerminalIO

/// `rung history`: what happened.
struct HistoryCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the runs, the newest first.")

    @Option(help: "How many runs at the most.")
    var limit = 20

    @Option(help: ArgumentHelp("Only runs of this runbook.", valueName: "id"))
    var runbook: String?

    @Option(help: ArgumentHelp("Only runs on this target.", valueName: "name"))
    var target: String?

    @Flag(help: "Print a JSON array.")
    var json = false

    func perform(in context: CommandContext) throws -> ExitCode {
        let (folder, journal) = try StoredJournal.open(context)
        guard let journal else {
            context.output.write(json ? "[]\n" : "no runs yet\n")
            return ExitCodes.success
        }
        let runs: [RunSummary]
        do {
            runs = try journal.runs(RunFilter(limit: limit, runbook: runbook, target: target))
        } catch {
            throw CommandProblem(error)
        }
        let rows = runs.map { RunRow($0, in: folder, journal) }
        let traits = TerminalTraits(of: context.output, environment: context.environment)
        context.output.write(json ? RunRow.json(rows) : RunRow.table(rows, on: traits))
        return ExitCodes.success
    }
}

/// A run as the history lists it.
struct RunRow {
    let run: RunSummary
    /// `running`, `interrupted`, `died` or `ended`.
    let state: String

    init(_ run: RunSummary, in folder: StateFolder, _ journal: Journal) {
        guard run.state == RunState.running, !RunLock.isHeld(run: run.id, in: folder) else {
            self.run = run
            state = run.state
            return
        }
        // It may have ended between the two looks.
        let now = (try? journal.run(id: run.id)) ?? run
        self.run = now
        state = now.state == RunState.running ? "died" : now.state
    }

    private var started: Instant { Instant(nanoseconds: run.header.startedAt) }
    private var ended: Instant? { run.endedAt.map { Instant(nanoseconds: $0) } }

    static func table(_ rows: [RunRow], on traits: TerminalTraits) -> String {
        guard !rows.isEmpty else { return "no runs yet\n" }
        var table = TextTable(
            columns: ["RUN", "RUNBOOK", "MODE", "OUTCOME", "STARTED", "TOOK", "BY"].map { title in
                TextTable.Column(title, isRightAligned: title == "TOOK", mayShrink: title == "RUNBOOK" || title == "BY")
            })
        for row in rows {
            let cells = [
                row.run.id, row.run.header.runbook, row.run.header.mode, row.run.outcome ?? row.state,
                LocalTime.dateAndTime(row.started), row.ended.map { ($0 - row.started).brief } ?? "-",
                row.run.header.operatorName,
            ]
            table.addRow(cells.map { Sanitizer.clean($0) })
        }
        var text = table.lines(on: traits).map { $0 + "\n" }.joined()
        if let open = rows.first(where: { $0.state == "died" || $0.state == RunState.interrupted }) {
            text += "\(open.state): take it up with rung resume \(open.run.id)\n"
        }
        return text
    }

    static func json(_ rows: [RunRow]) -> String {
        var writer = JSONWriter(pretty: true)
        writer.beginArray()
        for row in rows { row.write(to: &writer) }
        writer.endArray()
        return writer.text + "\n"
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", run.id)
        writer.member("runbook", run.header.runbook)
        writer.member("file", run.header.file)
        writer.member("target", run.header.target)
        writer.member("mode", run.header.mode)
        writer.member("state", state)
        writer.key("outcome")
        if let outcome = run.outcome { writer.string(outcome) } else { writer.null() }
        writer.member("started", started.timestamp.description)
        writer.key("ended")
        if let ended { writer.string(ended.timestamp.description) } else { writer.null() }
        writer.member("operator", run.header.operatorName)
        writer.member("host", run.header.host)
        writer.member("events", run.eventCount)
        writer.endObject()
    }
}

/// The journal, for commands that only read it.
enum StoredJournal {
    /// Opens it; nil where there is none yet.
    static func open(_ context: CommandContext) throws(CommandProblem) -> (StateFolder, Journal?) {
        do throws(JournalError) {
            let folder = try StateFolder.locate(
                environment: context.environment, userID: context.userID, creating: false)
            do throws(JournalError) {
                return (folder, try Journal.open(in: folder, mode: .readOnly))
            } catch  where error.code == .absent {
                return (folder, nil)
            }
        } catch {
            throw CommandProblem(error)
        }
    }
}

extension CommandProblem {
    /// A problem with the journal: what the user named or set wrongly is 2, what failed under our hands is 1.
    init(_ error: JournalError) {
        self.init(error.description, code: error.code.isForUserToMend ? ExitCodes.invalid : ExitCodes.failure)
    }
}
