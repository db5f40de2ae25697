import Journaling
import Synchronization

/// A journal in memory that logs what is committed how, and fails when it is told to.
final class LoggingStore: JournalStore {
    private let journal: Journal
    private let log: EngineLog
    private let failure = Mutex<String?>(nil)

    init(_ log: EngineLog) throws {
        journal = try Journal.inMemory()
        self.log = log
    }

    /// From now on commits fail for this reason; nil: they work again.
    func fail(_ reason: String?) {
        failure.withLock { $0 = reason }
    }

    func createRun(
        _ header: RunHeader, state: String, events: [NewEvent], durability: Durability
    ) throws(JournalError) -> [EventRecord] {
        try commit(events, durability)
        return try journal.createRun(header, state: state, events: events, durability: durability)
    }

    func append(
        _ events: [NewEvent], to run: String, update: RunUpdate?, durability: Durability
    ) throws(JournalError) -> [EventRecord] {
        try commit(events, durability)
        return try journal.append(events, to: run, update: update, durability: durability)
    }

    private func commit(_ events: [NewEvent], _ durability: Durability) throws(JournalError) {
        if let reason = failure.withLock({ $0 }) {
            log.add("commit failed")
            throw JournalError(.full, reason)
        }
        log.add("commit \(durability) " + events.map(\.kind).joined(separator: ","))
    }

    // MARK: What a journal in memory does anyway

    func storeText(_ text: String) throws(JournalError) -> String { try journal.storeText(text) }

    func text(_ hash: String) throws(JournalError) -> String? { try journal.text(hash) }

    func content(_ hash: String) throws(JournalError) -> [UInt8]? { try journal.content(hash) }

    func runs(_ filter: RunFilter) throws(JournalError) -> [RunSummary] { try journal.runs(filter) }

    func run(id: String) throws(JournalError) -> RunSummary { try journal.run(id: id) }

    func hasRun(_ id: String) throws(JournalError) -> Bool { try journal.hasRun(id) }

    func eventPage(of run: String, after sequence: Int) throws(JournalError) -> [EventRecord] {
        try journal.eventPage(of: run, after: sequence)
    }

    func contentHashes(of run: String) throws(JournalError) -> [String] { try journal.contentHashes(of: run) }
}
