package import RunbookModel

/// One passage through a runbook: the first of a walk, or one that a call opened (rule 27).
package struct Frame: Sendable {
    /// The runbook.
    package let key: RunbookKey
    /// The ids of the calls that led here, each followed by `/`.
    package let prefix: String
    /// What its conditions see.
    package internal(set) var values: FrameValues
    /// Where it is; nil while nothing is under way.
    package internal(set) var position: Position?
    /// Whether `fallback` was taken (rule 23).
    var hasFallenBack = false
    /// How long the walk had been active when it began.
    let activeBefore: Duration
    /// How far its time limit has come.
    var time = TimeLimit.running

    /// The state of a time limit (rule 22).
    enum TimeLimit: Sendable {
        /// There is time.
        case running
        /// It is over, and the way to `fallback` is still to be taken.
        case over
        /// It is over, and what follows runs without a limit and without changes.
        case spent
    }

    /// The ids of the results that are known.
    package func result(of step: String) -> StepResult? {
        values.results[step]
    }
}

/// Where a passage is: a step, and how far it has come.
package struct Position: Sendable {
    /// The step's id.
    package let step: String
    /// When it was entered.
    package let entered: Instant
    /// The command that runs instead of the step's own, and who wrote it.
    var edited: (command: String, by: String)?
    /// Which items of its task were ticked.
    var ticked: Set<Int> = []
    /// How far it has come.
    var progress: Progress
    /// The check or group that runs, for the step itself or to verify it; here, so that it changes in place.
    var probe: Probe?
}

extension Position {
    /// Whether something is being changed at this moment: it may be interrupted, and not skipped or left.
    var isChanging: Bool {
        switch progress {
        case .acting: true
        case .editing(let run): run.stage != .planning
        default: false
        }
    }
}

/// How far a step has come.
enum Progress: Sendable {
    /// It has been entered.
    case entered
    /// A check or a group runs.
    case probing
    /// What a destroy would lose is being looked at.
    case previewing(order: ActionOrder, action: Int)
    /// A request waits for its answer.
    case asking(request: Int, Matter)
    /// A command of a fix runs.
    case acting(FixRun)
    /// A failed command of a fix is tried again later.
    case pausing(FixRun, until: Instant)
    /// A stage of an edit is under way.
    case editing(EditRun)
    /// It is being verified that it helped.
    case verifying(Verifying)
    /// It waits.
    case waiting(until: Instant)
    /// A called runbook is walked, above this passage.
    case calling

    /// What a request is about.
    enum Matter: Sendable {
        case look
        case change(order: ActionOrder, preview: CommandOutcome?)
        case unknownEnd(FixRun)
        case wait(Duration)
        case question(Ask)
        case task(Manual)
    }
}

/// The tries of a fix's command.
struct FixRun: Sendable {
    /// The order under way, or the last one.
    var order: ActionOrder
    /// The number of the try, from 1.
    var attempt: Int
    /// The pause before the next try.
    var pause: Duration
    /// When the first try began.
    var began: Instant
    /// What the last try came to.
    var last: StepResult?
}

/// The stages of an edit (rule 13).
struct EditRun: Sendable {
    /// How far it has come.
    enum Stage: Sendable, Equatable {
        /// What would change is being found out.
        case planning
        /// The file is being replaced.
        case writing
        /// After an interruption it is being looked at how far the replacement came.
        case lookingWhetherWritten
        /// `validate` runs.
        case validating
        /// `apply` runs.
        case applying
        /// The old file is being put back.
        case puttingBack
        /// After an interruption it is being looked at how far that came.
        case lookingWhetherPutBack
        /// `apply` runs once more, with the old file.
        case applyingAgain
    }

    /// The change.
    let edit: ResolvedEdit
    /// What it does to the file; nil while that is being found out.
    var plan: EditPlan?
    /// How far it has come.
    var stage: Stage
    /// The order under way, or the last one.
    var order: ActionOrder
    /// When the step began to change something.
    var began: Instant
    /// Why the old file is put back.
    var failure = Reason.words("")
    /// Whether `apply` ran, and has to run again when the old file is back.
    var isApplied = false
}

/// A verification under way (rule 12).
struct Verifying: Sendable {
    /// What is verified: it ran, and this is its result so far.
    var base: StepResult
    /// The declaration.
    var declaration: Verification
    /// The edit that is put back if it did not help; nil: it was none, or had nothing to change.
    var edit: EditRun?
    /// When it began.
    var began: Instant
    /// When the next try begins.
    var nextTry: Instant?
    /// When it is over.
    var deadline: Instant
    /// How many tries in a row were ok.
    var passed = 0
    /// How many tries were made.
    var tries = 0
}
