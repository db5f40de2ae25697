/// Where the events of runs are kept; every store passes the same compatibility tests.
///
/// Calls are synchronous and thread-safe, and each one that writes is one transaction.
package protocol JournalStore: Sendable {
    /// Keeps a text, once however often it is stored, and gives its hash.
    func storeText(_ text: String) throws(JournalError) -> String

    /// A stored text by its hash; nil where there is none, or where its bytes are no UTF-8.
    func text(_ hash: String) throws(JournalError) -> String?

    /// Stored bytes by their hash; nil where there are none.
    func content(_ hash: String) throws(JournalError) -> [UInt8]?

    /// Begins a run, with its first events; `exists` where its id is taken, `absent` where a text of its header is.
    func createRun(
        _ header: RunHeader, state: String, events: [NewEvent], durability: Durability
    ) throws(JournalError) -> [EventRecord]

    /// Adds events to a run and changes its state, all or nothing; no events is fine.
    func append(
        _ events: [NewEvent], to run: String, update: RunUpdate?, durability: Durability
    ) throws(JournalError) -> [EventRecord]

    /// The runs that a filter lets through, the newest first.
    func runs(_ filter: RunFilter) throws(JournalError) -> [RunSummary]

    /// The run with this id, or the only one whose id begins so or whose last letters are these; `absent`, `ambiguous`.
    func run(id: String) throws(JournalError) -> RunSummary

    /// Whether there is a run with exactly this id.
    func hasRun(_ id: String) throws(JournalError) -> Bool

    /// Some events of a run after a sequence number, in order: as many as are handy, none only at the end.
    func eventPage(of run: String, after sequence: Int) throws(JournalError) -> [EventRecord]

    /// The hashes of all contents that belong to a run, its texts included.
    func contentHashes(of run: String) throws(JournalError) -> [String]
}

extension JournalStore {
    /// Adds events to a run.
    package func append(
        _ events: [NewEvent], to run: String, durability: Durability
    ) throws(JournalError) -> [EventRecord] {
        try append(events, to: run, update: nil, durability: durability)
    }

    /// Changes a run's state without an event.
    package func updateRun(_ run: String, _ update: RunUpdate, durability: Durability) throws(JournalError) {
        _ = try append([], to: run, update: update, durability: durability)
    }

    /// All events of a run after a sequence number, a page at a time; the run's exact id.
    package func events(of run: String, after sequence: Int = 0) -> EventCursor {
        EventCursor(store: self, run: run, after: sequence)
    }

    /// All events of a run at once; the run's exact id.
    package func allEvents(of run: String) throws(JournalError) -> [EventRecord] {
        var cursor = events(of: run)
        var records: [EventRecord] = []
        while let record = try cursor.next() { records.append(record) }
        return records
    }

    /// A name for a new run that no run in this store has.
    package func newRunID(
        time: Int64, random generator: inout some RandomNumberGenerator
    ) throws(JournalError) -> String {
        var id: String
        repeat {
            id = RunID.make(time: time, random: &generator)
        } while try hasRun(id)
        return id
    }
}
