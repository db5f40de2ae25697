extension Journal {
    /// A stored text by its hash; nil where there is none, or where its bytes are no UTF-8.
    package func text(_ hash: String) throws(JournalError) -> String? {
        try content(hash).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Stored bytes by their hash; nil where there are none.
    package func content(_ hash: String) throws(JournalError) -> [UInt8]? {
        try withConnection { (connection) throws(JournalError) in
            try connection.with("SELECT bytes FROM contents WHERE hash = ?") { (statement) throws(JournalError) in
                try statement.bind(.text(hash), at: 1)
                return try statement.step() ? statement.bytes(0) : nil
            }
        }
    }

    /// The hashes of all contents that belong to a run, its texts included.
    package func contentHashes(of run: String) throws(JournalError) -> [String] {
        try withConnection { (connection) throws(JournalError) in
            let key = try Self.key(ofRun: run, connection)
            // From the events and not from content_uses: those are what the chain covers.
            return try connection.with(
                """
                SELECT texts FROM runs WHERE key = ?1 AND texts != ''
                UNION SELECT contents FROM events WHERE place BETWEEN ?2 AND ?3 AND contents != ''
                """
            ) { (statement) throws(JournalError) in
                try statement.bind(.int(key), at: 1)
                try statement.bind(.int(EventPlace(run: key, sequence: 0).number), at: 2)
                try statement.bind(.int(EventPlace(run: key, sequence: Int(UInt32.max)).number), at: 3)
                var hashes: Set<String> = []
                while try statement.step() { hashes.formUnion(Self.list(statement.text(0))) }
                return hashes.sorted()
            }
        }
    }

    /// Some events of a run after a sequence number, in order: about 1 MiB of them, none only at the end.
    package func eventPage(of run: String, after sequence: Int) throws(JournalError) -> [EventRecord] {
        try withConnection { (connection) throws(JournalError) in
            let key = try Self.key(ofRun: run, connection)
            return try connection.with(
                """
                SELECT place, time, kind, payload, contents, hash FROM events
                WHERE place > ? AND place <= ? ORDER BY place
                """
            ) { (statement) throws(JournalError) in
                try statement.bind(.int(EventPlace(run: key, sequence: max(sequence, 0)).number), at: 1)
                try statement.bind(.int(EventPlace(run: key, sequence: Int(UInt32.max)).number), at: 2)
                var records: [EventRecord] = []
                var size = 0
                while size < 1 << 20, records.count < 1024, try statement.step() {
                    let record = EventRecord(
                        run: run, sequence: EventPlace.sequence(at: statement.int(0)), time: statement.int(1),
                        kind: statement.text(2), payload: statement.text(3), contents: Self.list(statement.text(4)),
                        hash: statement.text(5))
                    size += record.payload.utf8.count
                    records.append(record)
                }
                return records
            }
        }
    }

    /// The runs that a filter lets through, the newest first.
    package func runs(_ filter: RunFilter) throws(JournalError) -> [RunSummary] {
        var conditions: [String] = []
        var values: [SQLiteValue] = []
        for (column, value) in [("runbook", filter.runbook), ("target", filter.target), ("state", filter.state)] {
            guard let value else { continue }
            conditions.append("\(column) = ?")
            values.append(.text(value))
        }
        let condition = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        values.append(.int(Int64(filter.limit ?? -1)))
        return try summaries(condition + " ORDER BY started_at DESC, key DESC LIMIT ?", values)
    }

    /// The run with this id, or the only one whose id begins so or whose last letters are these; `absent`, `ambiguous`.
    package func run(id: String) throws(JournalError) -> RunSummary {
        if let exact = try summaries(" WHERE id = ?", [.text(id)]).first { return exact }
        var found: [RunSummary] = []
        if !id.isEmpty {
            found = try summaries(
                " WHERE substr(id, 1, length(?1)) = ?1 OR substr(id, -length(?1) - 1) = '-' || ?1 "
                    + "ORDER BY started_at DESC LIMIT 6", [.text(id)])
        }
        if found.count == 1 { return found[0] }
        guard found.isEmpty else {
            let names = found.prefix(5).map(\.id).joined(separator: ", ") + (found.count > 5 ? ", …" : "")
            throw JournalError(.ambiguous, "several runs fit \(shown(id)): \(names); say more of the id")
        }
        throw JournalError(
            .absent, "there is no run \(shown(id)) in the journal; the history lists those that there are")
    }

    /// Whether there is a run with exactly this id.
    package func hasRun(_ id: String) throws(JournalError) -> Bool {
        try withConnection { (connection) throws(JournalError) in
            try connection.number("SELECT key FROM runs WHERE id = ?", .text(id)) != nil
        }
    }

    private func summaries(_ rest: String, _ values: [SQLiteValue]) throws(JournalError) -> [RunSummary] {
        try withConnection { (connection) throws(JournalError) in
            try connection.with(
                """
                SELECT id, runbook, file, target, mode, operator, host, started_at, details, texts, header_hash,
                state, outcome, ended_at, event_count, head_hash FROM runs JOIN run_states USING (key)
                """ + rest
            ) { (statement) throws(JournalError) in
                for (index, value) in values.enumerated() { try statement.bind(value, at: index + 1) }
                var summaries: [RunSummary] = []
                while try statement.step() { summaries.append(Self.summary(statement)) }
                return summaries
            }
        }
    }

    private static func summary(_ row: SQLiteStatement) -> RunSummary {
        let header = RunHeader(
            id: row.text(0), runbook: row.text(1), file: row.text(2), target: row.text(3), mode: row.text(4),
            operatorName: row.text(5), host: row.text(6), startedAt: row.int(7), details: row.text(8),
            texts: list(row.text(9)))
        return RunSummary(
            header: header, state: row.text(11), outcome: row.isNull(12) ? nil : row.text(12),
            endedAt: row.isNull(13) ? nil : row.int(13), eventCount: Int(row.int(14)), headHash: row.text(15),
            headerHash: row.text(10))
    }

    private static func key(ofRun id: String, _ connection: SQLiteConnection) throws(JournalError) -> Int64 {
        guard let key = try connection.number("SELECT key FROM runs WHERE id = ?", .text(id)) else {
            throw JournalError(.absent, "there is no run \(shown(id)) in the journal \(connection.path)")
        }
        return key
    }

    private static func list(_ text: String) -> [String] {
        text.isEmpty ? [] : text.split(separator: " ").map(String.init)
    }
}
