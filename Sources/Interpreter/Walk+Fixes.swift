import CEL
import RunbookModel

extension Walk {
    /// Starts a fix: what a destroy would lose is looked at, then leave is asked for (rules 25 and 30).
    mutating func startFix(_ step: Step, _ fix: Fix) {
        guard !mayNotChange else { return finishNotRun(.noMoreChanges) }
        do {
            let order = try fixOrder(step, fix, attempt: 1)
            if fix.effect == .destroy || facts.mode == .dryRun, let preview = step.preview {
                try startPreview(preview, before: order, of: step)
            } else {
                askToChange(order, preview: nil)
            }
        } catch {
            cannotResolve(error)
        }
    }

    /// Looks at what a change would lose, before leave is asked for it.
    mutating func startPreview(
        _ preview: Preview, before order: ActionOrder, of step: Step
    ) throws(Unresolved) {
        let look = try actionOrder(
            preview.action, preview.execution, effect: .read, of: step.id,
            timeout: preview.execution.timeout ?? runbook.defaults.timeout, purpose: .preview)
        top.position?.progress = .previewing(order: order, action: look.id)
        record(.actionOrdered(look))
        perform(.execute(look))
    }

    /// A value that the step needs is unknown: it is not run, or only a real run can go on (rules 6 and 29).
    mutating func cannotResolve(_ error: Unresolved) {
        if isPlanning {
            upcoming = .endFrame(nil, reason: error.reason)
        } else {
            finishNotRun(error.reason)
        }
    }

    /// The order for a try of a fix's command.
    mutating func fixOrder(_ step: Step, _ fix: Fix, attempt: Int) throws(Unresolved) -> ActionOrder {
        var order = try actionOrder(
            fix.action, fix.execution, effect: fix.effect, of: step.id,
            timeout: fix.execution.timeout ?? runbook.defaults.fixTimeout, purpose: .step(attempt: attempt))
        if let edited = top.position?.edited { order.action = .script(edited.command) }
        return order
    }

    /// Asks for leave to change something.
    mutating func askToChange(_ order: ActionOrder, preview: CommandOutcome?) {
        let request = newRequest()
        top.position?.progress = .asking(request: request, .change(order: order, preview: preview))
        record(
            .asked(
                request: request, step: order.step, subject: order.effect.rawValue,
                text: [ShownText(language: nil, text: order.action.shown)], items: []))
        perform(
            .ask(
                Request(
                    id: request, step: order.step, subject: .change(order.effect, order: order, preview: preview),
                    texts: RequestTexts())))
    }

    /// Starts a fix's command: the record of it is durable before the command is.
    mutating func act(_ order: ActionOrder, attempt: Int, pause: Duration, began: Instant) {
        top.position?.progress = .acting(FixRun(order: order, attempt: attempt, pause: pause, began: began))
        record(.actionOrdered(order))
        perform(.execute(order))
    }

    /// A fix's command ended: it is tried again, verified, or has failed (rules 11 and 12).
    mutating func fixActionEnded(_ run: FixRun, _ result: ActionResult) {
        let step = stepUnderWay()
        guard case .fix(let fix) = step.kind else { preconditionFailure("\(step.id) acts and is no fix") }
        if case .notRun(let reason) = result {
            finishUntried(run, reason)
            return
        }
        if result.hasStarted { changedAt = now }
        var stepResult = self.result(of: result, exits: fix.execution.exits, parse: fix.parse)
        stepResult.elapsed = now - run.began
        let answer = result.answer(exits: fix.execution.exits)
        let hasWorked = result.didItsWork(exits: fix.execution.exits)
        if !hasWorked, fix.isIdempotent, let retry = fix.execution.retry, run.attempt < retry.times, !mayNotChange {
            var run = run
            run.last = stepResult
            let until = now + run.pause
            top.position?.progress = .pausing(run, until: until)
            return
        }
        guard hasWorked else {
            stepResult.ok = false
            finishStep(stepResult, Judgement(ok: false, reason: .commandFailed(answer.reason)))
            return
        }
        verify(stepResult, by: fix.verify, unverified: .didItsWork(answer.reason))
    }

    /// A try of a fix was not executed: the step did not run, unless an earlier try did.
    private mutating func finishUntried(_ run: FixRun, _ reason: Reason) {
        guard run.attempt > 1 else { return finishNotRun(reason) }
        finishStep(ranAndFailed(run.last, since: run.began), Judgement(ok: false, reason: reason))
    }

    /// The result of a fix that ran and cannot be said to have helped.
    func ranAndFailed(_ last: StepResult?, since began: Instant) -> StepResult {
        var result = last ?? StepResult(ran: true, ok: false, elapsed: now - began, timedOut: false)
        result.ok = false
        return result
    }

    /// Tries a failed command again.
    mutating func tryFixAgain(_ run: FixRun) {
        guard !mayNotChange else { return finishUntried(run, .noMoreChanges) }
        let step = stepUnderWay()
        guard case .fix(let fix) = step.kind else { preconditionFailure("\(step.id) acts and is no fix") }
        do {
            let order = try fixOrder(step, fix, attempt: run.attempt + 1)
            let factor = fix.execution.retry?.backoff ?? 1
            act(order, attempt: run.attempt + 1, pause: Self.scaled(run.pause, by: factor), began: run.began)
        } catch {
            finishUntried(run, error.reason)
        }
    }
}

// MARK: Verification

extension Walk {
    /// Verifies that a change helped, or takes it as done where nothing verifies it.
    ///
    /// - Parameter edit: the edit that is put back if it did not help.
    mutating func verify(
        _ base: StepResult, by declaration: Verification?, unverified reason: Reason, edit: EditRun? = nil
    ) {
        guard let declaration else {
            var result = base
            result.ok = true
            finishStep(result, Judgement(ok: true, reason: reason))
            return
        }
        guard !mayNotChange else {
            var result = base
            result.ok = false
            finishStep(result, Judgement(ok: false, reason: .notVerifiedInTime))
            return
        }
        let verifying = Verifying(
            base: base, declaration: declaration, edit: edit, began: now, deadline: now + declaration.within)
        startTry(verifying)
    }

    /// Starts a try of a verification.
    mutating func startTry(_ verifying: Verifying) {
        var next = verifying
        next.tries += 1
        next.nextTry = nil
        let owner = stepUnderWay().id
        top.position?.progress = .verifying(next)
        switch verifying.declaration.subject {
        case .step(let id):
            guard let subject = runbook.step(id) else { preconditionFailure("\(owner) is verified by \(id), no step") }
            startProbe(of: subject, verifies: (owner, next.tries))
        case .check(let check):
            let empty = Probe(subject: .inline, verifies: (owner, next.tries), began: now)
            startProbe(empty, checks: [(owner, check, false)])
        }
    }

    /// A try of a verification came to a verdict.
    mutating func tryEnded(_ verifying: Verifying, ok: Bool?) {
        var verifying = verifying
        verifying.passed = ok == true ? verifying.passed + 1 : 0
        if verifying.passed >= verifying.declaration.passes {
            endVerification(verifying, passed: true, reason: .verified)
            return
        }
        let next = now + verifying.declaration.every
        guard next < verifying.deadline else {
            endVerification(verifying, passed: false, reason: .didNotHelp(within: verifying.declaration.within))
            return
        }
        verifying.nextTry = next
        top.position?.progress = .verifying(verifying)
    }

    /// A verification is over.
    mutating func endVerification(_ verifying: Verifying, passed: Bool, reason: Reason) {
        let step = stepUnderWay()
        record(.verified(step: path(step.id), passed: passed, tries: verifying.tries, reason: reason))
        if !passed, let edit = verifying.edit { return putBack(edit, because: reason) }
        var result = verifying.base
        result.ok = passed
        result.elapsed = (result.elapsed ?? .zero) + (now - verifying.began)
        finishStep(result, Judgement(ok: passed, reason: reason))
    }
}

extension ActionResult {
    /// Whether anything was started that could have changed something.
    fileprivate var hasStarted: Bool {
        if case .command(let outcome) = self { outcome.startProblem == nil } else { true }
    }
}
