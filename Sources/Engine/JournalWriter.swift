import CEL
import Interpreter
import Journaling

/// Writes a run's events into the journal, in order, and keeps those that it could not write for the next time.
///
/// Owned by the task that drives the run. Without a store (the state folder is unusable) it only numbers events.
struct JournalWriter {
    /// Whether all events so far are in the journal.
    private(set) var isComplete = true
    /// Why the last commit failed, in words.
    private(set) var failure: String?

    private let store: (any JournalStore)?
    private let header: RunHeader
    private var isCreated: Bool
    private var sequence: Int
    private var pending: [(sequence: Int, time: Instant, event: RunEvent)] = []
    private var unwritten: [NewEvent] = []
    private var update: RunUpdate?

    /// A writer for a run that begins.
    init(store: (any JournalStore)?, header: RunHeader) {
        self.store = store
        self.header = header
        isCreated = false
        sequence = 0
    }

    /// A writer for a run that is taken up after so many events.
    init(store: any JournalStore, resuming summary: RunSummary) {
        self.store = store
        header = summary.header
        isCreated = true
        sequence = summary.eventCount
    }

    /// Whether there are events that no commit has taken.
    var hasPending: Bool { !pending.isEmpty || update != nil }

    /// Adds an event, to be encoded and written by the next commit: until then a command may be about to start.
    mutating func add(_ event: RunEvent, at time: Instant) {
        sequence += 1
        pending.append((sequence, time, event))
    }

    /// Changes the run's state, with the next commit.
    mutating func change(_ update: RunUpdate) {
        self.update = update
    }

    /// Writes what has been added in one transaction.
    ///
    /// - Returns: the events since the last commit, to be told on whether they could be written or not.
    mutating func commit(_ durability: Durability) -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        for (sequence, time, event) in pending {
            let payload = event.payload
            events.append(
                RecordedEvent(run: header.id, sequence: sequence, time: time, event: event, payload: payload))
            unwritten.append(NewEvent(time: time.nanoseconds, kind: event.kind, payload: payload))
        }
        pending.removeAll(keepingCapacity: true)
        write(durability)
        return events
    }

    private mutating func write(_ durability: Durability) {
        guard let store else {
            isComplete = false
            return
        }
        do {
            if isCreated {
                _ = try store.append(unwritten, to: header.id, update: update, durability: durability)
            } else {
                _ = try store.createRun(header, state: RunState.running, events: unwritten, durability: durability)
                isCreated = true
                // At once: what follows may fail, and these must not be written twice.
                unwritten.removeAll(keepingCapacity: true)
                if let update { try store.updateRun(header.id, update, durability: durability) }
            }
            unwritten.removeAll(keepingCapacity: true)
            update = nil
            isComplete = true
            failure = nil
        } catch {
            isComplete = false
            failure = error.message
        }
    }
}

/// The states of a run in the journal.
package enum RunState {
    /// It is walked, or its process died.
    package static let running = "running"
    /// It was interrupted or paused, and can be resumed.
    package static let interrupted = "interrupted"
    /// It is over.
    package static let ended = "ended"
}
