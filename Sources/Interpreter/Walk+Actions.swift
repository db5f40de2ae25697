import CEL
import RunbookModel

extension Walk {
    /// An action ended; one that nobody waits for any more is ignored.
    mutating func actionEnded(_ action: Int, _ result: ActionResult, _ judgement: Judgement?) {
        // Not the whole position: held here, the probe in it could not change in place.
        guard let progress = top.position?.progress else { return }
        switch progress {
        case .probing:
            probeActionEnded(action, result, judgement)
        case .verifying(let verifying):
            if verifying.deadline < now {
                wakeVerification(verifying)
            } else {
                probeActionEnded(action, result, judgement)
            }
        case .previewing(let order, let preview) where preview == action:
            if case .command(let outcome) = result {
                askToChange(order, preview: outcome)
            } else {
                askToChange(order, preview: nil)
            }
        case .acting(let run) where run.order.id == action:
            fixActionEnded(run, result)
        case .editing(let run) where run.order.id == action:
            editStageEnded(run, result)
        default: break
        }
    }

    /// The actions that are under way, as the walk sees it.
    package var actionsUnderWay: [Int] {
        switch frames.last?.position?.progress {
        case .probing?, .verifying?: frames.last?.position?.probe?.actions ?? []
        case .previewing(_, let action)?: [action]
        case .acting(let run)?: [run.order.id]
        case .editing(let run)?: [run.order.id]
        default: []
        }
    }

    /// The order of the change that is under way; nil: none is.
    package var changeUnderWay: ActionOrder? {
        switch frames.last?.position?.progress {
        case .acting(let run)?: run.order
        case .editing(let run)?: run.order.effect == .read ? nil : run.order
        default: nil
        }
    }
}

// MARK: Taking up again

extension Walk {
    /// Takes the walk up where it stopped (rule 28).
    mutating func resume(_ facts: ResumeFacts) {
        self.facts.mode = facts.mode
        self.facts.operatorName = facts.operatorName
        self.facts.asksToLook = facts.asksToLook
        phase = .walking
        // A step that has its result keeps it: the walk goes on from there.
        guard let position = top.position, upcoming == nil else { return }
        let step = stepUnderWay()
        switch position.progress {
        case .entered, .calling: break
        case .probing: takeUpLook(step)
        case .verifying(let verifying):
            var anew = verifying
            anew.passed = 0
            anew.deadline = now + verifying.declaration.within
            startTry(anew)
        case .previewing(let order, _):
            previewAgain(step, order)
        case .asking(_, let matter): askAgain(step, matter)
        case .acting(let run): takeUpFix(step, run)
        case .editing(let run): takeUpEdit(run)
        case .pausing, .waiting: wake()
        }
    }

    private mutating func previewAgain(_ step: Step, _ order: ActionOrder) {
        switch step.kind {
        case .fix(let fix): startFix(step, fix)
        case .edit(let edit): startEdit(step, edit)
        default: askToChange(order, preview: nil)
        }
    }

    private mutating func askAgain(_ step: Step, _ matter: Progress.Matter) {
        switch matter {
        case .look: takeUpLook(step)
        case .change(let order, let preview): askToChangeAgain(step, order, preview)
        case .unknownEnd, .wait, .question, .task: put(matter, for: step)
        }
    }

    /// What would be lost, or changed in a file, is looked at anew: whoever goes on must see it, as it is by now.
    private mutating func askToChangeAgain(_ step: Step, _ order: ActionOrder, _ preview: CommandOutcome?) {
        if case .edit = step.kind { return previewAgain(step, order) }
        if preview != nil { return previewAgain(step, order) }
        askToChange(order, preview: nil)
    }

    /// Checks run again, after leave where it is asked for.
    private mutating func takeUpLook(_ step: Step) {
        if facts.asksToLook, facts.mode == .guided { askToLook(step) } else { look(step) }
    }

    /// A fix whose start is known and whose end is not.
    private mutating func takeUpFix(_ step: Step, _ run: FixRun) {
        guard case .fix(let fix) = step.kind else { return }
        if fix.isIdempotent, !mayNotChange {
            var order = run.order
            order.id = newAction()
            act(order, attempt: run.attempt, pause: run.pause, began: now)
        } else {
            put(.unknownEnd(run), for: step)
        }
    }
}
