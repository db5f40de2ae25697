package import Interpreter
import RunbookModel

/// Who answers the walk's requests: an operator, a policy, a plan, a test's script.
package protocol Decider: Sendable {
    /// Answers a request; when the task is cancelled, the answer is not wanted any more.
    func decide(_ request: Request) async -> Reply
}

/// The policy where nobody is there: what changes may run, what destroys may not (rule 25).
package struct UnattendedDecider: Decider {
    /// The policy without a configuration.
    package init() {}

    package func decide(_ request: Request) async -> Reply {
        switch request.subject {
        case .change(.destroy, _, _):
            .refused(by: Self.name, reason: .neverUnattended)
        case .look, .change, .wait: .granted(by: Self.name)
        case .unknownEnd, .question, .task: .nobody
        }
    }

    /// Who the policy is in the journal.
    package static let name = "unattended policy"
}

/// The plan of a dry run: whatever would change, wait or ask counts as done (rule 29).
package struct PlanDecider: Decider {
    /// A plan.
    package init() {}

    package func decide(_ request: Request) async -> Reply {
        .planned
    }
}
