import JSONText

/// Diagnostics as JSON for tools: one array of objects, one object a line, sorted by place.
package struct DiagnosticJSONRenderer: Sendable {
    /// A renderer.
    package init() {}

    /// The array, ended with a newline; `[]` where there is nothing to say.
    package func render(_ diagnostics: some Sequence<Diagnostic>) -> String {
        let objects = diagnostics.inOrderOfPlace().map(object)
        return objects.isEmpty ? "[]\n" : "[\n  " + objects.joined(separator: ",\n  ") + "\n]\n"
    }

    private func object(_ diagnostic: Diagnostic) -> String {
        let start = diagnostic.source.position(of: diagnostic.range.start)
        let end = diagnostic.source.position(of: diagnostic.range.end)
        let members = [
            ("file", quoted(diagnostic.source.name)),
            ("line", String(start.line)),
            ("column", String(start.column)),
            ("end_line", String(end.line)),
            ("end_column", String(end.column)),
            ("severity", quoted(diagnostic.severity.rawValue)),
            ("code", quoted(diagnostic.code)),
            ("message", quoted(diagnostic.message)),
            ("hint", diagnostic.hint.map(quoted) ?? "null"),
        ]
        return "{" + members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    }

    private func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return writer.text
    }
}
