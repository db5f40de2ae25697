import Diagnostics
import Testing
import YAMLSyntax

/// The tree of a text that must be in order.
func document(_ text: String) throws -> YAMLDocument {
    let result = YAMLReader.read(name: "test.yaml", bytes: Array(text.utf8))
    #expect(result.diagnostics.map(\.message) == [])
    return try #require(result.document)
}

/// The messages about a text, as a user sees them.
func messages(_ text: String, limits: YAMLLimits = .standard) -> String {
    DiagnosticRenderer().render(YAMLReader.read(name: "t.yaml", bytes: Array(text.utf8), limits: limits).diagnostics)
}
