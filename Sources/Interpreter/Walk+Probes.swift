import CEL
import RunbookModel

extension Walk {
    /// Starts a check or a group of the runbook, by the way or for a verification.
    mutating func startProbe(
        of step: Step, verifies: (step: String, attempt: Int)?, as progress: (Probe) -> Progress
    ) {
        let members: [String]
        let subject: Probe.Subject
        if case .group(let group) = step.kind {
            (members, subject) = (group.members, .group(step.id))
        } else {
            (members, subject) = ([step.id], .check(step.id))
        }
        let checks = members.compactMap { id -> (String, Check, Bool)? in
            guard let member = runbook.step(id), case .check(let check) = member.kind else { return nil }
            return (id, check, member.isOptional)
        }
        startProbe(Probe(subject: subject, verifies: verifies, began: now), checks: checks, as: progress)
    }

    /// Starts checks side by side.
    mutating func startProbe(
        _ empty: Probe, checks: [(step: String, check: Check, isOptional: Bool)], as progress: (Probe) -> Progress
    ) {
        var probe = empty
        probe.unfinished = checks.count
        for (index, entry) in checks.enumerated() {
            probe.runs.append(
                Probe.Run(
                    step: entry.step, check: entry.check, isOptional: entry.isOptional,
                    pause: entry.check.execution.retry?.every ?? .zero, state: .ended(ok: nil)))
            order(index, of: &probe)
        }
        top.position?.progress = progress(probe)
        if probe.unfinished == 0 { probeEnded(probe) }
    }

    /// Orders one try of a check, or ends it where it cannot be run.
    private mutating func order(_ index: Int, of probe: inout Probe) {
        let run = probe.runs[index]
        do {
            let order = try actionOrder(
                run.check.action, run.check.execution, effect: .read, of: run.step,
                timeout: run.check.execution.timeout ?? runbook.defaults.timeout,
                purpose: probe.verifies.map { .verification(of: path($0.step), attempt: $0.attempt) }
                    ?? .step(attempt: run.attempt))
            probe.runs[index].state = .running(action: order.id)
            probe.runOfAction[order.id] = index
            record(.actionOrdered(order))
            perform(.execute(order))
        } catch {
            end(index, of: &probe, with: .notRun(error.reason), judgement: nil)
        }
    }

    /// An action of a probe ended.
    mutating func probeActionEnded(
        _ action: Int, _ result: ActionResult, _ judgement: Judgement?, probe: Probe, as progress: (Probe) -> Progress
    ) {
        var probe = probe
        guard let index = probe.runOfAction.removeValue(forKey: action) else { return }
        end(index, of: &probe, with: result, judgement: judgement)
        top.position?.progress = progress(probe)
        if probe.unfinished == 0 { probeEnded(probe) }
    }

    /// Tries again what has paused long enough.
    mutating func wakeProbe(_ probe: Probe, as progress: (Probe) -> Progress) {
        var probe = probe
        for index in probe.runs.indices {
            guard case .pausing(let until) = probe.runs[index].state, until <= now else { continue }
            probe.runs[index].attempt += 1
            order(index, of: &probe)
        }
        top.position?.progress = progress(probe)
        if probe.unfinished == 0 { probeEnded(probe) }
    }

    /// One try of a check came to a result: it is tried again, or the check has its result (rule 11).
    private mutating func end(
        _ index: Int, of probe: inout Probe, with result: ActionResult, judgement recorded: Judgement?
    ) {
        let run = probe.runs[index]
        let (stepResult, judgement) = look(at: result, of: run.check, judgement: recorded)
        if probe.verifies == nil, let retry = run.check.execution.retry, stepResult.ran, judgement.ok != true,
            run.attempt < retry.times
        {
            probe.runs[index].state = .pausing(until: now + run.pause)
            probe.runs[index].pause = Self.scaled(run.pause, by: retry.backoff)
            return
        }
        probe.runs[index].state = .ended(ok: judgement.ok)
        probe.unfinished -= 1
        if case .inline = probe.subject {
            record(
                .stepEnded(
                    step: path(run.step) + ".verify",
                    StepRecord(
                        ran: stepResult.ran, ok: stepResult.ok, elapsed: stepResult.elapsed ?? .zero,
                        timedOut: stepResult.timedOut ?? false, reason: judgement.reason,
                        conditions: judgement.conditions)))
        } else {
            store(stepResult, judgement, of: run.step)
        }
    }

    /// All checks of a probe have results.
    private mutating func probeEnded(_ probe: Probe) {
        var verdict = probe.verdict
        if case .group(let id) = probe.subject {
            verdict = endGroup(id, probe)
        }
        guard let position = top.position else { return }
        switch position.progress {
        case .verifying(let verifying): tryEnded(verifying, ok: verdict)
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

    private static func groupReason(_ probe: Probe) -> String {
        var bad: [String] = []
        var unknown: [String] = []
        for run in probe.runs where !run.isOptional {
            guard case .ended(let ok) = run.state, ok != true else { continue }
            if ok == false { bad.append(run.step) } else { unknown.append(run.step) }
        }
        if bad.isEmpty, unknown.isEmpty { return "all members are ok" }
        let parts = [
            bad.isEmpty ? nil : "not ok: \(bad.joined(separator: ", "))",
            unknown.isEmpty ? nil : "without a verdict: \(unknown.joined(separator: ", "))",
        ]
        return parts.compactMap { $0 }.joined(separator: "; ")
    }

    /// A pause, longer by a factor, at most a day.
    static func scaled(_ pause: Duration, by factor: Double) -> Duration {
        let nanoseconds = Double(pause.inNanoseconds) * factor
        return nanoseconds.isFinite && nanoseconds < 86_400e9 ? .nanoseconds(Int64(nanoseconds)) : .seconds(86_400)
    }
}

// MARK: Results and verdicts

extension Walk {
    /// What a check's action came to, with its verdict.
    func look(at result: ActionResult, of check: Check, judgement recorded: Judgement?) -> (StepResult, Judgement) {
        var stepResult = self.result(of: result, exits: check.execution.exits, parse: check.parse)
        let judgement =
            recorded ?? Judgement.judge(check, result, out: stepResult.out, in: context(own: stepResult))
        stepResult.ok = judgement.ok
        stepResult.causes = judgement.causes
        return (stepResult, judgement)
    }

    /// The verdict of a sensitive check, made while its output is still at hand (rule 30).
    ///
    /// - Returns: nil where the action is not one of a check under way.
    package func judgement(ofAction action: Int, _ result: ActionResult) -> Judgement? {
        guard let frame = frames.last else { return nil }
        let probe: Probe? =
            switch frame.position?.progress {
            case .probing(let probe)?: probe
            case .verifying(let verifying)?: verifying.probe
            default: nil
            }
        guard let probe, let index = probe.runOfAction[action] else { return nil }
        return look(at: result, of: probe.runs[index].check, judgement: nil).1
    }

    /// What conditions see of an action's result (rules 7 and 9).
    func result(of result: ActionResult, exits: [Int], parse: ParseFormat?) -> StepResult {
        func text(_ captured: Captured) -> String? {
            captured.isTruncated || captured.isWithheld ? nil : captured.text
        }
        switch result {
        case .notRun:
            return StepResult(ran: false, ok: nil)
        case .command(let outcome):
            let stdout = text(outcome.stdout)
            let hasWorked = result.didItsWork(exits: exits)
            return StepResult(
                ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: outcome.timedOut,
                detail: .command(exit: outcome.exit, stdout: stdout, stderr: text(outcome.stderr)),
                out: hasWorked ? stdout.flatMap { parser.parse($0, as: parse ?? .text) } : nil)
        case .http(let outcome):
            let body = text(outcome.body)
            return StepResult(
                ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: outcome.timedOut,
                detail: .http(status: outcome.status, headers: outcome.headers, body: body),
                out: outcome.status == 0 ? nil : body.flatMap { parser.parse($0, as: parse ?? .text) })
        case .tcp(let outcome):
            return StepResult(ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: outcome.timedOut)
        case .file(let outcome):
            let content = outcome.content.flatMap(text)
            return StepResult(
                ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: false,
                detail: .file(exists: outcome.exists, size: outcome.size, modified: outcome.modified),
                out: content.flatMap { parser.parse($0, as: parse ?? .text) })
        }
    }
}
