/// An edit that cannot be made, or not safely: why, where, and what to do.
package struct TreeEditFailure: Error, Sendable, Hashable {
    /// The kinds of failure, by which callers tell them apart.
    package enum Kind: Sendable, Hashable {
        /// The text is not of its format, or beyond a limit.
        case unreadable
        /// The file holds several documents.
        case severalDocuments
        /// A key stands twice in a map.
        case duplicateKey
        /// The place is shared with others by an anchor and its aliases.
        case shared
        /// The place is supplied by a merge key (`<<`).
        case merged
        /// There is no such place, or it is not of the kind that the edit needs.
        case noSuchPlace
        /// The value cannot be written in this format.
        case unwritable
        /// The edit would change more than was asked.
        case unsafe
    }

    /// The kind.
    package let kind: Kind
    /// One or two sentences without a final full stop, the line named where there is one.
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
