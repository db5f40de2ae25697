extension Journal {
    /// Adds events of the automation, all or nothing; contents are not theirs to have.
    ///
    /// - Returns: the number of the last of them.
    @discardableResult
    package func appendAutomation(_ events: [NewEvent], durability: Durability) throws(JournalError) -> Int64 {
        try withConnection { (connection) throws(JournalError) in
            try connection.transaction(durability) { () throws(JournalError) in
                for event in events {
                    try connection.run(
                        "INSERT INTO automation (time, kind, payload) VALUES (?, ?, ?)", .int(event.time),
                        .text(event.kind), .text(event.payload))
                }
                return connection.lastInsertedKey
            }
        }
    }

    /// The number of the last event of the automation; 0 where there is none.
    package func lastAutomationSequence() throws(JournalError) -> Int64 {
        try withConnection { (connection) throws(JournalError) in
            try connection.number("SELECT max(sequence) FROM automation") ?? 0
        }
    }

    /// Events of the automation after a number, in order, a thousand at the most.
    package func automationPage(after sequence: Int64) throws(JournalError) -> [AutomationRecord] {
        try automationRecords(
            "SELECT sequence, time, kind, payload FROM automation WHERE sequence > ? ORDER BY sequence LIMIT 1000",
            .int(sequence))
    }

    /// All events of the automation of one kind, in order.
    package func automationRecords(ofKind kind: String) throws(JournalError) -> [AutomationRecord] {
        try automationRecords(
            "SELECT sequence, time, kind, payload FROM automation WHERE kind = ? ORDER BY sequence", .text(kind))
    }

    private func automationRecords(_ sql: String, _ value: SQLiteValue) throws(JournalError) -> [AutomationRecord] {
        try withConnection { (connection) throws(JournalError) in
            try connection.with(sql) { (statement) throws(JournalError) in
                try statement.bind(value, at: 1)
                var records: [AutomationRecord] = []
                while try statement.step() {
                    records.append(
                        AutomationRecord(
                            sequence: statement.int(0), time: statement.int(1), kind: statement.text(2),
                            payload: statement.text(3)))
                }
                return records
            }
        }
    }

    /// Clears away events of the automation, by their numbers.
    package func clearAutomation(_ sequences: [Int64]) throws(JournalError) {
        try withConnection { (connection) throws(JournalError) in
            try connection.transaction(.killSafe) { () throws(JournalError) in
                for sequence in sequences {
                    try connection.run("DELETE FROM automation WHERE sequence = ?", .int(sequence))
                }
            }
        }
    }
}
