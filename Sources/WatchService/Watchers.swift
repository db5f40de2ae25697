import Automation
import ConfigurationLoading
import Engine
import HTTPClient
import Interpreter
import RunbookModel
import StepExecution
import Wording

/// Who looks for the watches: their probes, and their `unless`.
struct Watchers {
    /// One client for all: its requests share one thread.
    let http: HTTPClient
    private let setting: WatchService.Setting
    private let runner: CommandRunner
    private var plans: [String: Plan] = [:]

    /// What a watch looks at.
    private struct Plan {
        var probe: CheckPlan?
        var unless: CheckPlan?
        var look: CheckLook
    }

    init(_ setting: WatchService.Setting, runner: CommandRunner) {
        self.setting = setting
        self.runner = runner
        http = HTTPClient(userAgent: "rung/\(setting.version)")
    }

    /// Gets ready for the watches of a plan.
    mutating func prepare(_ plan: AutomationPlan, _ log: ServiceLog, _ clock: WallClock) {
        plans = [:]
        for watch in plan.watches where watch.probe != nil || watch.unless != nil {
            let secrets: RunSecrets
            switch RunSecrets.read(watch.runbooks, environment: setting.environment, from: watch.workingDirectory) {
            case .success(let read): secrets = read
            case .failure(let problems):
                for message in problems.messages { log.say(.warning, message, [("watch", watch.name)], at: clock.now) }
                secrets = RunSecrets()
            }
            let executor = LocalExecutor(
                LocalExecutor.Surroundings(
                    run: "", mode: .unattended, environment: setting.environment,
                    workingDirectory: watch.workingDirectory, secrets: secrets, keptFiles: nil),
                runner: runner, http: http)
            plans[watch.name] = Plan(
                probe: watch.probe?.check, unless: watch.unless,
                look: CheckLook(executor: executor, clock: SystemClock()))
        }
    }

    /// Looks whether the symptom is there, and tells.
    func probe(_ watch: String, _ control: ServiceControl, in group: inout DiscardingTaskGroup) {
        guard let plan = plans[watch], let check = plan.probe else {
            return control.tell(.probed(watch: watch, ProbeVerdict(ok: nil, reason: "there is no probe any more")))
        }
        let look = plan.look
        group.addTask {
            let seen = await look.look(check.runbooks, step: check.step, params: check.params, run: "")
            let reason = seen.reason.text(in: .english)
            control.tell(.probed(watch: watch, ProbeVerdict(ok: seen.ok, reason: reason)))
        }
    }

    /// Looks whether hands are to be kept off, and tells.
    func lookUnless(_ key: TargetKey, _ control: ServiceControl, in group: inout DiscardingTaskGroup) {
        guard let plan = plans[key.watch], let check = plan.unless else {
            return control.tell(.unlessLooked(key, ok: nil, reason: "there is no `unless` any more"))
        }
        let look = plan.look
        group.addTask {
            let seen = await look.look(check.runbooks, step: check.step, params: check.params, run: "")
            control.tell(.unlessLooked(key, ok: seen.ok, reason: seen.reason.text(in: .english)))
        }
    }
}
