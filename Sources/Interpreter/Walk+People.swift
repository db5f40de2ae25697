import CEL
import RunbookModel

extension Walk {
    /// Puts a question, a task or a wait to whoever decides.
    mutating func put(_ matter: Progress.Matter, for step: Step) {
        let request = newRequest()
        let texts = texts(of: matter)
        let subject: Request.Subject
        let name: String
        switch matter {
        case .question(let ask): (subject, name) = (.question(ask), "question")
        case .task(let manual): (subject, name) = (.task(manual, ticked: ticks(of: manual)), "task")
        case .wait(let duration): (subject, name) = (.wait(duration), "wait")
        case .unknownEnd(let run):
            (subject, name) = (.unknownEnd(order: run.order, reason: .endUnknown), "unknown_end")
        case .look: preconditionFailure("leave to look is asked for with the checks that would run")
        case .change(let order, let preview):
            (subject, name) = (.change(order.effect, order: order, preview: preview), order.effect.rawValue)
        }
        top.position?.progress = .asking(request: request, matter)
        record(.asked(request: request, step: path(step.id), subject: name, text: texts.body, items: texts.items))
        perform(.ask(Request(id: request, step: path(step.id), subject: subject, texts: texts)))
    }

    private func texts(of matter: Progress.Matter) -> RequestTexts {
        let context = context()
        return switch matter {
        case .question(let ask): RequestTexts(body: context.show(ask.question))
        case .task(let manual):
            RequestTexts(body: context.show(manual.instruction), items: manual.items.map(context.show))
        case .look, .change, .unknownEnd, .wait: RequestTexts()
        }
    }

    /// Which items of the task under way are ticked; on this visit, also before an interruption.
    private func ticks(of manual: Manual) -> [Bool] {
        manual.items.indices.map { top.position?.ticked.contains($0) == true }
    }

    /// Ticks an item of the task that is asked for, or takes its tick back.
    mutating func tick(_ item: Int, _ isTicked: Bool, of request: Int) {
        guard case .asking(request, .task(let manual))? = top.position?.progress else { return }
        guard manual.items.indices.contains(item) else { return refuse(.noSuchItem(item + 1)) }
        if isTicked { top.position?.ticked.insert(item) } else { top.position?.ticked.remove(item) }
    }

    /// A request was answered.
    mutating func replied(_ request: Int, _ reply: Reply) {
        guard case .asking(let wanted, let matter)? = top.position?.progress, wanted == request else { return }
        let step = stepUnderWay()
        if reply == .planned, !isPlanning {
            isPlanning = true
            record(.planned(step: path(step.id)))
        }
        switch matter {
        case .look: lookReplied(reply)
        case .change(let order, _): changeReplied(order, reply)
        case .unknownEnd(let run): unknownEndReplied(run, reply)
        case .wait(let duration): waitReplied(duration, reply)
        case .question(let ask): questionReplied(ask, reply)
        case .task(let manual): taskReplied(manual, reply)
        }
    }

    private mutating func lookReplied(_ reply: Reply) {
        switch reply {
        case .granted, .takenAsDone, .planned: look(stepUnderWay())
        case .refused(_, let reason): finishNotRun(reason)
        case .nobody, .answered: finishNotRun(.notAllowed)
        }
    }

    private mutating func changeReplied(_ order: ActionOrder, _ reply: Reply) {
        switch reply {
        case .granted:
            guard !mayNotChange else { return finishNotRun(.noMoreChanges) }
            switch stepUnderWay().kind {
            case .fix(let fix): act(order, attempt: 1, pause: fix.execution.retry?.every ?? .zero, began: now)
            case .edit: write(order)
            default: preconditionFailure("\(order.step) was allowed to change something, and changes nothing")
            }
        case .planned: finishPlanned()
        case .refused(_, let reason): finishNotRun(reason)
        case .nobody, .answered, .takenAsDone: finishNotRun(.notAllowed)
        }
    }

    private mutating func unknownEndReplied(_ run: FixRun, _ reply: Reply) {
        let step = stepUnderWay()
        guard case .fix(let fix) = step.kind else { return }
        switch reply {
        case .granted where mayNotChange: loseFix(run, .noMoreChanges)
        case .granted:
            var order = run.order
            order.id = newAction()
            act(order, attempt: run.attempt, pause: run.pause, began: now)
        case .takenAsDone:
            changedAt = now
            verify(
                StepResult(ran: true, ok: nil, elapsed: now - run.began, timedOut: false), by: fix.verify,
                unverified: .takenAsDone)
        case .planned: finishPlanned()
        case .refused(_, let reason): loseFix(run, reason)
        case .nobody, .answered: loseFix(run, .endUnknown)
        }
    }

    /// A fix whose end is not known: not ok, and on to `fallback` (rule 28).
    private mutating func loseFix(_ run: FixRun, _ reason: Reason) {
        let step = stepUnderWay()
        changedAt = now
        store(ranAndFailed(run.last, since: run.began), Judgement(ok: false, reason: reason), of: step.id)
        upcoming = .fallback(reason: .stepEndUnknown(step: step.id))
    }

    private mutating func waitReplied(_ duration: Duration, _ reply: Reply) {
        switch reply {
        case .planned: return finishPlanned()
        case .refused(_, let reason): return finishNotRun(reason)
        case .granted, .answered, .nobody, .takenAsDone: break
        }
        let until = now + duration
        top.position?.progress = .waiting(until: until)
        record(.waiting(step: path(stepUnderWay().id), until: until))
    }

    private mutating func questionReplied(_ ask: Ask, _ reply: Reply) {
        switch reply {
        case .answered(let value, let name): take(value, by: name, to: ask)
        case .granted(let name), .takenAsDone(let name): take(.bool(true), by: name, to: ask)
        case .planned: finishPlannedAsk(ask)
        case .refused(_, let reason): finishNotRun(reason)
        case .nobody: applyPolicy(ask.unattended)
        }
    }

    /// Takes an answer; one that does not fit is said, and the question put again.
    private mutating func take(_ value: Value, by name: String, to ask: Ask) {
        let problem: String? =
            if !Self.matches(value, ask.answer.kind) {
                "is not \(ask.answer.kind.inWords): \(value.summary(limit: 80))"
            } else {
                ask.answer.problem(of: value)?.message
            }
        guard let problem else { return finishAnswered(value, .answered(Self.shown(value), by: name)) }
        refuse(.answerProblem(problem))
        put(.question(ask), for: stepUnderWay())
    }

    private mutating func finishAnswered(_ value: Value, _ reason: Reason) {
        let elapsed = now - (top.position?.entered ?? now)
        let ok = value != .bool(false)
        finishStep(
            StepResult(ran: true, ok: ok, elapsed: elapsed, timedOut: false, detail: .answer(value)),
            Judgement(ok: ok, reason: reason))
    }

    private static func shown(_ value: Value) -> String { value.summary(limit: ConditionTrace.valueLimit) }

    private mutating func taskReplied(_ manual: Manual, _ reply: Reply) {
        switch reply {
        case .granted, .answered, .takenAsDone:
            changedAt = now
            let elapsed = now - (top.position?.entered ?? now)
            verify(
                StepResult(ran: true, ok: nil, elapsed: elapsed, timedOut: false), by: manual.verify,
                unverified: .saidToBeDone)
        case .planned: finishPlanned()
        case .refused(_, let reason): finishNotRun(reason)
        case .nobody: applyPolicy(manual.unattended)
        }
    }

    /// Does what the runbook says for when nobody is there (rule 26).
    private mutating func applyPolicy(_ policy: UnattendedPolicy?) {
        let step = stepUnderWay()
        switch policy {
        case .escalate?, nil:
            store(StepResult(ran: false, ok: false), Judgement(ok: false, reason: .nobody), of: step.id)
            upcoming = .fallback(reason: .needsPerson(step: step.id))
        case .skip?: finishNotRun(.runbookSkips)
        case .goto(let target)?:
            store(StepResult(ran: false, ok: false), Judgement(ok: false, reason: .nobody), of: step.id)
            decide(Decision(step: path(step.id), goto: target, reason: .nobody), from: step)
        case .answer(let value)?: finishAnswered(value, .runbookAnswers(Self.shown(value)))
        }
    }
}

// MARK: Plans

extension Walk {
    /// In a plan, a step that would change, wait or ask counts as run and ok (rule 29).
    private mutating func finishPlanned() {
        finishStep(StepResult(ran: true, ok: true), Judgement(ok: true, reason: .planned))
    }

    private mutating func finishPlannedAsk(_ ask: Ask) {
        let answer = ask.defaultAnswer ?? (ask.answer.kind == .bool ? .bool(true) : nil)
        let detail = answer.map(StepResult.Detail.answer) ?? .none
        let ok = answer != .bool(false)
        finishStep(StepResult(ran: true, ok: ok, detail: detail), Judgement(ok: ok, reason: .planned))
    }
}
