package import Diagnostics
package import YAMLSyntax

/// A place in a runbook that names a step.
package struct StepMention: Sendable {
    /// What the name is there for.
    package enum Role: Sendable, Hashable {
        /// Where a walk begins: `start`.
        case start
        /// Where a walk goes when nothing else is left: `fallback`.
        case fallback
        /// The one way of a step: `next`.
        case next
        /// A branch of `next` or `decide`, from 0.
        case branch(Int)
        /// The other way of a step: `else`.
        case otherwise
        /// Where the walk goes when nobody is there: `unattended: {goto: …}`.
        case unattended
        /// A member of a group, from 0.
        case member(Int)
        /// What a change is verified by: `verify`.
        case verification
        /// A condition, or a `${…}`, that reads the step.
        case expression

        /// Whether a walk goes to the step by it.
        package var isWay: Bool {
            switch self {
            case .start, .fallback, .next, .branch, .otherwise, .unattended: true
            case .member, .verification, .expression: false
            }
        }
    }

    /// What the name is there for.
    package let role: Role
    /// The step that holds it; nil at the top of the runbook.
    package let step: String?
    /// The scalar that the name stands in.
    package let node: YAMLNode
    /// The bytes of the name in the scalar's text, without quotes.
    package let textRange: Range<Int>
    /// The bytes of the name in the file.
    package let range: SourceRange

    /// What holds the name, as a sentence says it: ``the `next` of `diagnose` ``.
    package var holder: String {
        let step = step.map { " of `\($0)`" } ?? ""
        return switch role {
        case .start: "`start`"
        case .fallback: "`fallback`"
        case .next: "the `next`\(step)"
        case .branch(let index): "branch \(index + 1)\(step)"
        case .otherwise: "the `else`\(step)"
        case .unattended: "the `unattended`\(step)"
        case .member: "the group\(step)"
        case .verification: "the `verify`\(step)"
        case .expression: "an expression\(step)"
        }
    }
}
