import CEL
package import RunbookModel

/// The walk: a passage through a runbook as a pure state machine.
///
/// It has no clock, does no I/O and draws no lots: it is given inputs with their times, and answers with what to record
/// and what to do. The same inputs at the same times always give the same answers, which is what resume, replay and
/// tests are made of. Modes differ only in who answers its requests.
package struct Walk: Sendable {
    /// What the walk answers to an input, in order.
    package enum Output: Sendable {
        /// To be recorded.
        case record(WalkRecord)
        /// To be done.
        case perform(WalkCommand)
    }

    /// Where the walk is, as a whole.
    package enum Phase: Sendable, Equatable {
        /// It waits for `started`.
        case new
        /// It is under way.
        case walking
        /// It has been interrupted, and waits for `resumed`.
        case interrupted
        /// It is over.
        case ended(WalkEnd)
    }

    /// The runbooks that are walked.
    package let runbooks: RunbookSet
    /// Where the walk is, as a whole.
    package internal(set) var phase: Phase = .new
    /// How the run began; meaningful once it has.
    package internal(set) var facts = StartFacts(run: "", mode: .unattended)
    /// The passages through runbooks: the first, and above it those that calls opened.
    package internal(set) var frames: [Frame] = []
    /// Whether it only plans from here (rule 29).
    package internal(set) var isPlanning = false
    /// When something was last changed (rule 8, `RUNG_CHANGED`).
    package internal(set) var changedAt: Instant?

    let parser: OutputParser
    var now = Instant(nanoseconds: 0)
    var active: Duration = .zero
    var lastAction = 0
    var lastRequest = 0
    var outputs: [Output] = []
    var upcoming: Upcoming?

    /// A walk that has not begun.
    package init(runbooks: RunbookSet, parser: OutputParser) {
        self.runbooks = runbooks
        self.parser = parser
    }

    /// Takes an input, and answers with what to record and what to do.
    ///
    /// - Parameter time: when it happened; a time before that of the last input counts as that one.
    package mutating func handle(_ input: WalkInput, at time: Instant) -> [Output] {
        advanceClock(to: time, for: input)
        switch (phase, input) {
        case (.new, .started(let facts)):
            begin(facts)
        case (.new, _):
            preconditionFailure("a walk was given \(input) before it began")
        case (.ended, .noted), (.ended, .itemTicked), (.ended, .processStarted), (.ended, .actionEnded),
            (.ended, .actionLost),
            (.ended, .replied), (.ended, .woke), (.ended, .interrupted), (.ended, .stopped):
            break
        case (.ended, _):
            refuse(.runHasEnded)
        case (.interrupted, .resumed(let facts)):
            resume(facts)
        case (.walking, .resumed(let facts)):
            resume(facts)
        case (.walking, _), (.interrupted, _):
            dispatch(input)
        }
        endWhatIsOutOfTime()
        proceed()
        defer { outputs.removeAll(keepingCapacity: true) }
        return outputs
    }

    /// What the walk does next of itself: enter a step, or end the passage through a runbook.
    enum Upcoming {
        /// A jump is a visit too, and not limited (rule 21).
        case enter(String, from: String?, isLimited: Bool)
        case fallback(reason: Reason)
        case endFrame(Outcome?, reason: Reason?)
    }

    private mutating func dispatch(_ input: WalkInput) {
        switch input {
        case .started: preconditionFailure("a walk began twice")
        case .processStarted, .noted: break
        case .actionEnded(let action, let result, let judgement): actionEnded(action, result, judgement)
        case .actionLost: break
        case .woke: wake()
        case .replied(let request, let reply): replied(request, reply)
        case .skipped(let name): skip(by: name)
        case .jumped(let step, let name): jump(to: step, by: name)
        case .commandEdited(let command, let name): editCommand(command, by: name)
        case .itemTicked(let request, let item, let isTicked, _): tick(item, isTicked, of: request)
        case .stopped(let name): stop(by: name)
        case .interrupted: phase = .interrupted
        case .resumed: preconditionFailure("a walk that was not interrupted was resumed")
        }
    }

    /// Does what is upcoming until the walk waits for an input; one that is interrupted does it when it is resumed.
    private mutating func proceed() {
        while phase == .walking, let next = upcoming {
            upcoming = nil
            switch next {
            case .enter(let step, let from, let isLimited): enter(step, from: from, isLimited: isLimited)
            case .fallback(let reason): fallBack(reason)
            case .endFrame(let outcome, let reason): endFrame(outcome, reason: reason)
            }
        }
    }
}

// MARK: Answers

extension Walk {
    mutating func record(_ record: WalkRecord) {
        outputs.append(.record(record))
    }

    mutating func perform(_ command: WalkCommand) {
        outputs.append(.perform(command))
    }

    mutating func refuse(_ reason: Reason) {
        record(.refused(reason: reason))
    }

    mutating func newAction() -> Int {
        lastAction += 1
        return lastAction
    }

    mutating func newRequest() -> Int {
        lastRequest += 1
        return lastRequest
    }
}

// MARK: Where the walk is

extension Walk {
    /// The passage that is under way.
    var top: Frame {
        // In place: a copy of the values at each step would make a walk quadratic.
        _read { yield frames[frames.count - 1] }
        _modify { yield &frames[frames.count - 1] }
    }

    /// The runbook that is under way.
    var runbook: Runbook { runbooks[top.key] }

    /// The step that the walk is at; nil before it began and after its end.
    package var currentStep: Step? {
        guard case .walking = phase, let frame = frames.last, let position = frame.position else { return nil }
        return runbooks[frame.key].step(position.step)
    }

    /// The path of a step of the passage under way.
    func path(_ step: String) -> String {
        top.prefix + step
    }

    /// What conditions see here.
    func context(own: StepResult? = nil) -> ConditionContext {
        ConditionContext(values: top.values, own: own, now: now, mode: facts.mode, run: facts.run)
    }

    /// The step under way.
    func stepUnderWay() -> Step {
        guard let position = top.position, let step = runbook.step(position.step) else {
            preconditionFailure("the walk is at no step of \(top.key.path)")
        }
        return step
    }

    /// Gives the step under way its result, and leaves it by its way.
    mutating func finishStep(_ result: StepResult, _ judgement: Judgement) {
        let step = stepUnderWay()
        store(result, judgement, of: step.id)
        leave(step, result)
    }

    /// Records a step's result and keeps it.
    mutating func store(_ result: StepResult, _ judgement: Judgement, of step: String) {
        top.values.setResult(result, of: step)
        record(.stepEnded(step: path(step), StepRecord(result, judgement)))
    }

    /// The step under way is not run, for a reason: no verdict for what only looks, not ok for all else (rule 7).
    mutating func finishNotRun(_ reason: Reason) {
        let step = stepUnderWay()
        let ok: Bool? =
            switch step.kind {
            case .check, .group: nil
            default: false
            }
        finishStep(StepResult(ran: false, ok: ok), Judgement(ok: ok, reason: reason))
    }
}
