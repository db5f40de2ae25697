/// A problem in a user's text: what is wrong, where, and how to mend it.
package struct Diagnostic: Sendable {
    /// How much it weighs.
    package var severity: Severity
    /// A stable kebab-case id such as `unknown-key`, by which tools tell diagnostics apart.
    package var code: String
    /// What is wrong, in the user's words, in one line without a final full stop.
    package var message: String
    /// The bytes that are wrong.
    package var range: SourceRange
    /// The text in which `range` and the ranges of `notes` lie.
    package var source: SourceText
    /// How to mend it, where that can be said.
    package var hint: String?
    /// Further places that explain it.
    package var notes: [DiagnosticNote]

    /// A diagnostic of `source`; see the properties.
    package init(
        severity: Severity = .error, code: String, message: String, range: SourceRange, source: SourceText,
        hint: String? = nil, notes: [DiagnosticNote] = []
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.range = range
        self.source = source
        self.hint = hint
        self.notes = notes
    }
}
