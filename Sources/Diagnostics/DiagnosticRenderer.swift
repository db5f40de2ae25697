/// Diagnostics as text for people: place and message, the line with carets under it, the hint, the notes.
package struct DiagnosticRenderer: Sendable {
    /// Whether to colour the text with terminal escapes.
    package var usesColour: Bool
    /// How many columns of a source line to show; longer lines are cut around the caret.
    package var width: Int
    /// Whether the code of a diagnostic is shown, for those that a reader may look up or suppress by it.
    package var showsCodes: Bool

    /// A renderer; `width` is the number of columns of a source line that are shown.
    package init(usesColour: Bool = false, width: Int = 120, showsCodes: Bool = false) {
        self.usesColour = usesColour
        self.width = max(20, width)
        self.showsCodes = showsCodes
    }

    /// All diagnostics, sorted by place, equal ones once; each ends with a newline.
    package func render(_ diagnostics: some Sequence<Diagnostic>) -> String {
        var text = ""
        for diagnostic in diagnostics.inOrderOfPlace() { text += render(diagnostic) }
        return text
    }

    /// One diagnostic, ended with a newline.
    package func render(_ diagnostic: Diagnostic) -> String {
        var text = headline(
            diagnostic.severity.rawValue + (showsCodes ? "[\(diagnostic.code)]" : ""),
            style: style(of: diagnostic.severity), message: diagnostic.message, range: diagnostic.range,
            source: diagnostic.source)
        text += snippet(of: diagnostic.range, in: diagnostic.source)
        if let hint = diagnostic.hint {
            text += "  " + painted("hint:", "1;36") + " " + DisplayWidth.escaped(hint) + "\n"
        }
        for note in diagnostic.notes {
            text += headline("note", style: "1;36", message: note.message, range: note.range, source: diagnostic.source)
            text += snippet(of: note.range, in: diagnostic.source)
        }
        return text
    }

    /// One diagnostic on one line, for a log: the place, the message and the hint.
    package func renderOneLine(_ diagnostic: Diagnostic) -> String {
        let position = diagnostic.source.position(of: diagnostic.range.start)
        let hint = diagnostic.hint.map { " (\($0))" } ?? ""
        return DisplayWidth.escaped(
            "\(diagnostic.source.name):\(position.line):\(position.column): \(diagnostic.message)\(hint)")
    }

    private func headline(
        _ word: String, style: String, message: String, range: SourceRange, source: SourceText
    ) -> String {
        let position = source.position(of: range.start)
        let place = "\(DisplayWidth.escaped(source.name)):\(position.line):\(position.column):"
        return "\(painted(place, "1")) \(painted(word + ":", style)) \(DisplayWidth.escaped(message))\n"
    }

    private func snippet(of range: SourceRange, in source: SourceText) -> String {
        guard let snippet = SourceSnippet(of: range, in: source, width: width) else { return "" }
        return "    \(snippet.line)\n    \(painted(snippet.carets, "1;32"))\n"
    }

    private func style(of severity: Severity) -> String {
        switch severity {
        case .error: "1;31"
        case .warning: "1;33"
        case .advice: "1;34"
        }
    }

    private func painted(_ text: String, _ style: String) -> String {
        usesColour ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }
}
