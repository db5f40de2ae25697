package import CEL
import RunbookModel

/// What happened outside the walk: the facts that decide it. The same inputs at the same times give the same walk.
package enum WalkInput: Sendable {
    /// The run began.
    case started(StartFacts)
    /// A command's process was started.
    case processStarted(action: Int, ProcessMark)
    /// An action ended. A judgement stands beside a result whose output is withheld.
    case actionEnded(action: Int, ActionResult, Judgement?)
    /// An action's end will never be known: Rung died or was interrupted meanwhile.
    case actionLost(action: Int, reason: Reason)
    /// A time that the walk had named was reached.
    case woke
    /// A request was answered.
    case replied(request: Int, Reply)
    /// The operator passed the current step over.
    case skipped(by: String)
    /// The operator went on at another step.
    case jumped(to: String, by: String)
    /// The operator changed the current step's command, a script, before it ran.
    case commandEdited(command: String, by: String)
    /// The operator ended what runs, to be asked about it.
    case stopped(by: String)
    /// The operator ticked an item of a task, or took its tick back; items count from 0.
    case itemTicked(request: Int, item: Int, isTicked: Bool, by: String)
    /// The operator noted something.
    case noted(text: String, by: String)
    /// The run was interrupted by a signal, or paused by the operator; it can be resumed.
    case interrupted(reason: Reason)
    /// The run was taken up again, perhaps otherwise than it began.
    case resumed(ResumeFacts)
}

/// How a run began.
package struct StartFacts: Sendable {
    /// The run's id.
    package var run: String
    /// How it is walked.
    package var mode: Mode
    /// The inputs, all of them, checked against their declarations.
    package var params: [String: Value]
    /// The step to begin at, if not at the runbook's own start.
    package var from: String?
    /// Who runs it.
    package var operatorName: String
    /// The machine it runs on.
    package var host: String
    /// The host to run steps on that name none: `--host`.
    package var defaultHost: String?
    /// What is healed.
    package var target: String
    /// Whether leave is asked for looking too, and not only for changing: an operator goes step by step.
    package var asksToLook: Bool

    /// How a run began.
    package init(
        run: String, mode: Mode, params: [String: Value] = [:], from: String? = nil, operatorName: String = "",
        host: String = "", defaultHost: String? = nil, target: String = "", asksToLook: Bool = false
    ) {
        self.run = run
        self.mode = mode
        self.params = params
        self.from = from
        self.operatorName = operatorName
        self.host = host
        self.defaultHost = defaultHost
        self.target = target
        self.asksToLook = asksToLook
    }
}

/// How a run was taken up again.
package struct ResumeFacts: Sendable, Equatable {
    /// How it is walked from here.
    package var mode: Mode
    /// Who runs it from here.
    package var operatorName: String
    /// Whether leave is asked for looking too from here.
    package var asksToLook: Bool

    /// How a run was taken up again.
    package init(mode: Mode, operatorName: String = "", asksToLook: Bool = false) {
        self.mode = mode
        self.operatorName = operatorName
        self.asksToLook = asksToLook
    }
}

/// How a runbook is walked: what conditions see as `mode`.
package enum Mode: String, Sendable, CaseIterable {
    case guided, unattended
    case dryRun = "dry_run"
}

/// What names one process on one boot of a machine.
package struct ProcessMark: Sendable, Equatable {
    /// Its process id.
    package var pid: Int32
    /// When it was started, in clock ticks since boot (proc(5), stat, field 22).
    package var startTime: UInt64
    /// Which boot that was.
    package var boot: String

    /// The mark of a process.
    package init(pid: Int32, startTime: UInt64, boot: String) {
        self.pid = pid
        self.startTime = startTime
        self.boot = boot
    }
}

/// The answer to a request.
package enum Reply: Sendable, Equatable {
    /// Yes: it may be done; or done it was (a manual step).
    case granted(by: String)
    /// No, for a reason: it is not done.
    case refused(by: String, reason: Reason)
    /// The answer to a question.
    case answered(Value, by: String)
    /// Nobody is there to say.
    case nobody
    /// This is a plan: it counts as done.
    case planned
    /// It ran before: its work is taken as done, and is verified.
    case takenAsDone(by: String)
}
