import Diagnostics
import YAMLEditing
import YAMLSyntax

/// The canonical form of runbooks, and of any other YAML file of Rung's.
package enum RunbookFormat {
    /// The text in its canonical form; throws where it is no YAML of one document, with the places.
    package static func format(_ bytes: [UInt8], name: String) throws(RunbookEditFailure) -> [UInt8] {
        let read = YAMLReader.read(name: name, bytes: bytes)
        guard let document = read.document, read.diagnostics.isEmpty else {
            throw RunbookEditFailure(
                .unreadable, "the file cannot be formatted before it can be read", diagnostics: read.diagnostics)
        }
        do throws(TreeEditFailure) {
            return try YAMLFormatter(name: name, separated: [[.key("steps")]]).format(document)
        } catch {
            throw RunbookEditFailure(error)
        }
    }
}
