import CEL
import RunbookModel

extension Walk {
    /// Starts a check or a group of the runbook, by the way or for a verification.
    mutating func startProbe(of step: Step, verifies: (step: String, attempt: Int)?) {
        let members: [String]
        let subject: Probe.Subject
        if case .group(let group) = step.kind {
            (members, subject) = (group.members, .group(step.id))
        } else {
            (members, subject) = ([step.id], .check(step.id))
        }
        let runbook = runbook
        let checks = members.compactMap { id -> (String, Check, Bool)? in
            guard let member = runbook.step(id), case .check(let check) = member.kind else { return nil }
            return (id, check, member.isOptional)
        }
        startProbe(Probe(subject: subject, verifies: verifies, began: now), checks: checks)
    }

    /// Starts checks side by side.
    mutating func startProbe(_ empty: Probe, checks: [(step: String, check: Check, isOptional: Bool)]) {
        var probe = empty
        probe.unfinished = checks.count
        probe.runs = checks.map { entry in
            Probe.Run(
                step: entry.step, check: entry.check, isOptional: entry.isOptional,
                pause: entry.check.execution.retry?.every ?? .zero, state: .ended(ok: nil))
        }
        top.position?.probe = probe
        for index in checks.indices { order(index) }
        endProbeIfFinished()
    }

    /// Orders one try of a check, or ends it where it cannot be run.
    private mutating func order(_ index: Int) {
        let (run, verifies) = probed(index)
        do {
            var order = try actionOrder(
                run.check.action, run.check.execution, effect: .read, of: run.step,
                timeout: run.check.execution.timeout ?? runbook.defaults.timeout,
                purpose: verifies.map { .verification(of: path($0.step), attempt: $0.attempt) }
                    ?? .step(attempt: run.attempt))
            if verifies == nil, run.step == top.position?.step, let edited = top.position?.edited {
                order.action = .script(edited.command)
            }
            top.position?.probe?.runs[index].state = .running(action: order.id)
            top.position?.probe?.runOfAction[order.id] = index
            record(.actionOrdered(order))
            perform(.execute(order))
        } catch {
            end(index, with: .notRun(error.reason), judgement: nil)
        }
    }

    /// One check of the probe under way, and what the probe verifies.
    private func probed(_ index: Int) -> (run: Probe.Run, verifies: (step: String, attempt: Int)?) {
        guard let probe = top.position?.probe else { preconditionFailure("no check runs at \(top.key.path)") }
        return (probe.runs[index], probe.verifies)
    }

    /// An action of a probe ended; one that nobody waits for any more is ignored.
    mutating func probeActionEnded(_ action: Int, _ result: ActionResult, _ judgement: Judgement?) {
        guard let index = top.position?.probe?.runOfAction.removeValue(forKey: action) else { return }
        end(index, with: result, judgement: judgement)
        endProbeIfFinished()
    }

    /// Tries again what has paused long enough.
    mutating func wakeProbe() {
        for index in 0..<(top.position?.probe?.runs.count ?? 0) {
            guard case .pausing(let until)? = top.position?.probe?.runs[index].state, until <= now else { continue }
            top.position?.probe?.runs[index].attempt += 1
            order(index)
        }
        endProbeIfFinished()
    }

    /// One try of a check came to a result: it is tried again, or the check has its result (rule 11).
    private mutating func end(_ index: Int, with result: ActionResult, judgement recorded: Judgement?) {
        let (run, verifies) = probed(index)
        let (stepResult, judgement) = look(at: result, of: run.check, judgement: recorded)
        if verifies == nil, let retry = run.check.execution.retry, stepResult.ran, judgement.ok != true,
            run.attempt < retry.times
        {
            let until = now + run.pause
            top.position?.probe?.runs[index].state = .pausing(until: until)
            top.position?.probe?.runs[index].pause = Self.scaled(run.pause, by: retry.backoff)
            return
        }
        finish(index, stepResult, judgement)
    }

    /// One check has its result.
    private mutating func finish(_ index: Int, _ result: StepResult, _ judgement: Judgement) {
        guard let step = top.position?.probe?.runs[index].step else { return }
        top.position?.probe?.runs[index].state = .ended(ok: judgement.ok)
        top.position?.probe?.unfinished -= 1
        if case .inline? = top.position?.probe?.subject {
            record(.stepEnded(step: path(step) + ".verify", StepRecord(result, judgement)))
        } else {
            store(result, judgement, of: step)
        }
    }

    /// Goes on when all checks of the probe have results.
    private mutating func endProbeIfFinished() {
        guard top.position?.probe?.unfinished == 0, let probe = top.position?.probe else { return }
        top.position?.probe = nil
        var verdict = probe.verdict
        if case .group(let id) = probe.subject {
            verdict = endGroup(id, probe)
        }
        switch top.position?.progress {
        case .verifying(let verifying)?: tryEnded(verifying, ok: verdict)
        default:
            let step = stepUnderWay()
            leave(step, top.values.results[step.id] ?? StepResult(ran: false, ok: nil))
        }
    }

    /// Gives a group its result (rule 16).
    private mutating func endGroup(_ id: String, _ probe: Probe) -> Bool? {
        guard let step = runbook.step(id), case .group(let group) = step.kind else { return probe.verdict }
        let ok = probe.verdict
        var result = StepResult(ran: true, ok: nil, elapsed: now - probe.began, timedOut: false)
        var judgement = Judgement.weigh(group.findings, in: context(own: result))
        result.ok = ok
        result.causes = judgement.causes
        judgement.reason = Self.groupReason(probe)
        store(result, judgement, of: id)
        return ok
    }

    private static func groupReason(_ probe: Probe) -> Reason {
        var bad: [String] = []
        var unknown: [String] = []
        for run in probe.runs where !run.isOptional {
            guard case .ended(let ok) = run.state, ok != true else { continue }
            if ok == false { bad.append(run.step) } else { unknown.append(run.step) }
        }
        return bad.isEmpty && unknown.isEmpty ? .allMembersOk : .members(notOk: bad, unknown: unknown)
    }

    /// A pause, longer by a factor, at most a day.
    static func scaled(_ pause: Duration, by factor: Double) -> Duration {
        let nanoseconds = Double(pause.inNanoseconds) * factor
        return nanoseconds.isFinite && nanoseconds < 86_400e9 ? .nanoseconds(Int64(nanoseconds)) : .seconds(86_400)
    }
}

// MARK: Ended early

extension Walk {
    /// Ends the checks under way, of which nobody waits for the results any more.
    mutating func cancelProbe() {
        for action in top.position?.probe?.actions ?? [] {
            perform(.cancel(action: action))
        }
        top.position?.probe = nil
    }

    /// Ends the checks under way whose time is over: they ran, and have no verdict (rule 22).
    mutating func cutProbeShort(_ reason: Reason) {
        guard let probe = top.position?.probe else { return }
        for (index, run) in probe.runs.enumerated() {
            if case .ended = run.state { continue }
            if case .running(let action) = run.state { perform(.cancel(action: action)) }
            finish(
                index, StepResult(ran: true, ok: nil, elapsed: now - probe.began, timedOut: true),
                Judgement(ok: nil, reason: reason))
        }
        top.position?.probe = nil
        guard case .group(let id) = probe.subject else { return }
        store(
            StepResult(ran: true, ok: nil, elapsed: now - probe.began, timedOut: true),
            Judgement(ok: nil, reason: reason), of: id)
    }
}
