import ArgumentParser
import Automation
import Engine
import Glibc
import GuidedMode
import HTTPClient
import Interpreter
import JSONText
import Journaling
import Reports
import RunbookLoading
import RunbookModel
import StepExecution
import TerminalIO
import WatchService
import Wording

/// Walks a run for a command: storage, effects, signals and the result.
struct WalkSession {
    let context: CommandContext
    let options: WalkOptions
    let signals: Signals

    /// Begins a new run and walks it.
    func run(_ plan: RunPlan, file: String) async throws -> ExitCode {
        let report = try options.report.map(ReportFile.init)
        let clock = SystemClock()
        let storage = RunStorage.open(environment: context.environment, userID: context.userID)
        var session: RunSession
        do {
            session = try RunSession.begin(
                plan, file: file, storage: storage, clock: clock, user: plan.operatorName, pid: context.processID)
        } catch {
            throw Self.problem(error)
        }
        notePauses(&session, storage, at: clock.now)
        let transcript = try options.transcript.map {
            try TranscriptFile(path: $0, isNew: true, errors: context.errors)
        }
        return try await walk(session, clock: clock, storage: storage, transcript: transcript, report: report)
    }

    /// Notes the pauses of automation in the transcript: whoever reads it knows that nobody else was at work.
    private func notePauses(_ session: inout RunSession, _ storage: RunStorage, at time: Instant) {
        guard case .success(let journal) = storage.journal else { return }
        for pause in (try? AutomationLog(journal).pauses(at: time)) ?? [] {
            session.note(AutomationState.words(for: pause), by: "rung")
        }
    }

    /// Takes a run up and walks it on.
    func resume(_ id: String, mode: Mode) async throws -> ExitCode {
        let report = try options.report.map(ReportFile.init)
        let clock = SystemClock()
        let storage = RunStorage.open(environment: context.environment, userID: context.userID)
        let name = context.operatorName(options.operatorName)
        let session: RunSession
        do {
            let found = try RunResumption.find(
                id, storage: storage, clock: clock, user: name, pid: context.processID)
            let errors = context.errors
            session = try await found.settle(mode: mode, operatorName: name, clock: clock) { text in
                errors.write("rung: \(text)\n")
            }
        } catch {
            throw Self.problem(error)
        }
        let transcript = try options.transcript.map {
            try TranscriptFile(path: $0, isNew: false, errors: context.errors)
        }
        return try await walk(
            session, clock: clock, storage: storage, transcript: transcript, report: report, isResumed: true)
    }

    private func walk(
        _ session: RunSession, clock: SystemClock, storage: RunStorage, transcript: TranscriptFile?,
        report: ReportFile?, isResumed: Bool = false
    ) async throws -> ExitCode {
        for warning in session.warnings { context.errors.write("rung: \(warning)\n") }
        let secrets = try secrets(of: session.runbooks, from: session.workingDirectory)
        _ = ProcessTable.becomeSubreaper()
        let runner = CommandRunner(reapsOrphans: true)
        let control = RunControl()
        let guide = session.mode == .guided ? guide(session, control, clock) : nil
        let passwords = guide.flatMap { passwordService(asking: $0, storage) }
        defer { passwords?.close() }
        var environment = context.environment
        environment.merge(passwords?.environment ?? [:]) { $1 }
        let executor = LocalExecutor(
            LocalExecutor.Surroundings(
                run: session.id, mode: session.mode, environment: environment,
                workingDirectory: session.workingDirectory, secrets: secrets,
                keptFiles: storage.folder.map { "\($0.path)/kept-files/\(session.id)" }),
            runner: runner, http: HTTPClient(userAgent: "rung/\(RungCommand.version)"))
        let ending = EndingObserver()
        if isResumed, let began = try? storage.journal.get().run(id: session.id).header.startedAt {
            ending.remember(beginning: Instant(nanoseconds: began))
        }
        var observers: [any RunObserver] = [ending]
        if let transcript { observers.append(transcript) }
        observers.append(JournalFailurePrinter(errors: context.errors))
        let isTold = report != nil || guide != nil
        let story = isTold ? StoryObserver(names: RunbookNames(session.runbooks, language: language)) : nil
        if let story {
            if isResumed { replay(session, storage) { story.remember($0, at: $1) } }
            observers.append(story)
        }
        if let guide {
            if isResumed { introduce(session, storage) { guide.remember($0, at: $1) } }
            observers.append(guide)
        } else if !options.json {
            let printer = printer(for: session)
            if isResumed { introduce(session, storage) { printer.remember($0, at: $1) } }
            observers.append(printer)
        }
        let received = ReceivedSignal()
        signals.handle { number in
            if let guide, guide.takes(number) { return }
            switch number {
            case SIGWINCH: return
            case SIGTSTP:
                kill(getpid(), SIGSTOP)
                return
            default: received.set(number)
            }
            control.interrupt(reason: .signal(number.signalName), changesGoOn: number == SIGHUP)
        }
        let effects = RunEffects(
            executor: executor, decider: guide ?? decider(for: session.mode), observers: observers, clock: clock,
            jobs: options.jobs)
        guide?.open(input: STDIN_FILENO)
        defer { guide?.close() }
        let (id, runbook, target, mode) = (session.id, session.runbooks.main.id, session.target, session.mode)
        let result = await withTaskExecutorPreference(runner.executor) {
            await session.drive(effects, control: control)
        }
        guide?.close()
        if let story, guide != nil, case .ended = result { sumUp(story.story) }
        if let story, let report { write(story.story, to: report) }
        let isRecorded = (try? storage.journal.get().hasRun(id)) ?? false
        return tell(
            WalkResult(
                run: id, runbook: runbook, target: target, mode: mode, ending: result, times: ending.times,
                signal: received.number, isRecorded: isRecorded, language: Language(language)))
    }

    /// Where people read what happens: standard output, unless that is the object's.
    private var human: OutputChannel { options.json ? context.errors : context.output }

    private var language: String { context.language(options.lang) }

    private func decider(for mode: Mode) -> any Decider {
        if mode == .dryRun { PlanDecider() } else { UnattendedDecider() }
    }

    /// Where the sudo of the run's commands asks the operator; nil: nothing can ask.
    private func passwordService(asking guide: Guide, _ storage: RunStorage) -> PasswordService? {
        let bases = [storage.folder?.path, context.environment["XDG_RUNTIME_DIR"], "/tmp"].compactMap { $0 }
        return PasswordService(
            program: context.executable, bases: bases, path: context.environment["PATH"] ?? "/usr/bin:/bin"
        ) { [weak guide] prompt in
            await guide?.askPassword(prompt)
        }
    }

    private func guide(_ session: borrowing RunSession, _ control: RunControl, _ clock: SystemClock) -> Guide {
        let setting = Guide.Setting(
            names: RunbookNames(session.runbooks, language: language), runbooks: session.runbooks, run: session.id,
            host: HostName.ofThisMachine(), operatorName: context.operatorName(options.operatorName),
            environment: context.environment, timeOfDay: LocalTime.timeOfDay)
        return Guide(
            setting, screen: TerminalScreen(channel: human, input: STDIN_FILENO, environment: context.environment),
            input: LinePrompt(input: STDIN_FILENO, output: human), control: control, clock: clock)
    }

    private func printer(for session: RunSession) -> WalkPrinter {
        WalkPrinter(names: RunbookNames(session.runbooks, language: language), channel: human, context: context)
    }

    /// Says which run goes on, and lets whoever tells it know what was before.
    private func introduce(
        _ session: RunSession, _ storage: RunStorage, _ remember: (RunEvent, Instant) -> Void
    ) {
        replay(session, storage, remember)
        let title = RunbookNames(session.runbooks, language: language).runbook ?? session.runbooks.main.id
        let (run, target) = (say(TranscriptWord.run), say(TranscriptWord.target))
        human.write(Sanitizer.clean("\(title) · \(run) \(session.id) · \(target) \(session.target)") + "\n")
    }

    /// Hands out the events of before.
    private func replay(_ session: RunSession, _ storage: RunStorage, _ body: (RunEvent, Instant) -> Void) {
        guard let journal = try? storage.journal.get() else { return }
        var cursor = journal.events(of: session.id)
        while let record = try? cursor.next(), let event = try? RunEvent(kind: record.kind, payload: record.payload) {
            body(event, Instant(nanoseconds: record.time))
        }
    }

    /// Writes the report; that it cannot be written is said, and changes no outcome.
    private func write(_ story: RunStory, to file: ReportFile) {
        let path = Sanitizer.clean(file.path)
        do throws(WriteProblem) {
            try file.write(story)
            human.write(say(ClosingWord.report(path)) + "\n")
        } catch {
            context.errors.write("rung: \(say(ClosingWord.reportFailed(path, problem: error.message)))\n")
        }
    }

    /// Tells the operator at whose terminal the run ends what it came to.
    private func sumUp(_ story: RunStory) {
        let traits = TerminalTraits(of: human, environment: context.environment)
        human.write(
            TextSummary.text(
                story, times: LocalTime.ofReports, isColoured: traits.usesColour, columns: traits.width))
    }

    private func say(_ word: ClosingWord) -> String { word.text(in: Language(language)) }

    private func say(_ word: TranscriptWord) -> String { word.text(in: Language(language)) }

    private func tell(_ result: WalkResult) -> ExitCode {
        if options.json {
            context.output.write(result.json + "\n")
        } else {
            if let pointer = result.pointer { context.output.write(pointer + "\n") }
            context.output.write(result.sentence + "\n")
        }
        return result.exitCode
    }

    private func secrets(of set: RunbookSet, from folder: String) throws -> RunSecrets {
        let read = RunSecrets.read(set, environment: context.environment, from: folder)
        switch read {
        case .success(let values): return values
        case .failure(let problems): throw CommandProblem(problems.messages)
        }
    }

    static func problem(_ refusal: SessionRefusal) -> CommandProblem {
        switch refusal {
        case .held(let message): CommandProblem(message, code: ExitCodes.refused)
        case .unusable(let message): CommandProblem(message)
        case .journal(let message): CommandProblem(message, code: ExitCodes.failure)
        }
    }
}
