import CEL
import RunbookModel

/// Edits (rule 13): what would change is found out first, then leave is asked for; what fails later is put back.
extension Walk {
    /// Starts an edit: finds out what it would change.
    mutating func startEdit(_ step: Step, _ edit: Edit) {
        guard !mayNotChange else { return finishNotRun(.noMoreChanges) }
        do {
            let resolved = try context().resolve(edit)
            let order = try editOrder(
                resolved, .plan, edit, effect: isPlanning ? edit.effect : .read, of: step.id)
            // From here nothing runs, not even a look: a real run might have changed the file before.
            guard !isPlanning else { return askToChange(order, preview: nil) }
            go(on: EditRun(edit: resolved, stage: .planning, order: order, began: now), with: order, .planning)
        } catch {
            cannotResolve(error)
        }
    }

    /// A stage of an edit ended.
    mutating func editStageEnded(_ run: EditRun, _ result: ActionResult) {
        let step = stepUnderWay()
        guard case .edit(let edit) = step.kind else { preconditionFailure("\(step.id) edits and is no edit") }
        switch run.stage {
        case .planning: planned(run, edit, step, result)
        case .writing: written(run, edit, result)
        case .lookingWhetherWritten: lookedWhetherWritten(run, edit, result)
        case .validating:
            if result.didItsWork(exits: edit.execution.exits) {
                apply(run, edit)
            } else {
                putBack(run, edit, because: .validateFailed(result.answer(exits: edit.execution.exits).reason))
            }
        case .applying: applied(run, edit, result)
        case .puttingBack: hasPutBack(run, edit, result)
        case .lookingWhetherPutBack: lookedWhetherPutBack(run, edit, result)
        case .applyingAgain:
            changedAt = now
            guard result.didItsWork(exits: edit.execution.exits) else {
                let answer = result.answer(exits: edit.execution.exits)
                return fail(run, .putBackUnapplied(run.failure, because: .applyFailed(answer.reason)))
            }
            fail(run, .putBack(run.failure))
        }
    }

    /// Takes an interrupted edit up where the file shows that it stopped (rule 28).
    mutating func takeUpEdit(_ run: EditRun) {
        let step = stepUnderWay()
        guard case .edit(let edit) = step.kind else { preconditionFailure("\(step.id) edits and is no edit") }
        switch run.stage {
        case .planning: startEdit(step, edit)
        case .writing, .lookingWhetherWritten: look(run, edit, .lookingWhetherWritten)
        case .validating: validate(run, edit)
        case .applying: apply(run, edit)
        case .puttingBack, .lookingWhetherPutBack: look(run, edit, .lookingWhetherPutBack)
        case .applyingAgain: applyAgain(run, edit)
        }
    }

    /// Leave was given: the file is replaced.
    mutating func write(_ order: ActionOrder) {
        guard case .edit(let edit, .write(let plan)) = order.action else {
            preconditionFailure("\(order.step) may edit, and its order is \(order.action.shown)")
        }
        go(
            on: EditRun(edit: edit, plan: plan, stage: .writing, order: order, began: top.position?.entered ?? now),
            with: order, .writing)
    }

    // MARK: Stages

    private mutating func go(on run: EditRun, with order: ActionOrder, _ stage: EditRun.Stage) {
        var run = run
        run.order = order
        run.stage = stage
        top.position?.progress = .editing(run)
        record(.actionOrdered(order))
        perform(.execute(order))
    }

    private mutating func planned(_ run: EditRun, _ edit: Edit, _ step: Step, _ result: ActionResult) {
        switch result {
        case .edit(let outcome):
            switch outcome.state {
            case .planned(let plan):
                var run = run
                run.plan = plan
                askToWrite(run, edit, step)
            case .unchanged:
                verify(base(of: run), by: edit.verify, unverified: .nothingToChange)
            case .failed(let problem): fail(run, .words(problem))
            case .written, .putBack, .isBefore, .isAfter:
                preconditionFailure("a plan of \(step.id) came to \(outcome.state)")
            }
        default: finishNotRun(result.answer(exits: []).reason)
        }
    }

    /// Asks for leave to write; before a destroy, and in a dry run, its preview is shown.
    private mutating func askToWrite(_ run: EditRun, _ edit: Edit, _ step: Step) {
        guard let plan = run.plan else { preconditionFailure("\(step.id) is to be written without a plan") }
        do {
            let order = try editOrder(run.edit, .write(plan), edit, effect: edit.effect, of: step.id)
            if edit.effect == .destroy || facts.mode == .dryRun, let preview = step.preview {
                try startPreview(preview, before: order, of: step)
            } else {
                askToChange(order, preview: nil)
            }
        } catch {
            cannotResolve(error)
        }
    }

    private mutating func written(_ run: EditRun, _ edit: Edit, _ result: ActionResult) {
        guard case .edit(let outcome) = result else { return finishNotRun(result.answer(exits: []).reason) }
        if case .failed(let problem) = outcome.state { return fail(run, .words(problem)) }
        changedAt = now
        validate(run, edit)
    }

    private mutating func validate(_ run: EditRun, _ edit: Edit) {
        guard let action = edit.validate else { return apply(run, edit) }
        do {
            let order = try command(action, edit, effect: .read, .validation)
            go(on: run, with: order, .validating)
        } catch {
            putBack(run, edit, because: .cannotValidate(error.reason))
        }
    }

    private mutating func apply(_ run: EditRun, _ edit: Edit) {
        guard let action = edit.apply else { return verify(run, edit, .edited(isApplied: false)) }
        do {
            let order = try command(action, edit, effect: edit.effect, .application(again: false))
            var run = run
            run.isApplied = true
            go(on: run, with: order, .applying)
        } catch {
            putBack(run, edit, because: .cannotApply(error.reason))
        }
    }

    private mutating func applied(_ run: EditRun, _ edit: Edit, _ result: ActionResult) {
        changedAt = now
        guard result.didItsWork(exits: edit.execution.exits) else {
            return putBack(run, edit, because: .applyFailed(result.answer(exits: edit.execution.exits).reason))
        }
        verify(run, edit, .edited(isApplied: true))
    }

    private mutating func verify(_ run: EditRun, _ edit: Edit, _ reason: Reason) {
        verify(base(of: run), by: edit.verify, unverified: reason, edit: run)
    }

    /// Puts the old file back: what failed must not stay. This goes on even when the walk's time is over.
    mutating func putBack(_ run: EditRun, because failure: Reason) {
        guard case .edit(let edit) = stepUnderWay().kind else { return }
        putBack(run, edit, because: failure)
    }

    private mutating func putBack(_ run: EditRun, _ edit: Edit, because failure: Reason) {
        guard let plan = run.plan else { preconditionFailure("an edit is put back that was never planned") }
        var run = run
        run.failure = failure
        do {
            let order = try editOrder(run.edit, .putBack(plan), edit, effect: edit.effect, of: stepUnderWay().id)
            go(on: run, with: order, .puttingBack)
        } catch {
            fail(run, .notPutBack(failure, because: error.reason))
        }
    }

    private mutating func hasPutBack(_ run: EditRun, _ edit: Edit, _ result: ActionResult) {
        if case .edit(let outcome) = result, outcome.state == .putBack {
            changedAt = now
            applyAgain(run, edit)
        } else {
            fail(run, .notPutBack(run.failure, because: result.answer(exits: []).reason))
        }
    }

    private mutating func applyAgain(_ run: EditRun, _ edit: Edit) {
        guard run.isApplied, let action = edit.apply else {
            return fail(run, .putBack(run.failure))
        }
        do {
            let order = try command(action, edit, effect: edit.effect, .application(again: true))
            go(on: run, with: order, .applyingAgain)
        } catch {
            fail(run, .putBackUnapplied(run.failure, because: .cannotApply(error.reason)))
        }
    }

    // MARK: After an interruption

    private mutating func look(_ run: EditRun, _ edit: Edit, _ stage: EditRun.Stage) {
        guard let plan = run.plan else { preconditionFailure("an edit is looked at that was never planned") }
        do {
            let order = try editOrder(run.edit, .look(plan), edit, effect: .read, of: stepUnderWay().id)
            go(on: run, with: order, stage)
        } catch {
            fail(run, error.reason)
        }
    }

    private mutating func lookedWhetherWritten(_ run: EditRun, _ edit: Edit, _ result: ActionResult) {
        guard case .edit(let outcome) = result else { return fail(run, result.answer(exits: []).reason) }
        switch outcome.state {
        case .isAfter:
            changedAt = now
            validate(run, edit)
        case .isBefore:
            guard !mayNotChange, let plan = run.plan else { return finishNotRun(.noMoreChanges) }
            do {
                // Leave was given before the interruption.
                write(try editOrder(run.edit, .write(plan), edit, effect: edit.effect, of: stepUnderWay().id))
            } catch {
                fail(run, error.reason)
            }
        default: fail(run, result.answer(exits: []).reason)
        }
    }

    private mutating func lookedWhetherPutBack(_ run: EditRun, _ edit: Edit, _ result: ActionResult) {
        if case .edit(let outcome) = result, outcome.state == .isBefore {
            applyAgain(run, edit)
        } else if case .edit(let outcome) = result, outcome.state == .isAfter {
            putBack(run, edit, because: run.failure)
        } else {
            fail(run, .notPutBack(run.failure, because: result.answer(exits: []).reason))
        }
    }

    // MARK: Helpers

    private mutating func command(
        _ action: Action, _ edit: Edit, effect: Effect, _ purpose: ActionOrder.Purpose
    ) throws(Unresolved) -> ActionOrder {
        try actionOrder(
            action, edit.execution, effect: effect, of: stepUnderWay().id,
            timeout: edit.execution.timeout ?? runbook.defaults.fixTimeout, purpose: purpose)
    }

    private func base(of run: EditRun) -> StepResult {
        StepResult(ran: true, ok: nil, elapsed: now - run.began, timedOut: false)
    }

    private mutating func fail(_ run: EditRun, _ reason: Reason) {
        var result = base(of: run)
        result.ok = false
        finishStep(result, Judgement(ok: false, reason: reason))
    }
}
