/// What changes of a run's state in the transaction of an append; nil leaves a field as it is.
package struct RunUpdate: Sendable, Equatable {
    /// Where the run stands, in the engine's words: `running`, `paused`, `ended`…
    package var state: String?
    /// How it ended.
    package var outcome: String?
    /// When it ended, in nanoseconds since the epoch (UTC).
    package var endedAt: Int64?

    /// An update of these fields.
    package init(state: String? = nil, outcome: String? = nil, endedAt: Int64? = nil) {
        self.state = state
        self.outcome = outcome
        self.endedAt = endedAt
    }
}
