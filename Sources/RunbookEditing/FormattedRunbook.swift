import Diagnostics
import YAMLEditing
package import YAMLSyntax

/// The canonical form of a runbook, and of any other YAML file of Rung's.
package struct FormattedRunbook: Sendable {
    /// The text in its canonical form.
    package let bytes: [UInt8]
    private let document: YAMLDocument
    private let formatter: YAMLFormatter

    /// Formats a text; throws where it is no YAML of one document, with the places.
    package init(of bytes: [UInt8], name: String) throws(RunbookEditFailure) {
        let read = YAMLReader.read(name: name, bytes: bytes)
        guard let document = read.document, read.diagnostics.isEmpty else {
            throw RunbookEditFailure(
                .unreadable, "the file cannot be formatted before it can be read", diagnostics: read.diagnostics)
        }
        self.document = document
        formatter = YAMLFormatter(name: name, separated: [[.key("steps")], [.key("scenarios")]])
        self.bytes = formatter.format(document)
    }

    /// The canonical form of a text, checked.
    package static func text(of bytes: [UInt8], name: String) throws(RunbookEditFailure) -> [UInt8] {
        let formatted = try FormattedRunbook(of: bytes, name: name)
        _ = try formatted.check()
        return formatted.bytes
    }

    /// Throws where the form does not say what the text says: to be asked before it takes the text's place.
    ///
    /// Gives the form as it was read again.
    package func check() throws(RunbookEditFailure) -> YAMLDocument {
        do throws(TreeEditFailure) {
            return bytes == document.source.bytes ? document : try formatter.check(bytes, of: document)
        } catch {
            throw RunbookEditFailure(error)
        }
    }
}
