import CEL
import RunbookModel

/// What a result means: the causes it is a sign of, and whether the check is ok (rules 10 and 15).
package struct Judgement: Sendable, Equatable {
    /// Whether it is ok; nil: no verdict.
    package var ok: Bool?
    /// What decided it.
    package var reason: Reason
    /// The causes found.
    package var causes: [String]
    /// The conditions that were weighed, in order.
    package var conditions: [ConditionTrace]

    /// A judgement.
    package init(ok: Bool?, reason: Reason, causes: [String] = [], conditions: [ConditionTrace] = []) {
        self.ok = ok
        self.reason = reason
        self.causes = causes
        self.conditions = conditions
    }
}

extension Judgement {
    /// The same without a word of the output, which is neither stored nor shown (rule 30).
    var withheld: Judgement {
        var judgement = self
        judgement.conditions = conditions.map(\.withheld)
        if ok == nil, let last = conditions.last, last.role == Self.expectRole, last.verdict == .unknown {
            judgement.reason = .expectationUnknown(nil)
        }
        return judgement
    }

    /// What a condition is for that says whether a check is ok.
    private static let expectRole = "expect"

    /// Weighs findings in order; an unknown one is recorded and finds nothing (rule 15).
    static func weigh(_ findings: [Finding], in context: ConditionContext) -> Judgement {
        var judgement = Judgement(ok: nil, reason: .words(""))
        for finding in findings {
            let trace = ConditionTrace.weigh(finding.when, role: finding.cause, in: context)
            if trace.verdict == .yes, !judgement.causes.contains(finding.cause) {
                judgement.causes.append(finding.cause)
            }
            judgement.conditions.append(trace)
        }
        return judgement
    }

    /// The verdict of a check (rule 10). `context` sees the step's result without `ok`.
    static func judge(_ check: Check, _ result: ActionResult, out: Value?, in context: ConditionContext) -> Judgement {
        if case .notRun(let reason) = result { return Judgement(ok: nil, reason: reason) }
        var judgement = weigh(check.findings, in: context)
        if !judgement.causes.isEmpty {
            judgement.ok = false
            judgement.reason = .found(judgement.causes)
            return judgement
        }
        let answer = result.answer(exits: check.execution.exits)
        if case .couldNotStart(let problem) = answer {
            judgement.reason = problem
            return judgement
        }
        if case .failed(let problem) = answer {
            judgement.ok = check.expect == nil && check.parse == nil ? false : nil
            judgement.reason = problem
            return judgement
        }
        if let expect = check.expect {
            let trace = ConditionTrace.weigh(expect, role: expectRole, in: context)
            judgement.conditions.append(trace)
            switch trace.verdict {
            case .yes: (judgement.ok, judgement.reason) = (true, .asExpected)
            case .no:
                judgement.ok = false
                judgement.reason = .notAsExpected(answer.problem)
            case .unknown:
                judgement.ok = answer.isNoAnswer ? false : nil
                let missing = out == nil ? missingOutput(check, result, answer) : nil
                judgement.reason =
                    answer.problem ?? .expectationUnknown(missing ?? trace.problem.map { .words($0) })
            }
            return judgement
        }
        judgement.ok = answer.isGood
        judgement.reason = answer.reason
        if answer.isGood, check.parse != nil, out == nil {
            judgement.ok = nil
            judgement.reason = missingOutput(check, result, answer) ?? .words("")
        }
        return judgement
    }

    /// Why there is no `out`; nil where its absence says nothing (rule 9).
    private static func missingOutput(_ check: Check, _ result: ActionResult, _ answer: ActionAnswer) -> Reason? {
        switch result {
        case .command(let outcome) where outcome.stdout.isTruncated:
            return .tooMuchOutput(outcome.stdout.size)
        case .http(let outcome) where outcome.body.isTruncated:
            return .tooMuchOutput(outcome.body.size)
        case .file(let outcome) where outcome.content == nil:
            return outcome.problem.map { .words($0) } ?? answer.reason
        case .tcp, .edit, .notRun:
            return nil
        case .command, .http, .file:
            return .unparsed(check.parse?.rawValue ?? "text")
        }
    }
}

/// What an action's result says by itself.
enum ActionAnswer {
    /// A good answer: exit 0, status 2xx, a connection, a file that exists.
    case good(Reason)
    /// An answer, and not a good one.
    case bad(Reason)
    /// http or tcp got no answer.
    case none(Reason)
    /// A command did not do its work.
    case failed(Reason)
    /// A command could not be started.
    case couldNotStart(Reason)

    var isGood: Bool {
        if case .good = self { true } else { false }
    }

    var isNoAnswer: Bool {
        if case .none = self { true } else { false }
    }

    /// What it was.
    var reason: Reason {
        switch self {
        case .good(let reason), .bad(let reason), .none(let reason), .failed(let reason), .couldNotStart(let reason):
            reason
        }
    }

    /// The same, where there was no answer at all.
    var problem: Reason? {
        isNoAnswer ? reason : nil
    }
}

extension ActionResult {
    /// What the result says by itself; `exits` mean that a command did its work (rule 8).
    func answer(exits: [Int]) -> ActionAnswer {
        switch self {
        case .command(let outcome): outcome.answer(exits: exits)
        case .http(let outcome): outcome.answer
        case .tcp(let outcome):
            outcome.isConnected ? .good(.connected) : .none(outcome.problem.map { .words($0) } ?? .notConnected)
        case .file(let outcome):
            switch outcome.exists {
            case true?: .good(.fileExists)
            case false?: .bad(.fileAbsent)
            case nil: .couldNotStart(outcome.problem.map { .words($0) } ?? .fileUnknown)
            }
        case .edit(let outcome): outcome.answer
        case .notRun(let reason): .couldNotStart(reason)
        }
    }

    /// Whether a command did its work, or there was an answer to read.
    func didItsWork(exits: [Int]) -> Bool {
        if case .command(let outcome) = self { return outcome.startProblem == nil && exits.contains(outcome.exit) }
        return switch answer(exits: exits) {
        case .good, .bad: true
        case .none, .failed, .couldNotStart: false
        }
    }
}

extension CommandOutcome {
    /// What the exit says by itself.
    func answer(exits: [Int]) -> ActionAnswer {
        if let startProblem { return .couldNotStart(.words(startProblem)) }
        if exit == 126 || exit == 127 { return .couldNotStart(.exit(exit)) }
        guard exits.contains(exit) else { return .failed(timedOut ? .timedOut : .exit(exit)) }
        return exit == 0 ? .good(.exit(0)) : .bad(.exit(exit))
    }
}

extension HTTPOutcome {
    /// What the status says by itself.
    var answer: ActionAnswer {
        switch status {
        case 0: .none(problem.map { .words($0) } ?? .noAnswer)
        case 200..<300: .good(.status(status))
        default: .bad(.status(status))
        }
    }
}

extension EditOutcome {
    /// What a stage of an edit says by itself.
    fileprivate var answer: ActionAnswer {
        switch state {
        case .unchanged: .good(.nothingToChange)
        case .planned, .written, .putBack, .isBefore, .isAfter: .good(.done)
        case .failed(let problem): .bad(.words(problem))
        }
    }
}
