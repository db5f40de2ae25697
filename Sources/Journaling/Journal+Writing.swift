extension Journal {
    /// Keeps a text, once however often it is stored, and gives its hash.
    package func storeText(_ text: String) throws(JournalError) -> String {
        let content = JournalContent(text)
        try withConnection { (connection) throws(JournalError) in
            try connection.transaction(.killSafe) { () throws(JournalError) in
                _ = try Self.key(of: content, connection)
            }
        }
        return content.hash
    }

    /// Begins a run, with its first events; `exists` where its id is taken, `absent` where a text of its header is.
    package func createRun(
        _ header: RunHeader, state: String, events: [NewEvent], durability: Durability
    ) throws(JournalError) -> [EventRecord] {
        let hash = EventChain.hash(of: header)
        return try withConnection { (connection) throws(JournalError) in
            try connection.transaction(durability) { () throws(JournalError) in
                guard try connection.number("SELECT key FROM runs WHERE id = ?", .text(header.id)) == nil else {
                    throw JournalError(.exists, "there is a run \(header.id) already")
                }
                let key = try Self.insert(header, hash: hash, connection)
                try connection.run(
                    "INSERT INTO run_states (key, state, event_count, head_hash) VALUES (?, ?, 0, ?)",
                    .int(key), .text(state), .text(hash))
                let run = OpenRun(id: header.id, key: key, eventCount: 0, headHash: hash)
                return try Self.append(events, to: run, update: nil, connection)
            }
        }
    }

    /// Adds events to a run and changes its state, all or nothing; no events is fine.
    package func append(
        _ events: [NewEvent], to run: String, update: RunUpdate?, durability: Durability
    ) throws(JournalError) -> [EventRecord] {
        try withConnection { (connection) throws(JournalError) in
            try connection.transaction(durability) { () throws(JournalError) in
                try Self.append(events, to: try Self.openRun(run, connection), update: update, connection)
            }
        }
    }

    /// A run as an append finds it.
    private struct OpenRun {
        let id: String
        let key: Int64
        let eventCount: Int
        let headHash: String
    }

    private static func openRun(_ id: String, _ connection: SQLiteConnection) throws(JournalError) -> OpenRun {
        try connection.with(
            "SELECT key, event_count, head_hash FROM runs JOIN run_states USING (key) WHERE id = ?"
        ) { (statement) throws(JournalError) in
            try statement.bind(.text(id), at: 1)
            guard try statement.step() else {
                throw JournalError(.absent, "there is no run \(shown(id)) in the journal \(connection.path)")
            }
            return OpenRun(
                id: id, key: statement.int(0), eventCount: Int(statement.int(1)), headHash: statement.text(2))
        }
    }

    private static func insert(
        _ header: RunHeader, hash: String, _ connection: SQLiteConnection
    ) throws(JournalError) -> Int64 {
        try connection.run(
            """
            INSERT INTO runs
            (id, runbook, file, target, mode, operator, host, started_at, details, texts, header_hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(header.id), .text(header.runbook), .text(header.file), .text(header.target), .text(header.mode),
            .text(header.operatorName), .text(header.host), .int(header.startedAt), .text(header.details),
            .text(header.texts.joined(separator: " ")), .text(hash))
        let key = connection.lastInsertedKey
        for text in header.texts {
            guard let content = try connection.number("SELECT key FROM contents WHERE hash = ?", .text(text)) else {
                throw JournalError(.absent, "the text \(text) of run \(header.id) was not stored before the run")
            }
            try use(content, by: key, connection)
        }
        return key
    }

    private static func append(
        _ events: [NewEvent], to run: OpenRun, update: RunUpdate?, _ connection: SQLiteConnection
    ) throws(JournalError) -> [EventRecord] {
        var records: [EventRecord] = []
        records.reserveCapacity(events.count)
        var head = run.headHash
        for event in events {
            let sequence = run.eventCount + records.count + 1
            for content in event.contents { try use(try key(of: content, connection), by: run.key, connection) }
            let contents = event.contents.map(\.hash)
            head = EventChain.hash(
                after: head, run: run.id, sequence: sequence, time: event.time, kind: event.kind,
                payload: event.payload, contents: contents)
            try connection.run(
                "INSERT INTO events (place, time, kind, payload, contents, hash) VALUES (?, ?, ?, ?, ?, ?)",
                .int(EventPlace(run: run.key, sequence: sequence).number), .int(event.time), .text(event.kind),
                .text(event.payload), .text(contents.joined(separator: " ")), .text(head))
            records.append(
                EventRecord(
                    run: run.id, sequence: sequence, time: event.time, kind: event.kind, payload: event.payload,
                    contents: contents, hash: head))
        }
        try connection.run(
            """
            UPDATE run_states SET event_count = ?, head_hash = ?, state = coalesce(?, state),
            outcome = coalesce(?, outcome), ended_at = coalesce(?, ended_at) WHERE key = ?
            """,
            .int(Int64(run.eventCount + records.count)), .text(head), .optional(update?.state),
            .optional(update?.outcome), .optional(update?.endedAt), .int(run.key))
        return records
    }

    /// The key of some content, which is stored where it is not yet.
    private static func key(
        of content: JournalContent, _ connection: SQLiteConnection
    ) throws(JournalError) -> Int64 {
        if let key = try connection.number("SELECT key FROM contents WHERE hash = ?", .text(content.hash)) {
            return key
        }
        try connection.run(
            "INSERT INTO contents (hash, bytes) VALUES (?, ?)", .text(content.hash), .bytes(content.bytes))
        return connection.lastInsertedKey
    }

    private static func use(_ content: Int64, by run: Int64, _ connection: SQLiteConnection) throws(JournalError) {
        try connection.run(
            "INSERT OR IGNORE INTO content_uses (run, content) VALUES (?, ?)", .int(run), .int(content))
    }
}
