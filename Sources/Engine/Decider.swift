package import Interpreter
package import RunbookModel

/// Who answers the walk's requests: an operator, a policy, a plan, a test's script.
package protocol Decider: Sendable {
    /// Answers a request; when the task is cancelled, the answer is not wanted any more.
    func decide(_ request: Request) async -> Reply
}

/// The policy where nobody is there: what changes may run, what destroys may not (rule 25).
package struct UnattendedDecider: Decider {
    private let effect: Effect
    private let destroys: Set<String>

    /// A policy.
    ///
    /// - Parameters:
    ///   - effect: what may be had: `read` only looks, `change` changes too.
    ///   - destroys: the steps that may destroy, by name, because the configuration says so.
    package init(effect: Effect = .change, destroys: Set<String> = []) {
        self.effect = effect
        self.destroys = destroys
    }

    package func decide(_ request: Request) async -> Reply {
        switch request.subject {
        case .change where effect == .read: .refused(by: Self.name, reason: .mayOnlyLook)
        case .change(.destroy, _, _) where !destroys.contains(request.step):
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
