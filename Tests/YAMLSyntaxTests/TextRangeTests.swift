import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

@Suite struct TextRangeTests {
    /// What the part `part` of the text of `when` was written as in `yaml`.
    private func written(_ part: String, in yaml: String) throws -> String {
        let document = try document(yaml)
        let node = try #require(document.root?["when"])
        let text = Array(try #require(node.text).utf8)
        let wanted = Array(part.utf8)
        let start = try #require(
            (0...(text.count - wanted.count)).first { text[$0..<($0 + wanted.count)].elementsEqual(wanted) })
        return document.source.text(
            in: node.sourceRange(ofTextRange: start..<(start + wanted.count), in: document.source))
    }

    @Test(arguments: [
        ("when: a && bcd", "bcd", "bcd"), ("when: a &&\n   bcd\n", "&& b", "&&\n   b"), ("when: a\n\n  b", "\n", "\n"),
        ("when: 'it''s bad'", "'s", "''s"), ("when: 'it''s bad'", "bad", "bad"), ("when: 'a\n  b c'", "b c", "b c"),
        ("when: 'a \n\n  b'", "a\nb", "a \n\n  b"), ("when: \"a\\n\\u00e9bc\"", "é", "\\u00e9"),
        ("when: \"a\\n\\u00e9bc\"", "bc", "bc"), ("when: \"a\\x41 \\U0001F692 z\"", "🚒 z", "\\U0001F692 z"),
        ("when: \"a b\\\n   c d\"", "bc d", "b\\\n   c d"), ("when: \"a\\\n\n   c d\"", "c d", "c d"),
        ("when: \"é 🚒 bad\"", "bad", "bad"), ("when: |\n  one\n  two é bad\n", "bad", "bad"),
        ("when: |\n  one\n\n    two bad\n", "  two", "  two"), ("when: |1\n   one\n  two\n", " two", " two"),
        ("when: >-\n  one\n  two bad\n\n  three\n", "e two", "e\n  two"),
        ("when: >-\n  one\n  two bad\n\n  three\n", "three", "three"),
        ("when: >\n  one\n\n    two\n    three\n  four\n", "four", "four"),
        ("when: >2-\n    one\n  two\n", "two", "two"),
        ("when: >-\r\n  one\r\n  two bad\r\n", "bad", "bad"), ("when: !!str &x a bad", "bad", "bad"),
    ])
    func `a part of the text is found in the source`(yaml: String, part: String, written: String) throws {
        #expect(try self.written(part, in: yaml) == written)
    }

    @Test(arguments: [
        ("when: abc", 9), ("when: 'abc'", 10), ("when: \"abc\"", 10), ("when: |-\n  abc", 14),
        ("when: >-\n  abc\n", 14),
    ])
    func `the place just past the text is the end of the value`(yaml: String, offset: Int) throws {
        let document = try document(yaml)
        let node = try #require(document.root?["when"])
        #expect(node.sourceRange(ofTextRange: 3..<3, in: document.source) == SourceRange(at: offset))
    }

    @Test func `a range outside the text and an alias give the node's own range`() throws {
        let document = try document("a: &x text\nwhen: *x\n")
        let alias = try #require(document.root?["when"])
        #expect(alias.sourceRange(ofTextRange: 0..<2, in: document.source) == alias.range)
        let text = try #require(document.root?["a"])
        #expect(text.sourceRange(ofTextRange: 2..<9, in: document.source) == text.range)
    }
}
