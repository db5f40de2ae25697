import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

@Suite struct SyntaxMessageTests {
    @Test(arguments: [
        ("a: 1\nb: 1️⃣\"open\nc: 2\n", "this quote is never closed"),
        ("a: 1️⃣'open\n", "this quote is never closed"),
        ("a: \"C:1️⃣\\dir\"\n", "`\\d` is no escape of a text in double quotes"),
        ("a: \"\\u12\"\n", "this escape needs hexadecimal digits: `\\x41`, `\\u0041`, `\\U00000041`"),
        ("a:\n1️⃣\tb: 1\n", "a tab cannot indent YAML"),
        ("a:\n  b: 1\n1️⃣\tc: 1\n", "a tab cannot indent YAML"),
        ("a: 1️⃣@home\n", "a value cannot begin with `@`"),
        ("a: 1️⃣%x\n", "a value cannot begin with `%`"),
        ("a: 1️⃣`x`\n", "a value cannot begin with a backtick"),
        ("a: b1️⃣: c\n", "a second `: ` on one line, where the key has its value already"),
        ("a: 1\n  b1️⃣: 2\n", "a key cannot begin on this line: the key above has its value already"),
        ("- a\n  b1️⃣: 2\n", "a key cannot begin on this line: the list item above has its value already"),
        ("1️⃣version:1\n# c\n\nid: x\n", "a key without `: ` after it"),
        ("version: 1\n  # c\n1️⃣- x\n", "a list item stands where a key is expected"),
        ("'a' 1️⃣b\n", "this does not belong to the value before it"),
        ("a: - b\n", "a list item cannot begin here"),
        ("a: 1\n1️⃣bc\nd: 2\n", "a key without `: ` after it"),
        ("1️⃣abc:def\nb: 1\n", "a key without `: ` after it"),
        ("a: \"x\" 1️⃣y\n", "text after the closing quote"),
        ("a: [x] 1️⃣y\n", "text after the closing bracket"),
        ("a:\n  b: 1\n 1️⃣c: 2\n", "a key is expected here"),
        ("a: 1\n1️⃣- b\n", "a list item stands where a key is expected"),
        ("a:\n  - b\n  1️⃣c: 1\n", "a list item is expected here"),
        ("a: 1️⃣[b, c\nd: 1\n", "the list that begins with this `[` is not closed"),
        ("a: 1️⃣{b: c\n", "the map that begins with this `{` is not closed"),
        ("a: [b, {c: d} 1️⃣e]\n", "text after the closing bracket"),
        ("a: {b: \"x\" 1️⃣== y, c: d}\n", "text after the closing quote"),
        ("z: &b 1\na: [*b 1️⃣c]\n", "`,` or `]` is expected here"),
        ("1️⃣%YAML 1.3\n---\na: b\n", "this version of YAML is not known"),
        ("a: 1️⃣]\n", "a value is expected here"),
        ("a: 1️⃣&& b\n", "`&` begins an anchor here, and its name is missing or not closed by a blank"),
        ("a: 1️⃣*.log\n", "`*` begins an alias here, and its name is missing or not closed by a blank"),
        ("a: 1️⃣!a||b\n", "`!` begins a tag here, and this is none"),
        ("a: 1️⃣!x!y z\n", "`!` begins a tag here, and this is none"),
        ("a: 1️⃣!b && c\n", "a value that begins with `!` is read as a tag"),
        ("a: 1️⃣!has(b) || c\n", "a value that begins with `!` is read as a tag"),
        ("a: |1️⃣x\n  b\n", "nothing but a comment may follow `|` on its line"),
        ("a: b\n1️⃣\u{7}\n", "the control character U+0007 is not allowed in YAML"),
        ("a: \u{0}1\n", "the control character U+0000 is not allowed in YAML"),
        ("a: 1\n1️⃣---\nb: 2\n", "a second document begins here, and a file holds one"),
    ])
    func `a mistake is named in the user's words, at its place`(marked: String, message: String) throws {
        let text = MarkedText(marked)
        let diagnostics = YAMLReader.read(name: "t", bytes: text.bytes).diagnostics
        #expect(diagnostics.map(\.message) == [message])
        if let offset = text.offsets[1] { #expect(diagnostics.first?.range.start == offset) }
        #expect(diagnostics.first.map { !$0.range.isEmpty || $0.range.start == text.bytes.count } == true)
    }

    @Test func `an unclosed quote is shown where it begins`() {
        #expect(
            messages("név: \"ő\nb: 2\n") == """
                t.yaml:1:6: error: this quote is never closed
                    név: "ő
                         ^
                  hint: put the closing `"` where the text ends
                t.yaml:3:1: note: the file ends here without it

                """)
    }

    @Test func `a quote that ended in a line below is suspected`() {
        #expect(messages("a: 'x\nb: 'y'\n").contains("  hint: a quote on a line above is perhaps not closed\n"))
    }

    @Test func `the second of two equal keys is an error that shows the first`() {
        #expect(
            messages("a: 1\nb: 2\n'a': 3\n") == """
                t.yaml:3:1: error: the key `a` is already in this map
                    'a': 3
                    ^~~
                t.yaml:1:1: note: the first `a` is here
                    a: 1
                    ^

                """)
    }

    @Test func `a key that is a list is an error`() {
        #expect(messages("[a]: 1\n").hasPrefix("t.yaml:1:1: error: a key must be a text, not a list or a map\n"))
        #expect(messages("x: {{a}}\n").contains("hint: put quotes around a text that begins with `{`"))
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0], "UTF-16 (little-endian)"), ([0xFE, 0xFF, 0, 0x61], "UTF-16 (big-endian)"),
            ([0xFF, 0xFE, 0, 0], "UTF-32"),
        ] as [([UInt8], String)])
    func `another encoding is named`(bytes: [UInt8], encoding: String) {
        let diagnostics = YAMLReader.read(name: "t", bytes: bytes).diagnostics
        #expect(diagnostics.map(\.code) == ["not-utf8"])
        #expect(diagnostics.first?.message == "the file is \(encoding), and only UTF-8 is read")
    }

    @Test(
        arguments: [
            [0xE9], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80],
            [0xF0, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func `a byte that is not UTF-8 is shown at its line and column`(bytes: [UInt8]) {
        let result = YAMLReader.read(name: "t.yaml", bytes: Array("é: 1\nb: ".utf8) + bytes + [0x0A])
        let text = DiagnosticRenderer().render(result.diagnostics)
        #expect(text.hasPrefix("t.yaml:2:4: error: the file is not UTF-8: the byte 0x"))
        #expect(text.contains(" at offset 9 begins no character\n    b: \u{FFFD}"))
    }
}
