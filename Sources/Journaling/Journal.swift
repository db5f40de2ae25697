internal import Glibc
internal import Synchronization

/// The journal of one machine: events of runs in an SQLite database in the state folder.
///
/// Safe to use from any thread: a lock lets one call at a time through, and each call is one transaction (about 80 µs
/// when `killSafe`). Other processes may read and write meanwhile.
package final class Journal: JournalStore, @unchecked Sendable {
    // Unchecked: `connection` is used only while `lock` is held.
    private let lock = Mutex<Void>(())
    private let connection: SQLiteConnection

    /// What the opener wants to do.
    package enum Mode: Sendable {
        /// Record runs; makes the journal where there is none.
        case readWrite
        /// Read what is there; `absent` where there is no journal.
        case readOnly
    }

    /// Opens the journal of a state folder, its files with mode 0600.
    package static func open(in folder: StateFolder, mode: Mode) throws(JournalError) -> Journal {
        let path = folder.journalPath
        try JournalFile.prepare(path, creating: mode == .readWrite)
        switch mode {
        case .readWrite:
            let connection = try SQLiteConnection(path: path, access: .readWrite)
            try useWriteAheadLog(connection)
            try JournalSchema.prepare(connection, mayWrite: true)
            return Journal(connection)
        case .readOnly:
            let connection = try openForReading(path)
            try JournalSchema.prepare(connection, mayWrite: false)
            return Journal(connection)
        }
    }

    /// A journal that lives in memory as long as this object: for tests, and where nothing can be kept.
    package static func inMemory() throws(JournalError) -> Journal {
        let connection = try SQLiteConnection(path: "(in memory)", access: .inMemory)
        try JournalSchema.prepare(connection, mayWrite: true)
        return Journal(connection)
    }

    private init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    /// Runs a body that has the connection for itself.
    func withConnection<Result: Sendable>(
        _ body: (SQLiteConnection) throws(JournalError) -> Result
    ) throws(JournalError) -> Result {
        try lock.withLock { (_) throws(JournalError) in try body(connection) }
    }

    /// Switches to a write-ahead log, so that readers and the writer do not wait for one another.
    private static func useWriteAheadLog(_ connection: SQLiteConnection) throws(JournalError) {
        // Two processes that switch at once get "busy" without waiting for one another.
        for attempt in 1... {
            do throws(JournalError) {
                try connection.run("PRAGMA journal_mode=WAL")
                return
            } catch {
                guard error.code == .busy && attempt < 100 else { throw error }
                usleep(10_000)
            }
        }
    }

    private static func openForReading(_ path: String) throws(JournalError) -> SQLiteConnection {
        do throws(JournalError) {
            let connection = try SQLiteConnection(path: path, access: .readOnly)
            _ = try connection.number("SELECT count(*) FROM sqlite_schema")
            return connection
        } catch {
            // A folder that cannot be written has no place for the index of the log; without a log none is needed.
            guard error.code == .unusable || error.code == .readOnly,
                fileStatus(path + "-wal", followingLinks: false).map({ $0.st_size == 0 }) ?? true
            else { throw error }
            return try SQLiteConnection(path: path, access: .immutable)
        }
    }
}
