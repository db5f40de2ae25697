/// The tables of the journal, and how older ones become newer ones.
///
/// A released step of `migrations` is never changed; what is new is a step after it.
enum JournalSchema {
    /// Marks the file as a journal of Rung: the letters "Rung".
    static let applicationID: Int64 = 0x5275_6E67

    /// The version that this Rung reads and writes.
    static var version: Int64 { Int64(migrations.count) }

    /// The statements that lead from each version to the next, the first from an empty file.
    static let migrations: [String] = [
        """
        -- What is known of a run at its start; never changes.
        CREATE TABLE runs (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            runbook TEXT NOT NULL,
            file TEXT NOT NULL,
            target TEXT NOT NULL,
            mode TEXT NOT NULL,
            operator TEXT NOT NULL,
            host TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            details TEXT NOT NULL,
            texts TEXT NOT NULL,
            header_hash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX runs_by_start ON runs (started_at);
        CREATE INDEX runs_by_runbook ON runs (runbook, started_at);
        CREATE INDEX runs_by_target ON runs (target, started_at);

        -- What changes with each append; apart from `runs`, whose rows may be large.
        CREATE TABLE run_states (
            key INTEGER PRIMARY KEY,
            state TEXT NOT NULL,
            outcome TEXT,
            ended_at INTEGER,
            event_count INTEGER NOT NULL,
            head_hash TEXT NOT NULL
        ) STRICT;

        -- place is the run's key times 2^32 plus the sequence number: the events of a run lie together, in order,
        -- without a second index to write.
        CREATE TABLE events (
            place INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            contents TEXT NOT NULL,
            hash TEXT NOT NULL
        ) STRICT;

        -- Texts and outputs, once for each hash, and which runs they belong to.
        CREATE TABLE contents (
            key INTEGER PRIMARY KEY,
            hash TEXT NOT NULL UNIQUE,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE content_uses (
            run INTEGER NOT NULL,
            content INTEGER NOT NULL,
            PRIMARY KEY (run, content)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX content_uses_by_content ON content_uses (content);

        -- For people with a database shell.
        CREATE VIEW transcript AS
            SELECT runs.id AS run, place & 4294967295 AS sequence, time, kind, payload, contents, hash
            FROM events JOIN runs ON runs.key = place >> 32;
        """,
        """
        -- What happened to the automation: the state of watches, guards, alerts and notices is a reading of these rows.
        -- A number is never given twice, also not after old rows were cleared away.
        CREATE TABLE automation (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            time INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL
        ) STRICT;
        CREATE INDEX automation_by_kind ON automation (kind);
        """,
    ]

    /// Brings a database to this version; one that a newer Rung wrote, or something else, is refused.
    static func prepare(_ connection: SQLiteConnection, mayWrite: Bool) throws(JournalError) {
        // In one snapshot: another process may be making the tables just now.
        let found = try connection.snapshot { () throws(JournalError) in try identify(connection) }
        if found == version { return }
        guard mayWrite else {
            guard found == 0 else {
                throw JournalError(
                    .readOnly,
                    "an older Rung wrote the journal \(connection.path) (schema \(found), now \(version)); "
                        + "any command that writes it, such as a run, brings it up to date")
            }
            throw JournalError(.absent, "there is no journal in \(connection.path) yet: no run was recorded")
        }
        try connection.transaction(.powerSafe) { () throws(JournalError) in
            // Another process may have done it meanwhile.
            let found = try identify(connection)
            for step in found..<version { try connection.execute(migrations[Int(step)]) }
            try connection.execute("PRAGMA user_version=\(version)")
            try connection.execute("PRAGMA application_id=\(applicationID)")
        }
    }

    /// The version of a database, 0 for an empty one.
    private static func identify(_ connection: SQLiteConnection) throws(JournalError) -> Int64 {
        let application = try connection.number("PRAGMA application_id") ?? 0
        let found = try connection.number("PRAGMA user_version") ?? 0
        let tables = try connection.number("SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == applicationID || (application == 0 && found == 0 && tables == 0) else {
            throw JournalError(
                .notAJournal, "\(connection.path) is a database of something else; move it away, or set RUNG_STATE_DIR")
        }
        guard found <= version else {
            throw JournalError(
                .newerSchema,
                "a newer Rung wrote the journal \(connection.path) (schema \(found), this one knows \(version)); "
                    + "use that Rung, or set RUNG_STATE_DIR to another folder")
        }
        return found
    }
}
