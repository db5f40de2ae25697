package import Interpreter
package import RunbookModel

/// One visit of a step: why the walk came there, what was done, and what came of it.
package struct StoryVisit: Sendable {
    /// Why the walk came to a step.
    package enum Reason: Sendable {
        /// It began there; whether the operator said so.
        case start(isChosen: Bool)
        /// A decision led there.
        case decision(Decision)
        /// Nothing else was left, for a reason.
        case fallback(Interpreter.Reason)
        /// A step called the runbook that begins there.
        case call(step: String)
    }

    /// Something that happened beside actions and results.
    package struct Happening: Sendable {
        /// What happened.
        package enum Kind: Sendable {
            case asked(subject: String, text: String)
            case replied(Reply)
            case skipped(by: String)
            case stopped(by: String)
            case jumped(to: String, by: String)
            case commandEdited(String, by: String)
            case ticked(item: Int, text: String, isTicked: Bool, by: String)
            case noted(String, by: String)
            case interrupted(Interpreter.Reason)
            case resumed(by: String, Mode)
            case waiting(until: Instant)
            case limitReached(step: String, WalkLimit)
            case planned
            case refused(Interpreter.Reason)
            case verified(passed: Bool, tries: Int, reason: Interpreter.Reason)
            case walks(String)
            case escalated(to: String, message: String?)
        }

        /// When.
        package var time: Instant
        /// What.
        package var kind: Kind
    }

    /// What a visit changed.
    package enum Change: Sendable, Equatable {
        /// It ran, and it was seen that it helped.
        case helped
        /// It ran, and nothing says whether it helped.
        case done
        /// It ran, and did not help.
        case didNotHelp
        /// The command failed.
        case failed
        /// An edit did not help, and the old file is back.
        case putBack
        /// The file was so already.
        case alreadySo
        /// It is not known how it ended.
        case unknown
        /// In a plan, it would run.
        case planned
    }

    /// Its place in the walk, from 1.
    package var number: Int
    /// The step's path.
    package var step: String
    /// The how-manieth visit of this step it is.
    package var visit: Int
    /// The step's name for people.
    package var name: String?
    /// What the step does to the world.
    package var effect: Effect
    /// Why the walk came here.
    package var reason: Reason
    /// When it was entered.
    package var entered: Instant
    /// When it was left, or the last event.
    package var left: Instant
    /// How long of that people were waited for.
    package var waited = Duration.zero
    /// How long of that the run was paused.
    package var paused = Duration.zero
    /// What was executed, in the order of its orders.
    package var actions: [StoryAction] = []
    /// What checks and tries came to, and the step itself at last.
    package var results: [StoryResult] = []
    /// What else happened.
    package var happenings: [Happening] = []
    /// Where the walk went from here.
    package var decision: Decision?

    /// How long it was worked on.
    package var worked: Duration { max(.zero, (left - entered) - waited - paused) }

    /// The step's own result.
    package var result: StoryResult? { results.last { $0.step == step } }

    /// The step's own verdict; nil: it has none that counts, such as an end.
    package var verdict: StoryVerdict? { result.map { StoryVerdict($0.record) } }

    /// Whether it is there for its checks: it is a check or a group, not a change that checks verify.
    var beginsWithChecks: Bool { effect == .read }

    /// How its verification ended.
    package var verification: (passed: Bool, tries: Int, reason: Interpreter.Reason)? {
        for happening in happenings.reversed() {
            if case .verified(let passed, let tries, let reason) = happening.kind { return (passed, tries, reason) }
        }
        return nil
    }

    /// The changes of files, as unified diffs.
    package var diffs: [String] {
        actions.compactMap { action in
            guard case .edit(let outcome)? = action.result, case .planned(let plan) = outcome.state else { return nil }
            return plan.diff
        }
    }

    /// What it changed; nil: nothing, as far as is known.
    package var change: Change? {
        guard effect != .read else { return nil }
        let isPlan = happenings.contains { if case .replied(.planned) = $0.kind { true } else { false } }
        if isPlan { return .planned }
        let changing = actions.filter { $0.order.effect != .read && $0.order.purpose.isOfTheStep }
        guard let record = result?.record else {
            return changing.contains { $0.hasStarted } ? .unknown : nil
        }
        guard record.ran else { return nil }
        if actions.contains(where: \.isUnchangedPlan), changing.isEmpty { return .alreadySo }
        if record.ok == true { return verification?.passed == true ? .helped : .done }
        if actions.contains(where: \.isPutBack) { return .putBack }
        if actions.contains(where: { $0.lost != nil }), verification == nil { return .unknown }
        return verification != nil ? .didNotHelp : .failed
    }
}

/// Something that was executed.
package struct StoryAction: Sendable {
    /// What was ordered.
    package var order: ActionOrder
    /// When.
    package var began: Instant
    /// When it ended.
    package var ended: Instant?
    /// What came of it; nil: that is not known, or nobody waited for it.
    package var result: ActionResult?
    /// Why its end is not known.
    package var lost: Interpreter.Reason?

    /// Whether anything of it was started.
    var hasStarted: Bool {
        if case .notRun? = result { false } else { true }
    }

    /// Whether it is a part of an edit, which says itself what it comes to.
    var isEditStage: Bool {
        if case .edit = order.action { true } else { false }
    }

    var isUnchangedPlan: Bool {
        if case .edit(let outcome)? = result, case .unchanged = outcome.state { true } else { false }
    }

    var isPutBack: Bool {
        if case .edit(let outcome)? = result, outcome.state == .putBack { true } else { false }
    }
}

/// What a step, one of its checks or a try of its verification came to.
package struct StoryResult: Sendable {
    /// The path of the step it is of.
    package var step: String
    /// The step's name for people.
    package var name: String?
    /// When.
    package var time: Instant
    /// What it came to.
    package var record: StepRecord
    /// The index of the action of the visit that it judges.
    package var action: Int?
}

extension ActionOrder.Purpose {
    /// Whether it is what the step is there for.
    fileprivate var isOfTheStep: Bool {
        switch self {
        case .step, .application: true
        case .verification, .preview, .validation: false
        }
    }
}
