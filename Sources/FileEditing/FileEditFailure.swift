/// Why a file is not edited: what is wrong, where, and what to do.
package struct FileEditFailure: Error, Sendable, Hashable {
    /// The kinds of failure, by which callers tell them apart.
    package enum Kind: Sendable, Hashable {
        /// The text does not allow the edit: no match, several, no such place, not of its format.
        case text
        /// The file is not there, and may not be made.
        case absent
        /// The file is none that is edited: a folder, a device, too large.
        case notEditable
        /// The system refuses it.
        case system
        /// Others changed the file meanwhile; it was left as it is.
        case changedByOthers
        /// The time was over, or the task was cancelled.
        case interrupted
    }

    /// The kind.
    package let kind: Kind
    /// One or two sentences without a final full stop.
    package let message: String
    /// The line that it is about, from 1.
    package let line: Int?

    /// A failure.
    package init(_ kind: Kind, _ message: String, line: Int? = nil) {
        self.kind = kind
        self.message = message
        self.line = line
    }
}
