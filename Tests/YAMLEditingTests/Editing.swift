import Testing
import YAMLEditing
import YAMLSyntax

/// The text after an edit, which must succeed, and after a second application, which must change nothing.
func edited(_ text: String, _ edit: TreeEdit, dialect: TreeDialect = .yaml) throws -> String {
    let editor = TreeEditor(name: "test", dialect: dialect)
    return String(decoding: try editor.apply(edit, to: Array(text.utf8)), as: UTF8.self)
}

/// The failure of an edit, which must fail.
func failure(_ text: String, _ edit: TreeEdit, dialect: TreeDialect = .yaml) throws -> TreeEditFailure {
    try #require(throws: TreeEditFailure.self) { try edited(text, edit, dialect: dialect) }
}

/// The tree of a YAML text that must be in order.
func tree(_ text: String) throws -> ValueTree {
    try #require(try TreeEditor(name: "test", dialect: .yaml).tree(of: Array(text.utf8)))
}
