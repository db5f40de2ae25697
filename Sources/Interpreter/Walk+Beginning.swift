package import CEL
package import RunbookModel

extension Walk {
    /// Begins the walk (rules 20 and 21).
    mutating func begin(_ facts: StartFacts) {
        self.facts = facts
        phase = .walking
        frames = [
            Frame(
                key: runbooks.root, prefix: "", values: FrameValues(params: facts.params, runbook: runbooks.main),
                activeBefore: .zero)
        ]
        upcoming = .enter(facts.from ?? runbook.start, from: nil, isLimited: true)
    }

    /// Enters a step, unless its visits are used up (rule 21).
    mutating func enter(_ id: String, from: String?, isLimited: Bool) {
        guard let step = runbook.step(id) else {
            preconditionFailure("a way leads to \(id), which is no step of \(top.key.path)")
        }
        let limit = step.visits ?? runbook.limits.visits
        let visits = top.values.visits[id, default: 0]
        guard visits < limit || !isLimited else {
            record(.limitReached(step: path(id), limit: .visits(limit)))
            upcoming = .fallback(reason: .visited(step: id, limit: limit))
            return
        }
        top.values.visits[id] = visits + 1
        top.position = Position(step: id, entered: now, progress: .entered)
        record(.stepEntered(step: path(id), visit: visits + 1, from: from))
        start(step)
    }

    /// Starts what a step does.
    private mutating func start(_ step: Step) {
        switch step.kind {
        case .check, .group: startLooking(step)
        case .fix(let fix): startFix(step, fix)
        case .edit(let edit): startEdit(step, edit)
        case .ask(let ask): put(.question(ask), for: step)
        case .manual(let manual):
            if mayNotChange {
                finishNotRun(.noMoreChanges)
            } else {
                put(.task(manual), for: step)
            }
        case .call(let call): startCall(step, call)
        case .wait(let duration):
            put(.wait(duration), for: step)
        case .decide: startDeciding(step)
        case .escalate(let escalation): escalate(step, escalation)
        case .end(let outcome): upcoming = .endFrame(outcome, reason: nil)
        }
    }

    /// Whether time has run out for this passage or one below it: nothing that changes starts any more (rule 22).
    var mayNotChange: Bool {
        frames.contains { frame in
            if case .running = frame.time { false } else { true }
        }
    }

    private mutating func startLooking(_ step: Step) {
        if isPlanning {
            upcoming = .endFrame(nil, reason: .onlyRealRunChecks(step: step.id))
            return
        }
        if facts.asksToLook, facts.mode == .guided { return askToLook(step) }
        look(step)
    }

    /// Runs the step's checks.
    mutating func look(_ step: Step) {
        top.position?.progress = .probing
        startProbe(of: step, verifies: nil)
    }

    /// A decision takes no time and has nothing to tell but that it was made.
    private mutating func startDeciding(_ step: Step) {
        let result = StepResult(ran: true, ok: true, elapsed: .zero, timedOut: false)
        top.values.setResult(result, of: step.id)
        leave(step, result)
    }
}

extension Walk {
    /// The name of what a runbook heals, before a walk begins: only params, mode and run are known then.
    package static func target(
        _ template: Template, runbook: Runbook, params: [String: Value], mode: Mode, run: String, now: Instant
    ) -> Result<String, Unresolved> {
        let context = ConditionContext(
            values: FrameValues(params: params, runbook: runbook), own: nil, now: now, mode: mode, run: run)
        return Result { () throws(Unresolved) in try context.resolveText(template) }
    }
}
