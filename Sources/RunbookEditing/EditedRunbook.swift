import Diagnostics
package import RunbookLoading
package import YAMLSyntax

/// A runbook's text after an edit.
package struct EditedRunbook: Sendable {
    /// The text as it was read again, for the loader.
    package var document: YAMLDocument
    /// What was done, as a sentence says it: ``renamed `a` to `b` in 7 places``.
    package var summary: String
    /// What still names a step that is no more, as places in the text before the edit.
    package var dangling: [StepMention] = []

    /// The text; the very same bytes where nothing needed to change.
    package var bytes: [UInt8] { document.bytes }
}
