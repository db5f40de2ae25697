import RunbookModel

/// An operator who goes step by step is asked before checks run too; what they run is said first.
extension Walk {
    /// Asks for leave to look.
    mutating func askToLook(_ step: Step) {
        let checks = plannedChecks(of: step)
        let request = newRequest()
        top.position?.progress = .asking(request: request, .look)
        var text = checks.map(\.shown).joined(separator: "\n")
        if case .group = step.kind {
            text = checks.map { check in
                "\(check.step.split(separator: "/").last ?? ""): \(TextLines.withoutTrailingNewlines(check.shown))"
            }.joined(separator: "\n")
        }
        record(
            .asked(
                request: request, step: path(step.id), subject: Effect.read.rawValue,
                text: [ShownText(language: nil, text: text)], items: []))
        perform(.ask(Request(id: request, step: path(step.id), subject: .look(checks), texts: RequestTexts())))
    }

    private func plannedChecks(of step: Step) -> [PlannedCheck] {
        let members: [String]
        if case .group(let group) = step.kind { members = group.members } else { members = [step.id] }
        let context = context()
        let runbook = runbook
        return members.compactMap { id -> PlannedCheck? in
            guard case .check(let check)? = runbook.step(id)?.kind else { return nil }
            var shown: String
            do throws(Unresolved) {
                shown = try context.resolve(check.action).shown
            } catch {
                shown = "?"
            }
            if id == top.position?.step, let edited = top.position?.edited { shown = edited.command }
            return PlannedCheck(
                step: path(id), shown: shown, isCommand: check.action.isCommand,
                timeout: check.execution.timeout ?? runbook.defaults.timeout)
        }
    }

    /// Ends what runs, and asks about it: a check's question is put again; of a change it is not known how it ended.
    mutating func stop(by name: String) {
        guard let progress = top.position?.progress else { return refuse(.nothingRuns) }
        let reason = Reason.stopped(by: name)
        let step = stepUnderWay()
        switch progress {
        case .probing:
            cancelProbe()
            askToLook(step)
        case .previewing(let order, let action):
            perform(.cancel(action: action))
            askToChange(order, preview: nil)
        case .acting(let run):
            perform(.cancel(action: run.order.id))
            put(.unknownEnd(run), for: step)
        case .pausing(let run, _): put(.unknownEnd(run), for: step)
        case .verifying(let verifying): stopVerifying(verifying, step, reason)
        case .waiting: skip(by: name)
        case .editing(let run): stopEditing(run, reason)
        case .entered, .asking, .calling: refuse(.nothingRuns)
        }
    }

    /// A verification that was stopped: what was changed is asked about, and an edit is put back.
    private mutating func stopVerifying(_ verifying: Verifying, _ step: Step, _ reason: Reason) {
        cancelProbe()
        switch step.kind {
        case .fix(let fix):
            record(.verified(step: path(step.id), passed: false, tries: verifying.tries, reason: reason))
            guard let order = try? fixOrder(step, fix, attempt: 1) else {
                return finishStep(ranAndFailed(verifying.base, since: now), Judgement(ok: false, reason: reason))
            }
            let pause = fix.execution.retry?.every ?? .zero
            let run = FixRun(order: order, attempt: 1, pause: pause, began: verifying.began, last: verifying.base)
            put(.unknownEnd(run), for: step)
        case .manual(let manual):
            record(.verified(step: path(step.id), passed: false, tries: verifying.tries, reason: reason))
            put(.task(manual), for: step)
        default: endVerification(verifying, passed: false, reason: reason)
        }
    }

    /// What replaces a file is over in a moment and is not cut short; its commands are, and the old file is put back.
    private mutating func stopEditing(_ run: EditRun, _ reason: Reason) {
        switch run.stage {
        case .validating, .applying:
            perform(.cancel(action: run.order.id))
            putBack(run, because: reason)
        case .applyingAgain, .planning, .writing, .puttingBack, .lookingWhetherWritten, .lookingWhetherPutBack:
            refuse(.notCutShort(step: stepUnderWay().id))
        }
    }
}
