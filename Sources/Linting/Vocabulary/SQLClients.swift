/// What clients of SQL databases are told to do: enough of SQL to tell reading from changing and from losing.
enum SQLClients {
    /// The programs.
    static let names: Set<String> = [
        "psql", "mysql", "mariadb", "sqlite3", "clickhouse-client", "cqlsh", "cockroach", "sqlcmd", "usql", "duckdb",
    ]

    /// The statements in what a client is given, each as its words in lower case, without comments.
    static func statements(of text: CommandText) -> [[Substring]] {
        text.spokenTexts.flatMap { spoken in
            withoutComments(spoken).lowercased().split(separator: ";").map { statement in
                statement.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "(" || $0 == "\r" }
            }
        }.filter { !$0.isEmpty }
    }

    private static func withoutComments(_ text: String) -> String {
        text.split(separator: "\n").map { line -> Substring in
            var previous: Character = " "
            for index in line.indices {
                if line[index] == "-", previous == "-" { return line[..<line.index(before: index)] }
                previous = line[index]
            }
            return line
        }.joined(separator: "\n")
    }

    /// What a statement loses; nil where it loses nothing.
    static func loss(by statement: [Substring]) -> String? {
        guard let verb = statement.first, statement.count > 1 else { return nil }
        switch verb {
        case "drop":
            let kinds: Set<Substring> = [
                "table", "database", "schema", "keyspace", "tablespace", "column", "view", "materialized", "user",
                "role",
                "owned", "type", "sequence",
            ]
            return kinds.contains(statement[1]) ? "drops a \(statement[1])" : nil
        case "truncate": return "empties a table"
        case "delete": return statement.contains("from") ? "deletes rows" : nil
        case "alter": return statement.contains("drop") && statement.contains("column") ? "drops a column" : nil
        default: return nil
        }
    }

    private static let changing: Set<Substring> = [
        "insert", "update", "delete", "drop", "truncate", "alter", "create", "grant", "revoke", "vacuum", "reindex",
        "merge", "replace", "cluster", "refresh", "reset", "kill",
    ]

    /// Whether a statement changes something.
    static func changes(_ statement: [Substring]) -> Bool {
        guard let verb = statement.first, statement.count > 1 else { return false }
        if changing.contains(verb) { return true }
        return verb == "select"
            && statement.contains { $0.hasPrefix("pg_terminate_backend") || $0.hasPrefix("pg_cancel_backend") }
    }
}
