package import Interpreter

/// What happened outside the automation.
package enum AutomationInput: Sendable {
    /// The service began to watch; what was recorded before has been applied.
    case began
    /// The configuration was read anew.
    case configured(AutomationPlan)
    /// A time that the machine had named was reached.
    case woke
    /// A probe ended.
    case probed(watch: String, ProbeVerdict)
    /// An alert was posted, and its inputs are right.
    case alerted(TargetKey, Alert)
    /// An alert was posted that cannot be taken up.
    case alertRefused(watch: String, AlertKey, reason: String)
    /// The `unless` check ended.
    case unlessLooked(TargetKey, ok: Bool?, reason: String)
    /// A run has its locks and a name, and begins when this is recorded.
    case runStarting(TargetKey, run: String)
    /// A run could not be begun.
    case startRefused(TargetKey, reason: String, heldByOther: Bool)
    /// A run that was about to begin when the process died never did.
    case runLost(TargetKey, run: String)
    /// A run ended.
    case runEnded(TargetKey, run: String, RunEnd)
    /// Somebody else recorded an event: a person, by the command line.
    case told(AutomationEvent)
    /// A recipient was told.
    case noticeDelivered(Int, to: String)
    /// A recipient could not be told.
    case noticeFailed(Int, to: String, reason: String)
}

/// What a probe saw.
package struct ProbeVerdict: Sendable, Equatable {
    /// Whether it is as it should be; nil: it cannot be said.
    package var ok: Bool?
    /// Why, in words.
    package var reason: String

    /// A verdict.
    package init(ok: Bool?, reason: String = "") {
        self.ok = ok
        self.reason = reason
    }
}

/// What the automation wants done.
package enum AutomationCommand: Sendable {
    /// Look; answered by `probed`.
    case probe(watch: String, due: Instant)
    /// Look whether hands are to be kept off; answered by `unlessLooked`.
    case lookUnless(TargetKey)
    /// Begin a run; answered by `runStarting` or `startRefused`.
    case start(StartOrder)
    /// Note something in the transcript of a run that is under way.
    case note(run: String, text: String)
    /// Tell somebody; answered by `noticeDelivered` or `noticeFailed`.
    case deliver(Notice, to: String)
}

/// A run that is to begin.
package struct StartOrder: Sendable, Equatable {
    /// For what.
    package var key: TargetKey
    /// What made it necessary, in words.
    package var reason: String
    /// Inputs that an alert sets, as text.
    package var assignments: [Alert.Assignment]

    /// An order.
    package init(key: TargetKey, reason: String, assignments: [Alert.Assignment] = []) {
        self.key = key
        self.reason = reason
        self.assignments = assignments
    }
}
