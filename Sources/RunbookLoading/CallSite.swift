import Diagnostics
import RunbookModel

/// A place where a runbook calls another.
struct CallSite: Sendable {
    /// A param that the called runbook is given.
    struct Argument: Sendable {
        var name: String
        var nameRange: SourceRange
        var range: SourceRange
        var value: Template
    }

    /// The called runbook.
    var key: RunbookKey
    /// Where its file is named.
    var range: SourceRange
    /// The text of the runbook that calls.
    var source: SourceText
    /// What it is given.
    var arguments: [Argument]
}
