import CEL
import RunbookModel

extension Walk {
    /// What a check's action came to, with its verdict.
    func look(at result: ActionResult, of check: Check, judgement recorded: Judgement?) -> (StepResult, Judgement) {
        look(at: result, of: check, judgement: recorded, time: now)
    }

    private func look(
        at result: ActionResult, of check: Check, judgement recorded: Judgement?, time: Instant
    ) -> (StepResult, Judgement) {
        var stepResult = self.result(of: result, exits: check.execution.exits, parse: check.parse)
        var context = context(own: stepResult)
        context.now = time
        let judgement = recorded ?? Judgement.judge(check, result, out: stepResult.out, in: context)
        stepResult.ok = judgement.ok
        stepResult.causes = judgement.causes
        return (stepResult, judgement)
    }

    /// The verdict of a sensitive check, made while its output is still at hand, without a word of that (rule 30).
    ///
    /// - Parameter time: when the action ended: the `now` of the conditions (rule 31); nil: at the last input.
    /// - Returns: nil where the action is not one of a check under way.
    package func judgement(ofAction action: Int, _ result: ActionResult, at time: Instant? = nil) -> Judgement? {
        guard let probe = frames.last?.position?.probe, let index = probe.runOfAction[action] else { return nil }
        return look(at: result, of: probe.runs[index].check, judgement: nil, time: max(now, time ?? now)).1.withheld
    }

    /// What conditions see of an action's result (rules 7 and 9).
    func result(of result: ActionResult, exits: [Int], parse: ParseFormat?) -> StepResult {
        func text(_ captured: Captured) -> String? {
            captured.isTruncated || captured.isWithheld ? nil : captured.text
        }
        func out(_ text: String?) -> Value? {
            text.flatMap { parser.parse($0, as: parse ?? .text) }
        }
        switch result {
        case .notRun:
            return StepResult(ran: false, ok: nil)
        case .command(let outcome):
            let stdout = text(outcome.stdout)
            return StepResult(
                ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: outcome.timedOut,
                detail: .command(exit: outcome.exit, stdout: stdout, stderr: text(outcome.stderr)),
                out: result.didItsWork(exits: exits) ? out(stdout) : nil)
        case .http(let outcome):
            // Where nothing answered there is no body: `!http.body.contains(…)` must not be true of it.
            let body = outcome.status == 0 ? nil : text(outcome.body)
            return StepResult(
                ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: outcome.timedOut,
                detail: .http(status: outcome.status, headers: outcome.headers, body: body), out: out(body))
        case .edit(let outcome):
            return StepResult(ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: false)
        case .tcp(let outcome):
            return StepResult(ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: outcome.timedOut)
        case .file(let outcome):
            return StepResult(
                ran: true, ok: nil, elapsed: outcome.elapsed, timedOut: false,
                detail: .file(exists: outcome.exists, size: outcome.size, modified: outcome.modified),
                out: out(outcome.content.flatMap(text)))
        }
    }
}

extension StepRecord {
    /// A step's result with its judgement.
    init(_ result: StepResult, _ judgement: Judgement) {
        self.init(
            ran: result.ran, ok: result.ok, elapsed: result.elapsed ?? .zero, timedOut: result.timedOut ?? false,
            reason: judgement.reason, causes: result.causes, conditions: judgement.conditions)
    }
}
