import Testing
import YAMLEditing

/// Setting trees in YAML, each row a file before and after.
@Suite struct SetTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var before: String
        var tree: String
        var after: String

        init(_ name: String, _ before: String, _ tree: String, _ after: String) {
            (testDescription, self.before, self.tree, self.after) = (name, before, tree, after)
        }
    }

    static let rows = [
        Row("a scalar keeps its comment", "a: 1 # one\nb: 2\n", "a: 5", "a: 5 # one\nb: 2\n"),
        Row("an equal text in quotes is no change", "t: \"60s\"\n", "t: 60s", "t: \"60s\"\n"),
        Row("a number is no text", "t: \"60\"\n", "t: 60", "t: 60\n"),
        Row("double quotes stay", "a: \"x\" # c\n", "a: y", "a: \"y\" # c\n"),
        Row("single quotes stay", "a: 'x'\n", "a: it's", "a: 'it''s'\n"),
        Row("a plain text that would be a bool is quoted", "a: x\n", "a: 'yes'", "a: \"yes\"\n"),
        Row("a port mapping is quoted", "a: x\n", "a: '8080:80'", "a: \"8080:80\"\n"),
        Row("a missing key", "a:\n    b: 1\nc: 2\n", "a: {x: {z: 2}}", "a:\n    b: 1\n    x:\n        z: 2\nc: 2\n"),
        Row(
            "a missing key comes after the comments of its map", "a:\n  b: 1\n  # about b\n\nc: 2\n", "a: {x: 2}",
            "a:\n  b: 1\n  # about b\n  x: 2\n\nc: 2\n"),
        Row("an empty value", "a:\n  deploy:\n  b: 1\n", "a: {deploy: {x: 1}}", "a:\n  deploy:\n    x: 1\n  b: 1\n"),
        Row("an empty value with a comment", "a: # c\nb: 1\n", "a: {x: 1}", "a: # c\n  x: 1\nb: 1\n"),
        Row("an empty value before its comments", "a:\n  # c\nb: 1\n", "a: {x: 1}", "a:\n  # c\n  x: 1\nb: 1\n"),
        Row("a scalar for an empty value", "a:\nb: 1\n", "a: 5", "a: 5\nb: 1\n"),
        Row("empty braces", "a: {}\n", "a: {x: {z: [1, 2]}}", "a:\n  x:\n    z:\n      - 1\n      - 2\n"),
        Row("a flow map", "a: {b: 1}\n", "a: {b: 2, c: x}", "a: {b: 2, c: x}\n"),
        Row("a padded flow map", "a: { b: 1 } # c\n", "a: {c: [1]}", "a: { b: 1, c: [1] } # c\n"),
        Row("a flow list keeps its quotes", "t: [\"CMD\", \"a\"]\n", "t: [CMD, b, c]", "t: [\"CMD\", \"b\", \"c\"]\n"),
        Row("a shorter flow list", "t: [\"CMD\", \"a\", b]\n", "t: [CMD]", "t: [\"CMD\"]\n"),
        Row(
            "a flow list over lines", "t: [\n  a, # one\n  b # two\n]\n", "t: [a, b, c]",
            "t: [\n  a, # one\n  b, # two\n  c\n]\n"),
        Row("a trailing comma", "t: [\n  a,\n  b,\n]\n", "t: [a, b, c]", "t: [\n  a,\n  b,\n  c,\n]\n"),
        Row("a block list, its comments", "t:\n- a # 1\n# x\n- b # 2\n", "t: [a, c]", "t:\n- a # 1\n# x\n- c # 2\n"),
        Row(
            "a longer block list", "t:\n  - a # 1\n  - b\nu: 1\n", "t: [a, b, c]", "t:\n  - a # 1\n  - b\n  - c\nu: 1\n"
        ),
        Row("a shorter block list", "t:\n  - a\n  - b # 2\n  - c\n", "t: [a, c]", "t:\n  - a\n  - c\n"),
        Row("a list becomes empty", "t:\n  - a\n  - b\nu: 1\n", "t: []", "t: []\nu: 1\n"),
        Row("a list becomes a scalar", "t: # c\n  - a\n  - b\nu: 1\n", "t: x", "t: x # c\nu: 1\n"),
        Row(
            "a list of maps", "t:\n  - name: a\n    v: 1\n  - name: b\n", "t: [{name: a, v: 2}, {name: b}]",
            "t:\n  - name: a\n    v: 2\n  - name: b\n"),
        Row("an item loses its first key", "t:\n  - a: 1\n    b: 2\n", "t: [{b: 2}]", "t:\n  - b: 2\n"),
        Row("a scalar becomes a map", "a: 1 # c\nb: 2\n", "a: {x: 1}", "a: # c\n  x: 1\nb: 2\n"),
        Row("a scalar without a comment becomes a map", "a: 1\nb: 2\n", "a: {x: 1}", "a:\n  x: 1\nb: 2\n"),
        Row("a map becomes a scalar", "a:\n  x: 1\n  y: 2\nb: 2\n", "a: 1", "a: 1\nb: 2\n"),
        Row("a map becomes a list", "a:\n  x: 1\nb: 2\n", "a: [1]", "a:\n  - 1\nb: 2\n"),
        Row("CR LF", "a:\r\n  b: 1\r\n", "a: {c: {d: 2}}", "a:\r\n  b: 1\r\n  c:\r\n    d: 2\r\n"),
        Row("no final newline", "a:\n  b: 1", "a: {c: 2}", "a:\n  b: 1\n  c: 2"),
        Row("an empty file", "", "a: {c: 2}", "a:\n  c: 2\n"),
        Row("comments alone", "# nothing yet", "a: 1", "# nothing yet\na: 1\n"),
        Row("empty braces at the top", "{}\n", "a: {c: 2}", "a:\n  c: 2\n"),
        Row("a byte-order mark", "\u{FEFF}a: 1\n", "a: 2", "\u{FEFF}a: 2\n"),
        Row("a document start", "---\na: 1\n...\n", "b: 2", "---\na: 1\nb: 2\n...\n"),
        Row("a literal block", "s: |\n  x\n  y\nt: 1\n", "s: \"a\\nb\\n\"", "s: |\n  a\n  b\nt: 1\n"),
        Row("a literal block keeps its columns", "s: |-  # c\n     x\nt: 1\n", "s: b", "s: |-  # c\n     b\nt: 1\n"),
        Row("a literal block becomes a number", "s: |  # c\n  x\nt: 1\n", "s: 1", "s: 1  # c\nt: 1\n"),
        Row("a plain text of two lines", "s: x\n  y\nt: 1\n", "s: b", "s: b\nt: 1\n"),
        Row("lines for a plain scalar", "s: x # c\nt: 1\n", "s: \"a\\nb\\n\"", "s: | # c\n  a\n  b\nt: 1\n"),
        Row(
            "a block after which something is added", "a:\n  s: |\n    x\n\nb: 1\n", "a: {t: 1}",
            "a:\n  s: |\n    x\n  t: 1\n\nb: 1\n"),
        Row("an anchor nobody uses", "a: &x 1\n", "a: 2", "a: &x 2\n"),
        Row("an alias is replaced whole", "a: &x 1\nb: *x\n", "b: 2", "a: &x 1\nb: 2\n"),
        Row("a tag goes", "a: !!str 5\n", "a: 6", "a: 6\n"),
        Row(
            "a merge key that has the value", "b: &b {x: 1}\na:\n  <<: *b\n", "a: {x: 1}",
            "b: &b {x: 1}\na:\n  <<: *b\n"),
        Row(
            "a merge key is overridden", "b: &b {x: 1}\na:\n  <<: *b\n", "a: {x: 2}",
            "b: &b {x: 1}\na:\n  <<: *b\n  x: 2\n"),
        Row("a key in quotes", "\"a b\": 1\n", "a b: 2", "\"a b\": 2\n"),
        Row("a new key that wants quotes", "a: 1\n", "\"on\": 2\n\"x: y\": 3", "a: 1\n\"on\": 2\n\"x: y\": 3\n"),
        Row("a value on the next line", "a:\n  x\nb: 1\n", "a: z", "a:\n  z\nb: 1\n"),
        Row("lists at the column of their key", "a:\n- x\nb: 1\n", "c: {d: [1]}", "a:\n- x\nb: 1\nc:\n  d:\n  - 1\n"),
        Row("JSON in a YAML file", "{\"a\": 1}\n", "b: x", "{\"a\": 1, \"b\": x}\n"),
        Row("nothing written in a flow map", "{a, b: }\n", "a: 1\nb: 2", "{a: 1, b: 2}\n"),
    ]

    @Test(arguments: rows) func `a tree is set, and nothing else changes`(_ row: Row) throws {
        let wanted = try tree(row.tree)
        let after = try edited(row.before, .set(wanted))
        #expect(after == row.after)
        #expect(try edited(after, .set(wanted)) == after, "a second application changes nothing")
    }
}
