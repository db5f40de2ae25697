package import Automation
package import Interpreter
package import Journaling

/// The events of the automation in the journal: what its state is a reading of.
package struct AutomationLog {
    private let journal: Journal

    /// The events of a journal.
    package init(_ journal: Journal) {
        self.journal = journal
    }

    /// Reads all events into a state; one that this version of Rung does not know is passed over, and told.
    ///
    /// - Returns: the number of the last event.
    @discardableResult
    package func fold(
        into state: inout AutomationState, tellUnread: (AutomationRecord, EventProblem) -> Void = { _, _ in }
    ) throws(JournalError) -> Int64 {
        var last: Int64 = 0
        while true {
            let page = try journal.automationPage(after: last)
            guard let newest = page.last else { return last }
            for record in page {
                do throws(EventProblem) {
                    state.apply(
                        try AutomationEvent(kind: record.kind, payload: record.payload),
                        at: Instant(nanoseconds: record.time))
                } catch {
                    tellUnread(record, error)
                }
            }
            last = newest.sequence
        }
    }

    /// The pauses in force at a time.
    package func pauses(at time: Instant) throws(JournalError) -> [Pause] {
        var state = AutomationState(plan: AutomationPlan(watches: []))
        let told = try journal.automationRecords(ofKind: "paused") + journal.automationRecords(ofKind: "unpaused")
        for record in told.sorted(by: { $0.sequence < $1.sequence }) {
            guard let event = try? AutomationEvent(kind: record.kind, payload: record.payload) else { continue }
            state.apply(event, at: Instant(nanoseconds: record.time))
        }
        return state.pauses.filter { $0.until > time }
    }

    /// Clears away the events before a time that a state no longer needs.
    ///
    /// - Returns: how many.
    func clear(before time: Instant, for state: AutomationState) throws(JournalError) -> Int {
        var last: Int64 = 0
        var count = 0
        while true {
            let page = try journal.automationPage(after: last)
            guard let newest = page.last else { return count }
            let old = page.filter { $0.time < time.nanoseconds }
            let done = old.filter { record in
                guard let event = try? AutomationEvent(kind: record.kind, payload: record.payload) else { return true }
                return !state.needs(event, at: time)
            }
            try journal.clearAutomation(done.map(\.sequence))
            count += done.count
            guard old.count == page.count else { return count }
            last = newest.sequence
        }
    }

    /// Records something that a person has told; the service hears of it within a second.
    package func tell(_ event: AutomationEvent, at time: Instant) throws(JournalError) {
        try journal.appendAutomation(
            [NewEvent(time: time.nanoseconds, kind: event.kind, payload: event.payload)], durability: .powerSafe)
    }
}
