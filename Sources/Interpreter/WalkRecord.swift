import CEL
package import RunbookModel

/// What the walk did with the inputs: derived from them, and recorded so that nobody needs to derive it again.
package enum WalkRecord: Sendable {
    /// A step was entered by the way, or by the operator.
    case stepEntered(step: String, visit: Int, from: String?)
    /// An action was ordered: for a fix, this is durable before it starts.
    case actionOrdered(ActionOrder)
    /// Leave or an answer was asked for: by a question or a task in each language, with its items, or by a command.
    case asked(request: Int, step: String, subject: String, text: [ShownText], items: [[ShownText]])
    /// A step has a result.
    case stepEnded(step: String, StepRecord)
    /// A verification passed or failed.
    case verified(step: String, passed: Bool, tries: Int, reason: Reason)
    /// A way was chosen.
    case decided(Decision)
    /// A wait began.
    case waiting(step: String, until: Instant)
    /// A limit was reached.
    case limitReached(step: String, limit: WalkLimit)
    /// The walk went to `fallback`.
    case fellBack(step: String, reason: Reason)
    /// A plan went on without running anything from here.
    case planned(step: String)
    /// An input could not be used.
    case refused(reason: Reason)
    /// A person is called.
    case escalated(step: String, to: String, message: [ShownText])
    /// A called runbook was entered.
    case callEntered(step: String, runbook: String)
    /// The walk ended.
    case ended(WalkEnd)
}

/// How a walk ended.
package struct WalkEnd: Sendable, Equatable {
    /// Its outcome; nil: a plan that only a real run can go on with.
    package var outcome: Outcome?
    /// The step it ended at.
    package var step: String
    /// Why, where the step does not say it.
    package var reason: Reason?
    /// Whether the walk's time ran out.
    package var isOutOfTime: Bool
    /// The causes that hold at the end.
    package var causes: [String]

    /// How a walk ended.
    package init(
        outcome: Outcome?, step: String, reason: Reason? = nil, isOutOfTime: Bool = false, causes: [String] = []
    ) {
        self.outcome = outcome
        self.step = step
        self.reason = reason
        self.isOutOfTime = isOutOfTime
        self.causes = causes
    }
}

/// A step's result, as it is recorded.
package struct StepRecord: Sendable, Equatable {
    /// Whether it ran.
    package var ran: Bool
    /// Whether it is ok; nil: unknown, without a verdict.
    package var ok: Bool?
    /// How long it took.
    package var elapsed: Duration
    /// Whether its time was over.
    package var timedOut: Bool
    /// Why: what decided the verdict.
    package var reason: Reason
    /// The causes it found.
    package var causes: [String]
    /// The conditions that were weighed: findings and `expect`.
    package var conditions: [ConditionTrace]

    /// A result.
    package init(
        ran: Bool, ok: Bool?, elapsed: Duration = .zero, timedOut: Bool = false, reason: Reason = .words(""),
        causes: [String] = [], conditions: [ConditionTrace] = []
    ) {
        self.ran = ran
        self.ok = ok
        self.elapsed = elapsed
        self.timedOut = timedOut
        self.reason = reason
        self.causes = causes
        self.conditions = conditions
    }
}

/// Why a way was chosen.
package struct Decision: Sendable, Equatable {
    /// One branch, as far as it was looked at.
    package struct Option: Sendable, Equatable {
        /// Its condition, with the values that decided it.
        package var condition: ConditionTrace
        /// Where it leads.
        package var goto: String

        /// A branch.
        package init(condition: ConditionTrace, goto: String) {
            self.condition = condition
            self.goto = goto
        }
    }

    /// The step that was left.
    package var step: String
    /// Where the walk went; nil: to `fallback`.
    package var goto: String?
    /// Why: a branch, `else`, the verdict, …
    package var reason: Reason
    /// The branches that were looked at, in order.
    package var options: [Option]

    /// A decision.
    package init(step: String, goto: String?, reason: Reason, options: [Option] = []) {
        self.step = step
        self.goto = goto
        self.reason = reason
        self.options = options
    }
}
