import RunbookModel

/// A check, or the checks of a group, while they run.
struct Probe: Sendable {
    /// What is looked at.
    enum Subject: Sendable {
        /// One check of the runbook.
        case check(String)
        /// A group of the runbook.
        case group(String)
        /// A verification's own check.
        case inline
    }

    /// One check of it.
    struct Run: Sendable {
        /// The check's state.
        enum State: Sendable {
            case running(action: Int)
            case pausing(until: Instant)
            case ended(ok: Bool?)
        }

        /// The step's id; a verification's own check bears the id of what it verifies.
        let step: String
        /// The declaration.
        let check: Check
        /// Whether a group's verdict leaves it out.
        let isOptional: Bool
        /// The number of the try, from 1.
        var attempt = 1
        /// The pause before the next try.
        var pause: Duration
        /// Its state.
        var state: State
    }

    /// What is looked at.
    let subject: Subject
    /// For which step's verification, and its number of the try; nil: by the way.
    let verifies: (step: String, attempt: Int)?
    /// When it began.
    let began: Instant
    /// The checks.
    var runs: [Run] = []
    /// Which check an action belongs to.
    var runOfAction: [Int: Int] = [:]
    /// How many checks have not ended.
    var unfinished = 0

    /// The actions that are under way.
    var actions: [Int] { Array(runOfAction.keys).sorted() }

    /// When a check is tried again, at the earliest.
    var wakeTime: Instant? {
        guard runOfAction.count < unfinished else { return nil }
        return runs.compactMap { run in
            if case .pausing(let until) = run.state { until } else { nil }
        }.min()
    }

    /// The verdict of the checks together (rule 16).
    var verdict: Bool? {
        var verdict: Bool? = true
        for run in runs where !run.isOptional {
            guard case .ended(let ok) = run.state else { continue }
            if ok == false { return false }
            if ok == nil { verdict = nil }
        }
        return verdict
    }
}
