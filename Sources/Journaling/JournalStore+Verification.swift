extension JournalStore {
    /// Reads a run from its first event to its last and tells whether all is as it was recorded.
    package func verify(_ run: String) throws(JournalError) -> ChainVerification {
        let summary = try self.run(id: run)
        let chain = try verifyChain(of: summary)
        var fault = chain.fault
        if fault == nil { fault = try contentFault(of: summary.id) }
        return ChainVerification(
            run: summary.id, intactEvents: chain.intactEvents, fault: fault, headHash: summary.headHash)
    }

    private func verifyChain(
        of summary: RunSummary
    ) throws(JournalError) -> (intactEvents: Int, fault: ChainVerification.Fault?) {
        var previous = EventChain.hash(of: summary.header)
        guard previous == summary.headerHash else { return (0, .headerChanged) }
        var beforePrevious: String?
        var count = 0
        var cursor = events(of: summary.id)
        // A run that goes on meanwhile has more events than its row said at first: those are left to the next time.
        while count < summary.eventCount {
            guard let record = try cursor.next(), record.sequence == count + 1 else {
                return (count, .missing(sequence: count + 1))
            }
            guard EventChain.fits(record, asSequence: record.sequence, after: previous) else {
                let fault = try self.fault(at: record, after: previous, beforeThat: beforePrevious, &cursor)
                if case .inserted(let sequence) = fault { return (sequence - 1, fault) }
                return (count, fault)
            }
            beforePrevious = previous
            previous = record.hash
            count += 1
        }
        guard previous == summary.headHash else { return (max(count - 1, 0), .changed(sequence: count)) }
        if let more = try cursor.next(), try self.run(id: summary.id).eventCount < more.sequence {
            return (count, .inserted(sequence: more.sequence))
        }
        return (count, nil)
    }

    /// Why an event does not follow on the one before it: where its neighbour fits once one is left out, that one was
    /// inserted, and what follows it renumbered.
    private func fault(
        at record: EventRecord, after previous: String, beforeThat: String?, _ cursor: inout EventCursor
    ) throws(JournalError) -> ChainVerification.Fault {
        if let beforeThat, EventChain.fits(record, asSequence: record.sequence - 1, after: beforeThat) {
            return .inserted(sequence: record.sequence - 1)
        }
        if let next = try cursor.next(), EventChain.fits(next, asSequence: record.sequence, after: previous) {
            return .inserted(sequence: record.sequence)
        }
        return .changed(sequence: record.sequence)
    }

    private func contentFault(of run: String) throws(JournalError) -> ChainVerification.Fault? {
        for hash in try contentHashes(of: run) {
            guard let bytes = try content(hash) else { return .contentMissing(hash: hash) }
            guard JournalContent(bytes).hash == hash else { return .contentChanged(hash: hash) }
        }
        return nil
    }
}
