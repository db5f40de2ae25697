/// Where an expression stands, and so what it may read.
enum ExpressionRole: Sendable, Equatable {
    /// `expect` or the finding of a check: its own result without `ok` (rule 15).
    case verdict(step: Int)
    /// A finding of a group: it may read the members.
    case groupFinding(step: Int)
    /// `expect` of a verification's own check.
    case verification(ResultShape)
    /// A branch: the step's own result.
    case branch(step: Int)
    /// A text that people read, or another place for `${…}`.
    case text(step: Int?)
    /// A place for `${…}` where secrets may stand too: `env`, `headers`, `body` (rule 5).
    case secretPlace(step: Int?)
    /// What is known before the walk begins: only params.
    case beforeWalk(String)

    /// Whether the expression is a condition.
    var isCondition: Bool {
        switch self {
        case .verdict, .groupFinding, .verification, .branch: true
        case .text, .secretPlace, .beforeWalk: false
        }
    }

    /// The step whose result must be there before the expression is evaluated, in a group side by side with others.
    var stepBesideOthers: Int? {
        switch self {
        case .verdict(let step): step
        case .text(let step), .secretPlace(let step): step
        case .groupFinding, .verification, .branch, .beforeWalk: nil
        }
    }
}
