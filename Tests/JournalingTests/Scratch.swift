import CSQLite
import Glibc
import Journaling

/// A folder of one test, which goes with it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/rung-journal-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw JournalError(.unusable, "no scratch folder") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    var state: StateFolder { StateFolder(path: path) }

    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != "." && name != ".." else { continue }
                var status = stat()
                lstat(path + "/" + name, &status)
                if status.st_mode & S_IFMT == S_IFDIR { remove(path + "/" + name) } else { unlink(path + "/" + name) }
            }
            closedir(folder)
        }
        rmdir(path)
    }

    /// Writes a file, or replaces it.
    func write(_ text: String, to name: String) {
        let descriptor = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        let bytes = Array(text.utf8)
        _ = Glibc.write(descriptor, bytes, bytes.count)
        close(descriptor)
    }

    /// Changes the database behind Rung's back.
    func tamper(_ sql: String) throws {
        var handle: OpaquePointer?
        let opened = sqlite3_open(path + "/journal.db", &handle)
        defer { sqlite3_close(handle) }
        let result = opened == SQLITE_OK ? sqlite3_exec(handle, sql, nil, nil, nil) : opened
        guard result == SQLITE_OK else {
            throw JournalError(.failed, String(cString: sqlite3_errmsg(handle)))
        }
    }
}

/// A header for a run of a test.
func header(
    _ id: String, runbook: String = "book", target: String = "local", startedAt: Int64 = 1, texts: [String] = []
) -> RunHeader {
    RunHeader(
        id: id, runbook: runbook, file: "b.yaml", target: target, mode: "guided", operatorName: "anna",
        host: "web1", startedAt: startedAt, details: "{\"params\":{}}", texts: texts)
}

/// An event for a run of a test.
func event(_ number: Int, contents: [JournalContent] = []) -> NewEvent {
    NewEvent(time: Int64(number) * 1000, kind: "note", payload: "{\"n\":\(number)}", contents: contents)
}
