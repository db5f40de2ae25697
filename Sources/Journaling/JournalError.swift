/// Why the journal, its folder or a lock cannot do what was asked: what, where, and what to do about it.
package struct JournalError: Error, Sendable, CustomStringConvertible {
    /// What kind of trouble it is; a caller may act on it.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: Sendable, Hashable {
            case absent, ambiguous, busy, damaged, exists, failed, full, newerSchema, notAJournal, readOnly, unsafe
            case unusable
        }

        private let kind: Kind

        /// There is no such run, text or journal.
        package static let absent = Code(kind: .absent)
        /// Several runs fit the beginning of an id.
        package static let ambiguous = Code(kind: .ambiguous)
        /// Another process kept the journal locked for too long.
        package static let busy = Code(kind: .busy)
        /// The database is damaged.
        package static let damaged = Code(kind: .damaged)
        /// A run with this id is there already.
        package static let exists = Code(kind: .exists)
        /// Anything else; the cause tells.
        package static let failed = Code(kind: .failed)
        /// The disk, or the user's share of it, is full.
        package static let full = Code(kind: .full)
        /// A newer Rung wrote the journal.
        package static let newerSchema = Code(kind: .newerSchema)
        /// The file is a database of something else.
        package static let notAJournal = Code(kind: .notAJournal)
        /// The file, its folder or its file system cannot be written.
        package static let readOnly = Code(kind: .readOnly)
        /// Another user owns or can write what only this user should.
        package static let unsafe = Code(kind: .unsafe)
        /// A file or folder cannot be made or opened.
        package static let unusable = Code(kind: .unusable)

        /// Whether the user has named or set something wrongly, rather than that something failed under our hands.
        package var isForUserToMend: Bool {
            switch kind {
            case .absent, .ambiguous, .unsafe, .unusable, .readOnly, .notAJournal, .newerSchema: true
            case .busy, .damaged, .exists, .failed, .full: false
            }
        }

        /// The name of the kind.
        package var description: String { "\(kind)" }
    }

    /// What kind of trouble it is.
    package let code: Code
    /// What is wrong and what to do about it, in words for the operator.
    package let message: String
    /// What the system or the database said, where it said something.
    package let cause: String?

    /// An error with its words.
    package init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message with its cause.
    package var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
