package import YAMLEditing

/// One change of a runbook's text.
package enum RunbookEdit: Sendable {
    /// Where a step comes to stand.
    package enum Place: Sendable, Hashable {
        /// After all others.
        case last
        /// Directly before a step.
        case before(String)
        /// Directly after a step.
        case after(String)
    }

    /// Makes the value at a path exactly this; missing maps on the way are made.
    case set(RunbookPath, ValueTree)
    /// Removes what stands at a path.
    case unset(RunbookPath)
    /// Adds a step; `body` is YAML, the map of its keys, and keeps its comments.
    case addStep(String, body: [UInt8], Place)
    /// Removes a step; with `rewire`, what led to it leads there, and groups are without it.
    case removeStep(String, rewire: String? = nil)
    /// Gives a step another name, in every way, group, verification and expression that names it.
    case renameStep(String, to: String)
    /// Leads from a step to another: by its `next`, or with a condition by a branch.
    ///
    /// `before` is the branch, counted from 1 as transcripts do, that the new one is tried before; nil: after all, save
    /// a last one that is always taken.
    case connect(String, to: String, when: String? = nil, before: Int? = nil)
    /// Moves a step, with its comments, to another place in the file.
    case move(String, Place)
}
