/// Why the walk did or found something, as data: the journal keeps it, and words are made of it when it is shown, in the
/// reader's language (module Wording).
package indirect enum Reason: Sendable, Equatable {
    /// Words that come from outside: of the system, of a condition that failed, or of a run of an older Rung.
    case words(String)

    // MARK: What an action came to by itself

    /// A command's exit, as a shell reports it.
    case exit(Int)
    case timedOut
    case status(Int)
    case noAnswer, connected, notConnected, fileExists, fileAbsent, fileUnknown
    case nothingToChange, done
    /// More bytes came than `max_output` keeps.
    case tooMuchOutput(Int)
    /// The output is not what this `parse` reads.
    case unparsed(String)
    /// It could not be recorded, and nothing that changes starts unrecorded.
    case unrecorded(problem: String?)

    // MARK: What a check or group found

    case found([String])
    case asExpected
    case notAsExpected(Reason?)
    case expectationUnknown(Reason?)
    case allMembersOk
    /// Members of a group that are not ok, and such as have no verdict.
    case members(notOk: [String], unknown: [String])

    // MARK: What a change came to

    case commandFailed(Reason)
    case didItsWork(Reason)
    case verified
    case didNotHelp(within: Duration)
    case notVerifiedInTime
    case takenAsDone, saidToBeDone
    case edited(isApplied: Bool)
    case validateFailed(Reason), applyFailed(Reason)
    case cannotValidate(Reason), cannotApply(Reason)
    /// The old file of an edit is back, for a reason.
    case putBack(Reason)
    /// The old file is back, and what was applied for the new one could not be applied for it.
    case putBackUnapplied(Reason, because: Reason)
    /// The old file could not be put back.
    case notPutBack(Reason, because: Reason)
    /// How a change ended is not known.
    case endUnknown

    // MARK: What people and policies said

    case skipped(by: String), stopped(by: String), jumped(by: String), leftOpen(by: String)
    case leftUnverified(Reason)
    /// An answer, written as conditions write it; by whom is empty where nobody said it.
    case answered(String, by: String)
    /// The runbook answers, since nobody is there.
    case runbookAnswers(String)
    case runbookSkips
    case nobody
    case notAllowed
    case neverUnattended
    case mayOnlyLook
    case planned

    // MARK: Time

    case waitIsOver, timeIsOver, noMoreChanges

    // MARK: Ways

    case ok, notOk, noVerdict, next
    /// The branch of this number was the first that is true.
    case branch(Int)
    case otherwise
    case noBranch(isOneUnknown: Bool)
    /// A step was entered as often as it may be.
    case visited(step: String, limit: Int)
    case needsPerson(step: String)
    case stepEndUnknown(step: String)
    case deadEnd(step: String)
    case left(step: String, Reason)
    case fallbackAgain(Reason)
    /// Only a real run can decide a condition.
    case onlyRealRunDecides(String)
    /// Only in a real run is a check run.
    case onlyRealRunChecks(step: String)
    /// How a called runbook ended.
    case callEnded(runbook: String, outcome: String?)

    // MARK: Values

    case valueUnknown(expression: String, problem: String)
    case valueIsSecret(expression: String)
    case valueIsNoText(expression: String, value: String)
    case noKey(String), noFileValue(String)
    case paramValue(name: String, problem: String)
    case noHostsYet

    // MARK: Inputs that cannot be used

    case runHasEnded
    case nothingToSkip
    case runningCannotBeSkipped(step: String)
    case noStep(String)
    case noJumpToProof(step: String)
    case noJumpFromChange
    case editedTooLate
    case notOneCommand(step: String)
    case runsNoCommand(step: String)
    case nothingRuns
    case notCutShort(step: String)
    case answerProblem(String)
    case noSuchItem(Int)

    // MARK: Interruptions

    case pausedByOperator
    case terminalGone
    case signal(String)
    /// Rung died while an action ran, which went on to its own end; or to its timeout, and was ended.
    case rungDied(wasEnded: Bool)
    case rungEndedIt
}

/// A limit that a walk can reach.
package enum WalkLimit: Sendable, Equatable {
    /// How often a step is entered.
    case visits(Int)
    /// How long the walk is active.
    case time(Duration)
}
