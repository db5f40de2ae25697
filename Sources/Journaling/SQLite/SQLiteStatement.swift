internal import CSQLite
internal import Glibc

/// One prepared statement of a connection, which outlives it.
final class SQLiteStatement {
    private let pointer: OpaquePointer
    private unowned let connection: SQLiteConnection

    /// Tells SQLite to copy what is bound (its macro SQLITE_TRANSIENT).
    private static var copying: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    init(_ pointer: OpaquePointer, connection: SQLiteConnection) {
        self.pointer = pointer
        self.connection = connection
    }

    /// Frees the statement; it must not be used after that.
    func finalize() { sqlite3_finalize(pointer) }

    /// Makes the statement ready to be used anew.
    func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    /// Binds a value to a parameter, counted from 1.
    func bind(_ value: SQLiteValue, at index: Int) throws(JournalError) {
        let position = Int32(index)
        let result =
            switch value {
            case .null: sqlite3_bind_null(pointer, position)
            case .int(let number): sqlite3_bind_int64(pointer, position, number)
            case .text(let text): Self.bind(text, to: pointer, at: position)
            case .bytes(let bytes):
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(pointer, position, 0)
                    : bytes.withUnsafeBytes {
                        sqlite3_bind_blob64(pointer, position, $0.baseAddress, UInt64($0.count), Self.copying)
                    }
            }
        guard result == SQLITE_OK else { throw connection.error(result) }
    }

    private static func bind(_ text: String, to pointer: OpaquePointer, at position: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let base = characters.baseAddress, !characters.isEmpty else {
                    return sqlite3_bind_text(pointer, position, "", 0, copying)
                }
                return sqlite3_bind_text64(
                    pointer, position, base, UInt64(characters.count), copying, UInt8(SQLITE_UTF8))
            }
        }
    }

    /// Goes to the next row; false at the end.
    func step() throws(JournalError) -> Bool {
        // SQLite forgets the system's reason when a write fails; the thread's errno still has it then.
        errno = 0
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let result: throw connection.error(result)
        }
    }

    /// Whether a column of this row, counted from 0, is null.
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

    /// The whole number in a column of this row.
    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

    /// The text in a column of this row; bytes that are no UTF-8 come as U+FFFD.
    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(pointer, column) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes in a column of this row.
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(pointer, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
    }
}
