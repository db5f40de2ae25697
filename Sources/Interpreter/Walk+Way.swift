import CEL
import RunbookModel

extension Walk {
    /// Leaves a step by its way (rules 18 and 19).
    mutating func leave(_ step: Step, _ result: StepResult) {
        if overdueFrame != nil {
            upcoming = .fallback(reason: .timeIsOver)
            return
        }
        switch step.way.next {
        case .branches(let branches): choose(among: branches, from: step, result)
        case .step(let next): decide(plainDecision(step, next, result), from: step)
        case .none: upcoming = .fallback(reason: .deadEnd(step: step.id))
        }
    }

    /// The way of a single `next` (rule 19).
    private func plainDecision(_ step: Step, _ next: String, _ result: StepResult) -> Decision {
        let name = path(step.id)
        if let otherwise = step.way.otherwise {
            return switch result.ok {
            case true?: Decision(step: name, goto: next, reason: .ok)
            case false?: Decision(step: name, goto: otherwise, reason: .notOk)
            case nil: Decision(step: name, goto: nil, reason: .noVerdict)
            }
        }
        switch step.kind {
        case .check, .group, .wait, .decide, .end, .escalate:
            return Decision(step: name, goto: next, reason: .next)
        case .fix, .edit, .ask, .manual, .call:
            return result.ok == true
                ? Decision(step: name, goto: next, reason: .ok) : Decision(step: name, goto: nil, reason: .notOk)
        }
    }

    /// The first branch that is true; unknown ones are recorded and passed over (rule 18).
    private mutating func choose(among branches: [Branch], from step: Step, _ result: StepResult) {
        var decision = Decision(step: path(step.id), goto: nil, reason: .noBranch(isOneUnknown: false))
        var sawUnknown = false
        let context = context(own: result)
        for (index, branch) in branches.enumerated() {
            let trace = ConditionTrace.weigh(branch.when, role: branch.goto, in: context)
            decision.options.append(Decision.Option(condition: trace, goto: branch.goto))
            if trace.verdict == .yes {
                decision.goto = branch.goto
                decision.reason = .branch(index + 1)
                return decide(decision, from: step)
            }
            if trace.verdict == .unknown {
                sawUnknown = true
                if isPlanning {
                    record(.decided(decision))
                    upcoming = .endFrame(nil, reason: .onlyRealRunDecides(branch.when.text))
                    return
                }
            }
        }
        if sawUnknown {
            decision.reason = .noBranch(isOneUnknown: true)
        } else if let otherwise = step.way.otherwise {
            decision.goto = otherwise
            decision.reason = .otherwise
        }
        decide(decision, from: step)
    }

    /// Goes where a decision leads.
    mutating func decide(_ decision: Decision, from step: Step) {
        record(.decided(decision))
        if let target = decision.goto {
            upcoming = .enter(target, from: step.id, isLimited: true)
        } else {
            upcoming = .fallback(reason: .left(step: step.id, decision.reason))
        }
    }

    /// Goes to `fallback`, once (rule 23).
    mutating func fallBack(_ reason: Reason) {
        if case .over = top.time { top.time = .spent }
        let from = top.position?.step
        guard !top.hasFallenBack else {
            upcoming = .endFrame(.unresolved, reason: .fallbackAgain(reason))
            return
        }
        top.hasFallenBack = true
        record(.fellBack(step: path(from ?? runbook.fallback), reason: reason))
        upcoming = .enter(runbook.fallback, from: from, isLimited: true)
    }
}

// MARK: Ends and calls

extension Walk {
    /// Ends the passage and calls a person (rule 24); a called runbook's sends nothing (rule 27).
    mutating func escalate(_ step: Step, _ escalation: Escalation) {
        let message = escalation.message.map(context().show) ?? []
        if frames.count == 1 {
            record(.escalated(step: path(step.id), to: escalation.to, message: message))
            if !isPlanning {
                perform(.escalate(to: escalation.to, message: message, step: path(step.id)))
            }
        }
        upcoming = .endFrame(.escalated, reason: nil)
    }

    /// Ends the passage under way: the walk's end, or a result for the call that opened it.
    mutating func endFrame(_ outcome: Outcome?, reason: Reason?) {
        let frame = top
        let causes = frame.values.heldCauses
        guard frames.count > 1, outcome != nil else {
            let ordered = runbooks[frames[0].key].causes.map(\.id).filter(frames[0].values.heldCauses.contains)
            let end = WalkEnd(
                outcome: outcome, step: path(frame.position?.step ?? ""), reason: reason,
                isOutOfTime: isOutOfTime, causes: ordered)
            record(.ended(end))
            frames[0].position = nil
            phase = .ended(end)
            return
        }
        let declared = runbook.causes.map(\.id)
        frames.removeLast()
        let out: Value = .fields([
            ("outcome", .string((outcome ?? .unresolved).rawValue)),
            ("causes", .fields(declared.map { ($0, .bool(causes.contains($0))) })),
        ])
        let ok = outcome == .resolved
        let elapsed = now - (top.position?.entered ?? now)
        finishStep(
            StepResult(ran: true, ok: ok, elapsed: elapsed, timedOut: false, out: out),
            Judgement(ok: ok, reason: .callEnded(runbook: runbooks[frame.key].id, outcome: outcome?.rawValue)))
    }

    /// Opens a passage through another runbook (rule 27).
    mutating func startCall(_ step: Step, _ call: Call) {
        let called = runbooks[call.runbook]
        var params: [String: Value] = [:]
        do {
            let context = context()
            for param in called.params {
                if let argument = call.arguments.first(where: { $0.name == param.name }) {
                    params[param.name] = try Self.argument(argument.value, for: param, in: context)
                } else {
                    params[param.name] = param.defaultValue
                }
            }
        } catch {
            return cannotResolve(error)
        }
        top.position?.progress = .calling
        record(.callEntered(step: path(step.id), runbook: called.id))
        frames.append(
            Frame(
                key: call.runbook, prefix: path(step.id) + "/", values: FrameValues(params: params, runbook: called),
                activeBefore: active))
        upcoming = .enter(called.start, from: nil, isLimited: true)
    }

    private static func argument(
        _ template: Template, for param: Param, in context: ConditionContext
    ) throws(Unresolved) -> Value {
        let checked: Result<Value, ValueProblem>
        if let expression = template.soleExpression {
            let value = try context.value(of: expression)
            checked =
                Self.matches(value, param.constraint.kind)
                ? param.constraint.checked(value)
                : param.constraint.value(fromText: value.celString() ?? value.summary(limit: 80))
        } else {
            checked = param.constraint.value(fromText: try context.resolveText(template))
        }
        switch checked {
        case .success(let value): return value
        case .failure(let problem): throw Unresolved(reason: .paramValue(name: param.name, problem: problem.message))
        }
    }

    /// Whether a value is of the type of a param or an answer.
    static func matches(_ value: Value, _ kind: Param.Kind) -> Bool {
        switch (kind, value) {
        case (.string, .string), (.int, .int), (.number, .double), (.bool, .bool), (.duration, .duration): true
        default: false
        }
    }
}
