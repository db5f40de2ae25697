package import Diagnostics
import YAMLEditing

/// Why a runbook is not edited.
package struct RunbookEditFailure: Error, Sendable {
    /// The kinds of failure, by which callers tell them apart.
    package enum Kind: Sendable, Hashable {
        /// The text is no YAML, or no map; the diagnostics say where.
        case unreadable
        /// The path, the value or the body of a step cannot be read.
        case badWords
        /// There is no such place, step or branch.
        case noSuchPlace
        /// The name is taken, or is none that a step can have.
        case badName
        /// The file is laid out so that the edit cannot be made, or not safely.
        case unsafe
    }

    /// The kind.
    package let kind: Kind
    /// One sentence without a final full stop.
    package let message: String
    /// How to mend it, where that can be said.
    package let hint: String?
    /// What is wrong in the text itself, with places.
    package let diagnostics: [Diagnostic]

    package init(_ kind: Kind, _ message: String, hint: String? = nil, diagnostics: [Diagnostic] = []) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics
    }

    /// A failure of the edit of the tree.
    init(_ failure: TreeEditFailure) {
        let kind: Kind =
            switch failure.kind {
            case .noSuchPlace: .noSuchPlace
            case .duplicateKey: .badName
            case .unreadable, .severalDocuments: .unreadable
            case .shared, .merged, .unwritable, .unsafe: .unsafe
            }
        self.init(kind, failure.message)
    }
}
