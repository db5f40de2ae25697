/// A second place that explains a diagnostic, such as the first of two equal keys.
package struct DiagnosticNote: Sendable, Hashable {
    /// What is to be seen at the place.
    package var message: String
    /// The place, in the text of the diagnostic itself.
    package var range: SourceRange

    /// A note with `message` at `range`.
    package init(message: String, range: SourceRange) {
        self.message = message
        self.range = range
    }
}
