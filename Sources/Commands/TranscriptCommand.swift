import Archiving
import ArgumentParser
import Engine
import Interpreter
import JSONText
import Journaling
import Reports
import TerminalIO
import Wording

/// `rung transcript`: what was seen, decided and done.
struct TranscriptCommand: SynchronousCommand {
    /// How the transcript is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, markdown, html, json
    }

    static let configuration = CommandConfiguration(
        commandName: "transcript", abstract: "Show what was seen, decided and done in a run.",
        discussion: """
            With --bundle it writes the evidence of the run into one archive, to be handed on: the transcript, the report, \
            every output that was kept, and the runbook. Secrets are masked in all of it.
            """)

    @Argument(help: ArgumentHelp("The run: its id, the beginning or the last letters of it.", valueName: "run"))
    var given: String?

    @Option(help: "How it is written: text, markdown, html or json.")
    var format = Format.text

    @Flag(help: "Check that no event was changed, removed or added after the fact.")
    var verify = false

    @Option(
        defaultAsFlag: "", parsing: .next,
        help: ArgumentHelp(
            "Write the evidence into FILE (.tar.gz) or a folder; without a name: rung-RUN-evidence.tar.gz here.",
            valueName: "file"))
    var bundle: String?

    @Flag(help: "Go on with what is recorded, until the run ends or is paused.")
    var follow = false

    @Option(
        help: ArgumentHelp(
            "The language of all that is said, such as en or ru; default: LC_ALL, LC_MESSAGES or LANG.",
            valueName: "language"))
    var lang: String?

    /// The run; where only `--bundle` was given a word, and that is no archive, it is this one.
    private var run: String { given ?? bundle ?? "" }

    /// Where the evidence goes; empty: a name is made.
    private var archive: String? { given == nil && bundle != nil ? "" : bundle }

    func validate() throws {
        if given == nil, bundle.map({ $0.isEmpty || Self.isArchive($0) }) ?? true {
            throw ValidationError("which run? its id, the beginning or the last letters of it; rung history lists them")
        }
        if let archive, !archive.isEmpty, !Self.isArchive(archive), !PrivateFile.isFolder(archive) {
            throw ValidationError(
                "--bundle \(archive): the evidence is an archive, whose name ends with .tar.gz or .tgz")
        }
        guard follow else { return }
        if verify || bundle != nil { throw ValidationError("--follow goes with neither --verify nor --bundle") }
        guard format == .text || format == .json else {
            throw ValidationError("--follow writes text or json; a report can be made when the run is over")
        }
    }

    func perform(in context: CommandContext) throws -> ExitCode {
        let (folder, stored) = try StoredJournal.open(context)
        guard let journal = stored else {
            throw CommandProblem("there is no run \(run): the journal is empty")
        }
        do {
            let summary = try journal.run(id: run)
            if verify { return try verify(summary, journal, context) }
            let telling = StoredTelling(summary, journal, folder, language: context.language(lang))
            if follow {
                try telling.follow(
                    asJSON: format == .json, isColoured: context.isColoured(context.output),
                    { context.output.write($0) })
            } else if let archive {
                try write(telling, to: archive, context)
            } else {
                try show(telling, context)
            }
            return ExitCodes.success
        } catch let error as JournalError {
            throw CommandProblem(error)
        }
    }

    private static func isArchive(_ name: String) -> Bool { name.hasSuffix(".tar.gz") || name.hasSuffix(".tgz") }

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

    private func show(_ telling: StoredTelling, _ context: CommandContext) throws {
        switch format {
        case .text:
            try telling.text(isColoured: context.isColoured(context.output)) { context.output.write($0) }
        case .json: context.output.write(try telling.json())
        case .markdown:
            context.output.write(MarkdownReport.text(try telling.story(), times: LocalTime.ofReports))
        case .html: context.output.write(HTMLReport.text(try telling.story(), times: LocalTime.ofReports))
        }
    }

    private func write(_ telling: StoredTelling, to given: String, _ context: CommandContext) throws {
        let evidence = try telling.evidence()
        let name = evidence.name + ".tar.gz"
        let path = given.isEmpty ? name : PrivateFile.isFolder(given) ? "\(given)/\(name)" : given
        let end = telling.summary.endedAt ?? telling.summary.header.startedAt
        var tar = TarArchive(secondsSince1970: Int(end / 1_000_000_000))
        for folder in evidence.folders { tar.addFolder(folder) }
        for file in evidence.files { tar.addFile(file.path, Array(file.content.utf8)) }
        do throws(WriteProblem) {
            try PrivateFile.write(Gzip.compress(tar.archive), to: path)
        } catch {
            throw CommandProblem("--bundle \(path) cannot be written: \(error.message)", code: ExitCodes.failure)
        }
        context.output.write(ClosingWord.evidence(Sanitizer.clean(path)).text(in: Language(telling.language)) + "\n")
    }
}
