extension Journal {
    /// Clears away runs that have ended: those that ended before a time, and, while what the journal holds is larger
    /// than so many bytes, the oldest. Runs that can be resumed stay.
    ///
    /// - Returns: how many runs were cleared away.
    package func clearRuns(endedBefore time: Int64, largerThan limit: Int?) throws(JournalError) -> Int {
        let old = try runs(endedBefore: time)
        for key in old { try clear(key) }
        var count = old.count
        while let limit, let key = try oldest(whereLargerThan: limit) {
            try clear(key)
            count += 1
        }
        return count
    }

    /// The runs that ended before a time, which no one begins again.
    private func runs(endedBefore time: Int64) throws(JournalError) -> [Int64] {
        try withConnection { (connection) throws(JournalError) in
            try connection.with("SELECT key FROM run_states WHERE ended_at < ?") { (statement) throws(JournalError) in
                try statement.bind(.int(time), at: 1)
                var keys: [Int64] = []
                while try statement.step() { keys.append(statement.int(0)) }
                return keys
            }
        }
    }

    /// The run that ended first, where the journal is larger than so many bytes.
    private func oldest(whereLargerThan limit: Int) throws(JournalError) -> Int64? {
        try withConnection { (connection) throws(JournalError) in
            guard try Self.size(connection) > Int64(limit) else { return nil }
            return try connection.number(
                "SELECT key FROM run_states WHERE ended_at IS NOT NULL ORDER BY ended_at LIMIT 1")
        }
    }

    /// The bytes of the database that hold something.
    private static func size(_ connection: SQLiteConnection) throws(JournalError) -> Int64 {
        let pages = try connection.number("PRAGMA page_count") ?? 0
        let free = try connection.number("PRAGMA freelist_count") ?? 0
        return (pages - free) * (try connection.number("PRAGMA page_size") ?? 4096)
    }

    /// Removes one run, a transaction of its own: a writer beside it waits for no more than that.
    ///
    /// The texts of its runbooks stay: they are few, and a run that is just beginning may have found one there.
    private func clear(_ key: Int64) throws(JournalError) {
        try withConnection { (connection) throws(JournalError) in
            try connection.transaction(.killSafe) { () throws(JournalError) in
                let first = EventPlace(run: key, sequence: 0).number
                let last = EventPlace(run: key + 1, sequence: 0).number
                try connection.run("DELETE FROM events WHERE place >= ? AND place < ?", .int(first), .int(last))
                try connection.run(
                    """
                    DELETE FROM contents WHERE key IN (SELECT content FROM content_uses WHERE run = ?1)
                    AND NOT EXISTS (SELECT 1 FROM content_uses WHERE content = contents.key AND run <> ?1)
                    AND NOT EXISTS (SELECT 1 FROM runs WHERE key = ?1 AND instr(texts, contents.hash) > 0)
                    """, .int(key))
                try connection.run("DELETE FROM content_uses WHERE run = ?", .int(key))
                try connection.run("DELETE FROM run_states WHERE key = ?", .int(key))
                try connection.run("DELETE FROM runs WHERE key = ?", .int(key))
            }
        }
    }
}
