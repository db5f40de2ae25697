import FileEditing
import TestSupport
import Testing
import YAMLEditing

/// The text after a change, which must succeed.
func changed(_ text: String, _ change: FileChange, path: String) throws -> String {
    String(decoding: try FileText.apply(change, to: Array(text.utf8), path: path), as: UTF8.self)
}

/// The failure of a change, which must fail.
func failure(_ text: String, _ change: FileChange, path: String) throws -> FileEditFailure {
    try #require(throws: FileEditFailure.self) { try changed(text, change, path: path) }
}

/// The tree of a YAML text.
func tree(_ text: String) throws -> ValueTree {
    try #require(try TreeEditor(name: "test", dialect: .yaml).tree(of: Array(text.utf8)))
}

/// A file before and after an edit, or what its failure says.
struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var before: String
    var tree: String
    var after: String

    init(_ name: String, _ before: String, _ tree: String, _ after: String) {
        (testDescription, self.before, self.tree, self.after) = (name, before, tree, after)
    }

    /// Sets the tree twice: the first time as expected, the second time without a change.
    func check(path: String) throws {
        let wanted = FileChange.set(try FileEditingTests.tree(tree))
        let result = try changed(before, wanted, path: path)
        #expect(result == after)
        #expect(try changed(result, wanted, path: path) == result, "a second application changes nothing")
    }

    /// Sets the tree, which must fail and say all of `after`, separated by `|`.
    func checkFailure(path: String) throws {
        let failure = try failure(before, .set(try FileEditingTests.tree(tree)), path: path)
        for words in after.split(separator: "|") { #expect(failure.message.contains(words), "\(failure.message)") }
    }
}
