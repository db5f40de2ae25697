import RunbookModel

/// What an operator does of their own accord: skips, jumps, other commands, ends to what runs.
extension Walk {
    /// Passes the step under way over.
    mutating func skip(by name: String) {
        guard top.position != nil else { return refuse(.nothingToSkip) }
        let step = stepUnderWay()
        if top.position?.isChanging == true {
            return refuse(.runningCannotBeSkipped(step: step.id))
        }
        let reason = Reason.skipped(by: name)
        let result = abandon(reason)
        if let result {
            finishStep(result, Judgement(ok: false, reason: reason))
        } else {
            finishNotRun(reason)
        }
    }

    /// Goes on at another step, however often it was visited (rule 21), but not at a proof (rule 20).
    mutating func jump(to id: String, by name: String) {
        guard let target = runbook.step(id) else { return refuse(.noStep(id)) }
        if case .end(.resolved) = target.kind {
            return refuse(.noJumpToProof(step: id))
        }
        if top.position?.isChanging == true {
            return refuse(.noJumpFromChange)
        }
        let reason = Reason.jumped(by: name)
        let from = top.position?.step
        if let result = abandon(reason), let from {
            store(result, Judgement(ok: false, reason: .leftUnverified(reason)), of: from)
        }
        record(.decided(Decision(step: path(from ?? id), goto: id, reason: reason)))
        upcoming = .enter(id, from: from, isLimited: false)
    }

    /// Takes back what the step under way waits for.
    ///
    /// - Returns: the result of a change that has run already, and of which it will not be seen that it helped; else nil.
    mutating func abandon(_ reason: Reason) -> StepResult? {
        cancelProbe()
        switch top.position?.progress {
        case .previewing(_, let action)?: perform(.cancel(action: action))
        case .editing(let run)?: perform(.cancel(action: run.order.id))
        case .asking(let request, let matter)?:
            perform(.withdraw(request: request))
            guard case .unknownEnd(let run) = matter else { return nil }
            changedAt = now
            return ranAndFailed(run.last, since: run.began)
        case .pausing(let run, _)?: return ranAndFailed(run.last, since: run.began)
        case .verifying(let verifying)?:
            record(
                .verified(step: path(stepUnderWay().id), passed: false, tries: verifying.tries, reason: reason))
            var result = ranAndFailed(verifying.base, since: now)
            result.elapsed = (result.elapsed ?? .zero) + (now - verifying.began)
            return result
        default: break
        }
        return nil
    }

    /// Runs another command than the step's own: leave is asked for anew, with the new one.
    mutating func editCommand(_ command: String, by name: String) {
        guard top.position != nil else { return refuse(.editedTooLate) }
        let step = stepUnderWay()
        if case .asking(let request, .look)? = top.position?.progress {
            guard case .check(let check) = step.kind, check.action.isCommand else {
                return refuse(.notOneCommand(step: step.id))
            }
            perform(.withdraw(request: request))
            top.position?.edited = (command, name)
            return askToLook(step)
        }
        guard case .asking(let request, .change(var order, let preview))? = top.position?.progress else {
            return refuse(.editedTooLate)
        }
        guard order.action.isCommand else { return refuse(.runsNoCommand(step: step.id)) }
        perform(.withdraw(request: request))
        top.position?.edited = (command, name)
        order.action = .script(command)
        askToChange(order, preview: preview)
    }
}
