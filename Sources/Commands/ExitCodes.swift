package import ArgumentParser
import Engine
import Interpreter
import RunbookModel

/// The exit codes of Rung (design, "The command line"): documented, and frozen.
package enum ExitCodes {
    /// Resolved, healthy, or nothing found.
    package static let success = ExitCode(0)
    /// Rung itself failed.
    package static let failure = ExitCode(1)
    /// The runbook or the command line is wrong.
    package static let invalid = ExitCode(2)
    /// A person was called.
    package static let escalated = ExitCode(3)
    /// Neither resolved nor escalated.
    package static let unresolved = ExitCode(4)
    /// A lock or a guard refused it.
    package static let refused = ExitCode(5)
    /// It waits for a person.
    package static let waiting = ExitCode(6)
    /// The time of the walk ran out.
    package static let outOfTime = ExitCode(124)
    /// Ended by SIGINT.
    package static let interrupted = ExitCode(130)
    /// Ended by SIGTERM.
    package static let terminated = ExitCode(143)

    /// The code of a walk's end (rule 32).
    static func code(for end: WalkEnd) -> ExitCode {
        switch end.outcome {
        case .resolved?: success
        case .escalated?: escalated
        case .unresolved?, nil: end.isOutOfTime ? outOfTime : unresolved
        }
    }
}
