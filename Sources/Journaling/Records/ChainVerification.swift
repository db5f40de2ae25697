/// What verifying the chain of a run has shown.
package struct ChainVerification: Sendable, Equatable {
    /// What is wrong with a run's records.
    package enum Fault: Sendable, Equatable {
        /// The facts of the run's start are not those that were recorded.
        case headerChanged
        /// This event, or its place, is not what was recorded.
        case changed(sequence: Int)
        /// This event is gone, and perhaps some after it.
        case missing(sequence: Int)
        /// This event was not written by the run, or stood elsewhere.
        case inserted(sequence: Int)
        /// Stored bytes that belong to the run are gone.
        case contentMissing(hash: String)
        /// Stored bytes that belong to the run are others than were recorded.
        case contentChanged(hash: String)
    }

    /// The run's name.
    package let run: String
    /// How many events, from the first, are as they were recorded.
    package let intactEvents: Int
    /// The first thing that is wrong; nil where all is as it was recorded.
    package let fault: Fault?
    /// The hash of the last event as the run's row has it.
    package let headHash: String

    /// A verification of these facts.
    package init(run: String, intactEvents: Int, fault: Fault?, headHash: String) {
        self.run = run
        self.intactEvents = intactEvents
        self.fault = fault
        self.headHash = headHash
    }

    /// Whether all is as it was recorded.
    package var isIntact: Bool { fault == nil }

    /// The result in words.
    package var message: String {
        switch fault {
        case nil: "\(intactEvents) events, all as recorded; the last one's hash is \(headHash)"
        case .headerChanged: "what the journal says of the run's start was changed after the fact"
        case .changed(let sequence): "event \(sequence) was changed after the fact, or moved there"
        case .missing(let sequence): "event \(sequence) is missing"
        case .inserted(let sequence): "event \(sequence) does not belong there: it was inserted or moved after the fact"
        case .contentMissing(let hash): "the stored content \(hash) is missing"
        case .contentChanged(let hash): "the stored content \(hash) was changed after the fact"
        }
    }
}
