package import Diagnostics

/// The name of a runbook among those that were loaded together: its file's path, as it was found.
package struct RunbookKey: Sendable, Hashable {
    /// The path: the first file's as given, a called file's resolved against the one that calls it.
    package var path: String

    /// A key of a path.
    package init(path: String) {
        self.path = path
    }
}

/// A runbook and all that it calls, each with its text: what a run keeps and `resume` uses (rule 28).
package struct RunbookSet: Sendable {
    /// A runbook and the text that it was read from.
    package struct Member: Sendable {
        /// The runbook.
        package var runbook: Runbook
        /// Its text.
        package var source: SourceText

        /// A runbook with its text.
        package init(runbook: Runbook, source: SourceText) {
            self.runbook = runbook
            self.source = source
        }
    }

    /// The runbook that is walked first.
    package var root: RunbookKey
    /// All of them, by their paths.
    package var members: [String: Member]

    /// A set with its first runbook.
    package init(root: RunbookKey, members: [String: Member]) {
        precondition(members[root.path] != nil, "a set without its first runbook, \(root.path)")
        self.root = root
        self.members = members
    }

    /// The runbook that is walked first.
    package var main: Runbook { self[root] }

    /// The runbook of a key that the set holds.
    package subscript(key: RunbookKey) -> Runbook {
        guard let member = members[key.path] else {
            preconditionFailure("no runbook \(key.path) in the set of \(root.path)")
        }
        return member.runbook
    }
}
