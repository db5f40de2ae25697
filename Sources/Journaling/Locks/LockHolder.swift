/// Who holds a lock, as the file of the lock says; for people, not to be relied on: others can write that file too.
package struct LockHolder: Sendable, Equatable {
    /// The name of the run.
    package let run: String
    /// The process.
    package let pid: Int32
    /// The user, by name or number.
    package let user: String
    /// Since when, in nanoseconds since the epoch (UTC).
    package let since: Int64

    /// A holder of these facts.
    package init(run: String, pid: Int32, user: String, since: Int64) {
        self.run = run
        self.pid = pid
        self.user = user
        self.since = since
    }

    /// What stands where the file says nothing that makes sense.
    static let unknown = LockHolder(run: "unknown", pid: 0, user: "unknown", since: 0)

    /// The content of a lock's file.
    var text: String { "run=\(run)\npid=\(pid)\nuser=\(Self.plain(user))\nsince=\(since)\n" }

    /// A name as the file can hold it: other characters than plain ones become `_`.
    private static func plain(_ name: String) -> String {
        let characters = name.unicodeScalars.prefix(64).map { $0.value > 0x20 && $0.value < 0x7F ? Character($0) : "_" }
        return characters.isEmpty ? "unknown" : String(characters)
    }

    /// Reads the content of a lock's file, which anyone may have written; nil where it is not as `text` writes it.
    init?(text: String) {
        var fields: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { return nil }
            fields[line[..<equals]] = line[line.index(after: equals)...]
        }
        guard let run = fields["run"], let user = fields["user"], Self.isPlain(run), Self.isPlain(user),
            let pid = fields["pid"].flatMap({ Int32($0) }), let since = fields["since"].flatMap({ Int64($0) })
        else { return nil }
        self.init(run: String(run), pid: pid, user: String(user), since: since)
    }

    private static func isPlain(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
