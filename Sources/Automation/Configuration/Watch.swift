package import CEL
package import RunbookModel
package import Scheduling

/// All that the service is configured to do: what it watches, and the bounds that hold for everything.
package struct AutomationPlan: Sendable {
    /// The watches, by name, in the order of the files.
    package var watches: [Watch]
    /// How many targets are in remediation at once.
    package var remediationLimit: Int
    /// When nothing is remediated, whatever is watched.
    package var maintenance: [MaintenanceWindow]
    /// Who can be told, by name.
    package var recipients: [String: Recipient]

    /// A plan.
    package init(
        watches: [Watch], remediationLimit: Int = 5, maintenance: [MaintenanceWindow] = [],
        recipients: [String: Recipient] = [:]
    ) {
        self.watches = watches
        self.remediationLimit = remediationLimit
        self.maintenance = maintenance
        self.recipients = recipients
    }
}

/// Somebody who can be told, through a command of this machine.
package struct Recipient: Sendable, Equatable {
    /// The program and its arguments; what is told comes as JSON on its standard input.
    package var command: [String]
    /// How long one try may take.
    package var timeout: Duration

    /// A recipient.
    package init(command: [String], timeout: Duration = .seconds(30)) {
        self.command = command
        self.timeout = timeout
    }
}

/// One thing that is watched: how a symptom is seen, and the runbook that heals it.
package struct Watch: Sendable {
    /// Its name in the configuration.
    package var name: String
    /// The runbook and all that it calls.
    package var runbooks: RunbookSet
    /// The file of the runbook.
    package var file: String
    /// The inputs of the runbook, checked.
    package var params: [String: Value]
    /// What is healed where no alert says otherwise.
    package var target: String
    /// Whether the configuration names the target, rather than the runbook.
    package var targetIsGiven: Bool
    /// Where the runbook's relative paths start.
    package var workingDirectory: String
    /// How a symptom is seen, if this machine looks for it itself.
    package var probe: ProbeTrigger?
    /// When the runbook is walked without a symptom.
    package var schedule: ScheduleTrigger?
    /// How others tell of a symptom.
    package var webhook: WebhookTrigger?
    /// What holds automation back.
    package var guards: Guards
    /// When this watch remediates nothing.
    package var maintenance: [MaintenanceWindow]
    /// What a run may do without a person.
    package var policy: RunPolicy
    /// While this is ok, or cannot be decided, the watch keeps its hands off.
    package var unless: CheckPlan?
    /// Who is told, by the names of the plan's recipients.
    package var notify: [String]

    /// A watch without a trigger.
    package init(
        name: String, runbooks: RunbookSet, file: String, params: [String: Value], target: String,
        workingDirectory: String
    ) {
        self.name = name
        self.runbooks = runbooks
        self.file = file
        self.params = params
        self.target = target
        targetIsGiven = false
        self.workingDirectory = workingDirectory
        guards = Guards()
        maintenance = []
        policy = RunPolicy()
        notify = []
    }

    /// The watch together with what it heals by itself.
    package var ownKey: TargetKey { TargetKey(watch: name, target: target) }
}

/// A watch together with one target: what guards are counted for.
package struct TargetKey: Sendable, Hashable, Comparable {
    /// The watch's name.
    package var watch: String
    /// What is healed.
    package var target: String

    /// A key.
    package init(watch: String, target: String) {
        self.watch = watch
        self.target = target
    }

    package static func < (left: TargetKey, right: TargetKey) -> Bool {
        (left.watch, left.target) < (right.watch, right.target)
    }
}

/// A check, or a group of checks, outside a walk: a runbook that only looks and ends.
package struct CheckPlan: Sendable {
    /// The runbook that looks.
    package var runbooks: RunbookSet
    /// Its step that gives the verdict.
    package var step: String
    /// Its inputs.
    package var params: [String: Value]

    /// A plan of a check.
    package init(runbooks: RunbookSet, step: String, params: [String: Value]) {
        self.runbooks = runbooks
        self.step = step
        self.params = params
    }
}
