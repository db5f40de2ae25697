/// What names an alert: the same at each repetition, and another when it fires anew.
package struct AlertKey: Sendable, Hashable {
    /// The sender's name for what is wrong: the hash of its labels.
    package var fingerprint: String
    /// When it began, as the sender wrote it; empty where it does not say.
    package var startsAt: String

    /// A key.
    package init(fingerprint: String, startsAt: String) {
        self.fingerprint = fingerprint
        self.startsAt = startsAt
    }
}

/// An alert that was posted: what matters of it.
package struct Alert: Sendable, Equatable {
    /// What names it.
    package var key: AlertKey
    /// What names the group that it came in; empty where there is none.
    package var group: String
    /// Whether it has gone.
    package var isResolved: Bool
    /// The inputs of the runbook that it sets, as text.
    package var assignments: [Assignment]
    /// What it says, for people.
    package var summary: String

    /// An input and its value.
    package struct Assignment: Sendable, Equatable {
        /// The input.
        package var name: String
        /// Its value, as text.
        package var text: String

        /// An assignment.
        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// An alert.
    package init(
        key: AlertKey, group: String = "", isResolved: Bool = false, assignments: [Assignment] = [],
        summary: String = ""
    ) {
        self.key = key
        self.group = group
        self.isResolved = isResolved
        self.assignments = assignments
        self.summary = summary
    }
}
