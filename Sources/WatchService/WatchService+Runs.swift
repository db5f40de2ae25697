import Automation
import CEL
import ConfigurationLoading
import Engine
import Glibc
import HTTPClient
import Interpreter
import Journaling
import RunbookLoading
import RunbookModel
import StepExecution
import Wording

extension WatchService {
    // MARK: The beginning of runs

    /// Begins a run: it has its locks before it is recorded, and it is recorded before it does anything.
    mutating func start(_ order: StartOrder, in group: inout DiscardingTaskGroup) {
        guard let watch = state.watch(order.key.watch) else { return }
        do throws(SessionRefusal) {
            var (session, secrets) = try begin(order, watch)
            let id = session.id
            guard handleIfRecorded([.runStarting(order.key, run: id)], in: &group) else {
                throw .journal("it could not be recorded, and nothing starts unrecorded")
            }
            session.note("started by the watch \(watch.name): \(order.reason)", by: Self.name)
            for pause in state.pauses where pause.until > clock.now {
                session.note(AutomationState.words(for: pause), by: Self.name)
            }
            for warning in session.warnings { log.say(.warning, warning, [("run", id)], at: clock.now) }
            drive(session, secrets, order.key, in: &group)
        } catch {
            let isHeldByOther = if case .held = error { true } else { false }
            handle(.startRefused(order.key, reason: error.words, heldByOther: isHeldByOther), in: &group)
        }
    }

    private func begin(
        _ order: StartOrder, _ watch: Watch
    ) throws(SessionRefusal) -> (RunSession, RunSecrets) {
        var params = watch.params
        for assignment in order.assignments {
            guard let param = watch.runbooks.main.params.first(where: { $0.name == assignment.name }) else { continue }
            switch param.constraint.value(fromText: assignment.text) {
            case .success(let value): params[param.name] = value
            case .failure(let problem): throw .unusable("the value of \(param.name) \(problem.message)")
            }
        }
        var plan = RunPlan(
            runbooks: watch.runbooks, mode: .unattended, params: params, operatorName: Self.name, host: setting.host,
            workingDirectory: watch.workingDirectory)
        plan.target = order.key.target
        let secrets: RunSecrets
        switch self.secrets(of: watch.runbooks, from: watch.workingDirectory) {
        case .success(let read): secrets = read
        case .failure(let problem): throw .unusable(problem.messages.joined(separator: "; "))
        }
        let session = try RunSession.begin(
            plan, file: watch.file, storage: setting.storage, clock: SystemClock(), user: setting.user,
            pid: setting.processID)
        return (session, secrets)
    }

    private func secrets(of set: RunbookSet, from folder: String) -> Result<RunSecrets, InputProblems> {
        RunSecrets.read(set, environment: setting.environment, from: folder)
    }

    /// Walks a run that was begun before, and is ready.
    mutating func drive(_ session: RunSession, _ key: TargetKey, in group: inout DiscardingTaskGroup) {
        let secrets = (try? secrets(of: session.runbooks, from: session.workingDirectory).get()) ?? RunSecrets()
        drive(session, secrets, key, in: &group)
    }

    private mutating func drive(
        _ session: RunSession, _ secrets: RunSecrets, _ key: TargetKey, in group: inout DiscardingTaskGroup
    ) {
        let (id, runControl) = (session.id, RunControl())
        let policy = state.watch(key.watch)?.policy ?? RunPolicy(effect: .read)
        running[id] = (key, runControl)
        if let stopReason { runControl.interrupt(reason: .words("the service was stopped: \(stopReason)")) }
        let executor = LocalExecutor(
            LocalExecutor.Surroundings(
                run: id, mode: .unattended, environment: setting.environment,
                workingDirectory: session.workingDirectory, secrets: secrets,
                keptFiles: setting.storage.folder.map { "\($0.path)/kept-files/\(id)" }),
            runner: runner, http: watchers.http)
        let observer = CallObserver()
        let effects = RunEffects(
            executor: executor, decider: UnattendedDecider(effect: policy.effect, destroys: policy.destroy),
            observers: [observer], clock: SystemClock())
        let (control, runner) = (control, runner)
        group.addTask {
            let ending = await withTaskExecutorPreference(runner.executor) {
                await session.drive(effects, control: runControl)
            }
            control.mailbox.yield(.runEnded(key, run: id, ending, call: observer.call))
        }
    }

    mutating func runEnded(
        _ key: TargetKey, _ run: String, _ ending: RunEnding, _ call: ServiceControl.Call?,
        in group: inout DiscardingTaskGroup
    ) {
        running[run] = nil
        switch ending {
        case .ended(let end):
            let reason = end.reason?.text(in: .english) ?? (end.isOutOfTime ? "its time ran out" : "")
            handle(
                .runEnded(
                    key, run: run,
                    RunEnd(outcome: end.outcome, reason: reason, to: call?.to, message: call?.message)), in: &group)
        case .interrupted:
            // By the service's own end: the next one takes it up.
            guard stopReason == nil else { return }
            control.mailbox.yield(.takeUp(key, run: run))
        }
    }

    // MARK: Runs of before

    /// Takes up the runs that were under way when the service ended, or died.
    mutating func takeUpRuns(in group: inout DiscardingTaskGroup) {
        for (key, target) in state.targets.sorted(by: { $0.key < $1.key }) {
            guard let run = target.run else { continue }
            takeUp(key, run.id, in: &group)
        }
    }

    mutating func takeUp(_ key: TargetKey, _ run: String, in group: inout DiscardingTaskGroup) {
        guard stopReason == nil, running[run] == nil else { return }
        do throws(JournalError) {
            let summary = try journal.run(id: run)
            if summary.state == RunState.ended {
                let outcome = summary.outcome.flatMap(Outcome.init(rawValue:))
                handle(.runEnded(key, run: run, RunEnd(outcome: outcome, reason: "it was ended elsewhere")), in: &group)
                return
            }
        } catch {
            guard error.code == .absent else { return lookAgain(key, run, in: &group) }
            return handle(.runLost(key, run: run), in: &group)
        }
        do throws(SessionRefusal) {
            let found = try RunResumption.find(
                run, storage: setting.storage, clock: SystemClock(), user: setting.user, pid: setting.processID)
            log.say(.info, "taking up a run", [("run", run), ("target", key.target)], at: clock.now)
            let (control, log, clock) = (control, log, clock)
            group.addTask {
                do throws(SessionRefusal) {
                    let session = try await found.settle(
                        mode: .unattended, operatorName: Self.name, clock: SystemClock()
                    ) { log.say(.info, $0, [("run", run)], at: clock.now) }
                    control.mailbox.yield(.runReady(key, session))
                } catch {
                    control.tell(.runEnded(key, run: run, RunEnd(outcome: nil, reason: error.words)))
                }
            }
        } catch {
            // Somebody else walks it: they have the last word.
            if case .held = error { return lookAgain(key, run, in: &group) }
            handle(.runEnded(key, run: run, RunEnd(outcome: nil, reason: error.words)), in: &group)
        }
    }

    private func lookAgain(_ key: TargetKey, _ run: String, in group: inout DiscardingTaskGroup) {
        let control = control
        group.addTask {
            try? await Task.sleep(for: .seconds(5))
            if !Task.isCancelled { control.mailbox.yield(.takeUp(key, run: run)) }
        }
    }
}

extension SessionRefusal {
    /// The words.
    var words: String {
        switch self {
        case .held(let message), .unusable(let message), .journal(let message): message
        }
    }
}
