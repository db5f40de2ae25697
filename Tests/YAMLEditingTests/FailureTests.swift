import Testing
import YAMLEditing

/// What an edit refuses, with what it says.
@Suite struct FailureTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var tree: String
        var kind: TreeEditFailure.Kind
        var says: [String]

        init(_ name: String, _ text: String, _ tree: String, _ kind: TreeEditFailure.Kind, _ says: String...) {
            (testDescription, self.text, self.tree, self.kind, self.says) = (name, text, tree, kind, says)
        }
    }

    static let rows = [
        Row("through an alias", "b: &b {x: 1}\na: *b\n", "a: {x: 2}", .shared, "`a` (line 2)", "`*b`", "write it out"),
        Row("a shared anchor", "b: &b {x: 1}\na: *b\n", "b: {x: 2}", .shared, "`b` (line 1)", "`&b`"),
        Row("a shared scalar", "b: &b 1\na: *b\n", "b: 2", .shared, "`&b`"),
        Row("a map from a merge key", "b: &b {x: {y: 1}}\na:\n  <<: *b\n", "a: {x: {y: 2}}", .merged, "merge key"),
        Row("several documents", "a: 1\n---\nb: 2\n", "a: 2", .severalDocuments, "line 2", "several documents"),
        Row("a key twice", "a: 1\nb: 2\na: 3\n", "b: 1", .duplicateKey, "line 3", "`a`"),
        Row("no YAML", "a: [1\nb: 2\n", "b: 1", .unreadable, "line"),
        Row("a map over a list", "a:\n  - x=1\n", "a: {x: 2}", .noSuchPlace, "`a` (line 2)", "is a list"),
        Row("an anchor within what goes", "a:\n  - &x 1\nb: *x\n", "a: 5", .shared, "`&x`"),
    ]

    @Test(arguments: rows) func `an edit that is not safe says why`(_ row: Row) throws {
        let failure = try failure(row.text, .set(try tree(row.tree)))
        #expect(failure.kind == row.kind)
        for words in row.says { #expect(failure.message.contains(words), "\(failure.message)") }
    }

    @Test func `an equal value is no change, even where a change would be refused`() throws {
        let text = "b: &b {x: 1}\na: *b\n"
        #expect(try edited(text, .set(try tree("a: {x: 1}\nb: {x: 1}"))) == text)
    }
}
