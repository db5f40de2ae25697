import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

@Suite struct PlaceTests {
    /// The source text of the value of `key`.
    private func text(of key: String, in yaml: String) throws -> String {
        let document = try document(yaml)
        let node = try #require(document.root?[key])
        return document.source.text(in: node.range)
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `ranges end where the node ends, whatever ends the lines`(lineBreak: String) throws {
        let lines = [
            "# é", "list:", "  - één", "  - 'b'   # comment", "", "  # comment", "map:", "  a: 1", "  b:", "    - 🚒 x",
            "",
            "text: |", "  one", "  two", "", "", "last: end", "", "# done",
        ]
        let yaml = lines.joined(separator: lineBreak)
        #expect(try text(of: "list", in: yaml) == "- één\(lineBreak)  - 'b'")
        #expect(try text(of: "map", in: yaml) == "a: 1\(lineBreak)  b:\(lineBreak)    - 🚒 x")
        #expect(try text(of: "text", in: yaml) == "|\(lineBreak)  one\(lineBreak)  two")
        #expect(try text(of: "last", in: yaml) == "end")
        #expect(try document(yaml).root?["text"]?.text == "one\ntwo\n")
        let document = try document(yaml)
        #expect(
            document.comments.map { document.source.text(in: $0) } == ["# é", "# comment", "# comment", "# done"])
        let last = try #require(document.root?["last"])
        #expect(document.source.position(of: last.range.start) == SourcePosition(line: 17, column: 7))
    }

    @Test func `a byte-order mark is set aside and counts for nothing`() throws {
        let result = YAMLReader.read(name: "t", bytes: [0xEF, 0xBB, 0xBF] + Array("é: ключ\nb: 2\n".utf8))
        let document = try #require(result.document)
        #expect(document.hasByteOrderMark)
        let node = try #require(document.root?["b"])
        #expect(document.source.text(in: node.range) == "2")
        #expect(document.source.position(of: node.range.start) == SourcePosition(line: 2, column: 4))
    }

    @Test(arguments: [
        ("k: 'a b'  ", "'a b'"), ("k: \"a\\\"\"", "\"a\\\"\""), ("k: a b # c", "a b"), ("k: [a, b ] # c", "[a, b ]"),
        ("k: {a: b,\n c: d\n}\n\n", "{a: b,\n c: d\n}"), ("k: a\n  b\n\n  c\n\nl: 1", "a\n  b\n\n  c"),
        ("k: &x !!str v", "v"), ("k: !!map\n  # c\n  a: b\n", "a: b"), ("k: &x\nl: 1", ""), ("k:   \n# c\nl: 1", ""),
        ("k: |- # c\n  a\n\n\nl: 1", "|- # c\n  a"), ("k: |+\n  a\n\n\nl: 1", "|+\n  a\n\n"),
        ("k: >2\n   a\n\n# c\n", ">2\n   a"),
        ("k: |\nl: 1", "|"), ("k: |+ # c\n\n\nl: 1", "|+ # c\n\n"), ("k: |\n  a  \n  \nl: 1", "|\n  a  "),
        ("k: |\n  a\n     \n\nl: 1", "|\n  a\n     "), ("k: |\n  a", "|\n  a"), ("k:\n- a\n- b:\n\nl: 1", "- a\n- b:"),
    ])
    func `a value has exactly its own bytes`(yaml: String, own: String) throws {
        #expect(try text(of: "k", in: yaml) == own)
    }

    @Test func `tag and anchor stand before the value, with a range of their own`() throws {
        let document = try document("k: !own &x  [a]\nl: *x\nm: &y # c\n  v\n")
        let tagged = try #require(document.root?["k"])
        #expect(tagged.tag == "!own")
        #expect(tagged.anchor == "x")
        #expect(tagged.propertiesRange.map { document.source.text(in: $0) } == "!own &x")
        let alias = try #require(document.root?["l"])
        #expect(alias.aliasName == "x")
        #expect(alias.anchor == nil)
        #expect(document.source.text(in: alias.range) == "*x")
        #expect(alias.items?.map(\.text) == ["a"])
        #expect(document.root?["m"]?.text == "v")
    }

    @Test func `comments are found beside every kind of scalar, and nowhere within one`() throws {
        let document = try document(
            "a: '# no' #1\nb: \"#no\\\" # no\" #2\nc: x#no #3\nd: | #4\n  # no\n#5\ne: [a, #6\n  b]#7\n&x f: *x\n#8")
        #expect(
            document.comments.map { document.source.text(in: $0) } == ["#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8"])
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "--- # c\n...\n", "\u{FEFF}"])
    func `a text without a value is an empty document`(yaml: String) throws {
        #expect(try document(yaml).root == nil)
    }

    @Test func `merge keys are keys like any other`() throws {
        #expect(try document("a: &a {x: 1}\nb:\n  <<: *a\n").root?["b"]?["<<"]?["x"]?.text == "1")
    }
}
