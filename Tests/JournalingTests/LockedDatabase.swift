import CSQLite
import Journaling

/// Another connection that keeps a database's lock for writing.
final class LockedDatabase {
    private let handle: OpaquePointer

    init(path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open(path, &opened) == SQLITE_OK, let opened,
            sqlite3_exec(opened, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK
        else { throw JournalError(.failed, "the database cannot be locked") }
        handle = opened
    }

    /// Gives the lock back.
    func release() { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }

    deinit { sqlite3_close(handle) }
}
