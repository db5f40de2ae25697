import ArgumentParser
import Automation
import ConfigurationLoading
import Diagnostics
import Engine
import Glibc
import Interpreter
import Journaling
import Reports
import StepExecution
import TerminalIO
import WatchService

/// `rung watch`: sees a symptom, walks the runbook, and calls a person when that did not help.
struct WatchCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Watch, remediate, and know when to stop.",
        discussion: """
            What is watched stands in a configuration: --config, else $RUNG_CONFIG, else /etc/rung/config.yaml, with the \
            files conf.d/*.yaml beside it. SIGHUP reads it anew; SIGTERM ends the service within ten seconds, and every \
            run can be resumed: the next `rung watch` takes them up.

            With --once each probe is looked at once and what is due is done, for cron. \
            With --print-unit a unit for systemd is written to standard output.
            """)

    @OptionGroup var place: ConfigurationPlace

    @Flag(help: "Look once at everything, do what is due, and end.")
    var once = false

    @Flag(help: "Print a unit for systemd, as hardened as the runbooks bear.")
    var printUnit = false

    func perform(in context: CommandContext, signals: Signals) async throws -> ExitCode {
        let (path, sources, configuration) = try place.load(context)
        if printUnit {
            context.output.write(
                UnitFile(
                    configuration: configuration, path: Self.absolute(path, context), executable: context.executable
                ).text)
            return ExitCodes.success
        }
        let storage = RunStorage.open(environment: context.environment, userID: context.userID)
        guard case .success(let journal) = storage.journal, let folder = storage.folder else {
            guard case .failure(let error) = storage.journal else { return ExitCodes.failure }
            throw CommandProblem(error)
        }
        let lock = try lock(folder, context)
        defer { lock.release() }
        _ = ProcessTable.becomeSubreaper()
        let control = ServiceControl()
        signals.handle { number in
            switch number {
            case SIGHUP: control.reload()
            case SIGTERM, SIGINT:
                // Whatever hangs: the process is gone in ten seconds, and the journal holds what was done.
                alarm(9)
                control.stop(reason: number.signalName)
            default: break
            }
        }
        let setting = WatchService.Setting(
            path: path, sources: sources, storage: storage, environment: context.environment,
            host: HostName.ofThisMachine(), user: context.operatorName(nil), processID: context.processID,
            version: RungCommand.version,
            log: ServiceLog(channel: context.errors, settings: configuration.log),
            report: { Self.report(of: $0, journal, folder) }, isOnce: once)
        var service = WatchService(setting, configuration: configuration, journal: journal, control: control)
        do {
            try await service.run()
        } catch {
            throw CommandProblem(error.message, code: ExitCodes.failure)
        }
        return ExitCodes.success
    }

    private func lock(_ folder: StateFolder, _ context: CommandContext) throws -> HeldLock {
        let holder = LockHolder(
            run: "watch", pid: context.processID, user: context.operatorName(nil),
            since: WallClock().now.nanoseconds)
        do {
            switch try ServiceLock.acquire(in: folder, as: holder) {
            case .acquired(let lock): return lock
            case .held(let other):
                throw CommandProblem(
                    "another rung watch works with \(folder.path) (process \(other.pid)); end that one first, "
                        + "or set RUNG_STATE_DIR to another folder", code: ExitCodes.refused)
            }
        } catch let error as JournalError {
            throw CommandProblem(error)
        }
    }

    /// The report of a run as Markdown, bounded: it goes into what people are told.
    private static func report(of run: String, _ journal: Journal, _ folder: StateFolder) -> String? {
        guard let summary = try? journal.run(id: run) else { return nil }
        let telling = StoredTelling(summary, journal, folder, language: "en")
        guard let story = try? telling.story() else { return nil }
        return String(MarkdownReport.text(story, times: LocalTime.ofReports).prefix(64 * 1024))
    }

    private static func absolute(_ path: String, _ context: CommandContext) -> String {
        path.hasPrefix("/") ? path : context.workingDirectory + "/" + path
    }
}

/// Where the configuration is.
struct ConfigurationPlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration; default: $RUNG_CONFIG, else /etc/rung/config.yaml.", valueName: "file"))
    var config: String?

    /// The path of the configuration.
    func path(_ context: CommandContext) -> String {
        if let config { return config }
        if let named = context.environment["RUNG_CONFIG"], !named.isEmpty { return named }
        return "/etc/rung/config.yaml"
    }

    /// Loads it; its errors are shown, and end the command.
    func load(
        _ context: CommandContext
    ) throws -> (path: String, sources: ConfigurationSources, configuration: Configuration) {
        let path = path(context)
        let sources = ConfigurationSources.ofThisMachine(environment: context.environment, userID: context.userID)
        let result = ConfigurationLoader(sources).load(path: path)
        guard let configuration = result.configuration else {
            RunbookFiles.show(result.diagnostics.filter { $0.severity == .error }, on: context.errors, context)
            throw ExitCodes.invalid
        }
        return (path, sources, configuration)
    }
}
