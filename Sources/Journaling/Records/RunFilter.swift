/// Which runs to list; nil does not restrict.
package struct RunFilter: Sendable, Equatable {
    /// At most so many, the newest first.
    package var limit: Int?
    /// Only runs of this runbook.
    package var runbook: String?
    /// Only runs on this target.
    package var target: String?
    /// Only runs in this state.
    package var state: String?

    /// A filter of these conditions.
    package init(limit: Int? = nil, runbook: String? = nil, target: String? = nil, state: String? = nil) {
        self.limit = limit
        self.runbook = runbook
        self.target = target
        self.state = state
    }
}
