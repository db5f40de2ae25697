/// A run as the journal lists it.
package struct RunSummary: Sendable, Equatable {
    /// What was known at its start.
    package let header: RunHeader
    /// Where it stands, in the engine's words.
    package let state: String
    /// How it ended; nil before.
    package let outcome: String?
    /// When it ended, in nanoseconds since the epoch (UTC); nil before.
    package let endedAt: Int64?
    /// How many events it has.
    package let eventCount: Int
    /// The hash of its last event, or of its header where it has none; who keeps it elsewhere can prove the whole run.
    package let headHash: String
    /// The hash of its header as it was recorded at its start.
    package let headerHash: String

    /// A summary of these facts.
    package init(
        header: RunHeader, state: String, outcome: String?, endedAt: Int64?, eventCount: Int, headHash: String,
        headerHash: String
    ) {
        self.header = header
        self.state = state
        self.outcome = outcome
        self.endedAt = endedAt
        self.eventCount = eventCount
        self.headHash = headHash
        self.headerHash = headerHash
    }

    /// The run's name.
    package var id: String { header.id }
}
