/// Walks through the events of a run without holding them all; what is appended meanwhile is seen too.
package struct EventCursor: Sendable {
    private let store: any JournalStore
    private let run: String
    private var last: Int
    private var page: [EventRecord] = []
    private var index = 0

    init(store: any JournalStore, run: String, after sequence: Int) {
        self.store = store
        self.run = run
        last = sequence
    }

    /// The next event; nil where there is none yet.
    package mutating func next() throws(JournalError) -> EventRecord? {
        if index == page.count {
            page = try store.eventPage(of: run, after: last)
            index = 0
        }
        guard index < page.count else { return nil }
        let record = page[index]
        index += 1
        last = record.sequence
        return record
    }
}
