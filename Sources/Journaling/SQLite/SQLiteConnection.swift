internal import CSQLite
internal import Glibc

/// One connection to a database file, with its prepared statements; its owner sees to it that one thread uses it.
final class SQLiteConnection {
    /// The path of the database, for messages.
    let path: String
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    private var synchronous: Durability?

    /// How to open a database.
    enum Access {
        case readWrite
        case readOnly
        /// Without locks and without looking for a log: for a file system that cannot be written.
        case immutable
        case inMemory
    }

    /// Opens a database file that is there already (or one in memory).
    init(path: String, access: Access) throws(JournalError) {
        self.path = path
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW
        var name = path
        switch access {
        case .readWrite: flags |= SQLITE_OPEN_READWRITE
        case .readOnly: flags |= SQLITE_OPEN_READONLY
        case .immutable:
            flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            name = "file:\(Self.percentEncoded(path))?immutable=1"
        case .inMemory:
            flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY
            name = ":memory:"
        }
        var opened: OpaquePointer?
        let result = sqlite3_open_v2(name, &opened, flags, nil)
        guard let opened else { throw JournalError(.failed, "there is not enough memory to open \(path)") }
        handle = opened
        guard result == SQLITE_OK else {
            let error = Self.error(result, handle: opened, path: path)
            sqlite3_close_v2(opened)
            throw error
        }
        sqlite3_busy_timeout(opened, 5000)
        // Measured: the wait at the end of a run of 200 commits is 5 ms; the log is written back in the course of commits.
        csqlite_keep_log_on_close(opened)
        csqlite_be_defensive(opened)
    }

    deinit {
        for statement in statements.values { statement.finalize() }
        sqlite3_close_v2(handle)
    }

    private static func percentEncoded(_ path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "%"):
                text += "%" + String(byte, radix: 16, uppercase: true)
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text
    }

    // MARK: Statements

    /// Runs statements that give no rows and are needed once.
    func execute(_ sql: String) throws(JournalError) {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw error(result) }
    }

    /// Gives a prepared statement to a body, and makes it ready for the next use after it.
    func with<Result>(
        _ sql: String, _ body: (SQLiteStatement) throws(JournalError) -> Result
    ) throws(JournalError) -> Result {
        let statement = try prepared(sql)
        defer { statement.reset() }
        return try body(statement)
    }

    /// Runs a prepared statement that gives no rows.
    func run(_ sql: String, _ values: SQLiteValue...) throws(JournalError) {
        let statement = try prepared(sql)
        defer { statement.reset() }
        for (index, value) in values.enumerated() { try statement.bind(value, at: index + 1) }
        while try statement.step() {}
    }

    /// The whole number in the first column of the first row; nil without a row.
    func number(_ sql: String, _ values: SQLiteValue...) throws(JournalError) -> Int64? {
        let statement = try prepared(sql)
        defer { statement.reset() }
        for (index, value) in values.enumerated() { try statement.bind(value, at: index + 1) }
        return try statement.step() ? statement.int(0) : nil
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(sqlite3_changes(handle)) }

    /// The key of the row that was inserted last.
    var lastInsertedKey: Int64 { sqlite3_last_insert_rowid(handle) }

    private func prepared(_ sql: String) throws(JournalError) -> SQLiteStatement {
        if let statement = statements[sql] { return statement }
        var pointer: OpaquePointer?
        let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        guard result == SQLITE_OK, let pointer else { throw error(result) }
        let statement = SQLiteStatement(pointer, connection: self)
        statements[sql] = statement
        return statement
    }

    // MARK: Transactions

    /// Runs a body in one transaction that writes; an error takes all of it back.
    func transaction<Result>(
        _ durability: Durability, _ body: () throws(JournalError) -> Result
    ) throws(JournalError) -> Result {
        if synchronous != durability {
            try execute(durability == .powerSafe ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL")
            synchronous = durability
        }
        try run("BEGIN IMMEDIATE")
        do throws(JournalError) {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // Some errors have ended the transaction already.
            if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    /// Runs a body whose reads all see the database as it is at the first of them.
    func snapshot<Result>(_ body: () throws(JournalError) -> Result) throws(JournalError) -> Result {
        try run("BEGIN")
        do throws(JournalError) {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    // MARK: Errors

    /// What a result of SQLite means, in words.
    func error(_ result: Int32) -> JournalError {
        Self.error(result, handle: handle, path: path)
    }

    private static func error(_ result: Int32, handle: OpaquePointer, path: String) -> JournalError {
        let lastNumber = errno
        var number = sqlite3_system_errno(handle)
        if number == 0 && result & 0xFF == SQLITE_IOERR { number = lastNumber }
        var cause = "SQLite: " + String(cString: sqlite3_errmsg(handle)) + ", code \(result)"
        let systemFailed = [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_READONLY].contains(result & 0xFF)
        if systemFailed && number != 0 { cause += "; " + describe(errno: number) }
        let isFull = systemFailed && (number == ENOSPC || number == EDQUOT || number == EFBIG)
        let (code, message) = words(for: isFull ? SQLITE_FULL : result & 0xFF, path: path)
        return JournalError(code, message, cause: cause)
    }

    private static func words(for result: Int32, path: String) -> (JournalError.Code, String) {
        switch result {
        case SQLITE_FULL:
            (.full, "the disk of the journal \(path) is full, so nothing more can be recorded; free some space there")
        case SQLITE_READONLY, SQLITE_PERM:
            (
                .readOnly,
                "the journal \(path) cannot be written; look at its mode, its folder's, and whether its file system is "
                    + "mounted read-only"
            )
        case SQLITE_BUSY, SQLITE_LOCKED:
            (.busy, "another process has kept the journal \(path) locked for 5 seconds; try again when it is done")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            (
                .damaged,
                "the journal \(path) is damaged or no journal; move it away with the files \(path)-wal and \(path)-shm "
                    + "(sqlite3 can .recover what is in them), and Rung starts a new one"
            )
        case SQLITE_CANTOPEN:
            (.unusable, "the journal \(path) cannot be opened; look at its mode and at its folder's")
        case SQLITE_IOERR:
            (.failed, "the journal \(path) cannot be read or written; look at the disk it lies on")
        default:
            (.failed, "the journal \(path) cannot do what was asked of it")
        }
    }
}
