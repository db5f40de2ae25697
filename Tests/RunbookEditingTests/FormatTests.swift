import EditTrials
import Foundation
import RunbookEditing
import TestSupport
import Testing

/// The canonical form.
@Suite struct FormatTests {
    private func formatted(_ text: String) throws -> String {
        let once = try FormattedRunbook.text(of: Array(text.utf8), name: "x")
        #expect(try FormattedRunbook.text(of: once, name: "x") == once)
        return String(decoding: once, as: UTF8.self)
    }

    @Test(arguments: [
        ("a:   1\n", "a: 1\n"), ("a : 1  \n", "a: 1\n"), ("a: 1", "a: 1\n"), ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"), ("a:\n    b:\n        c: 1\n", "a:\n  b:\n    c: 1\n"),
        ("a:\n- 1\n-   2\n", "a:\n  - 1\n  - 2\n"), ("a:\n-   b: 1\n    c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
        ("- - 1\n  -   2\n", "- - 1\n  - 2\n"), ("a: { b: 1,c: [ 1 ,2 ] }\n", "a: {b: 1, c: [1, 2]}\n"),
        ("a: {\"b\":1}\n", "a: {\"b\": 1}\n"),
        ("a: 'x'\nb: 'it''s'\nc: \"say \\\"x\\\"\"\n", "a: \"x\"\nb: \"it's\"\nc: 'say \"x\"'\n"),
        ("a: \"\\t\"\nb: \"\\u00e9\"\n", "a: \"\\t\"\nb: \"\\u00e9\"\n"),
        ("a: '\\d+'\nb: \"\\\\d+\"\n", "a: '\\d+'\nb: '\\d+'\n"),
        ("a: 1 # x\n", "a: 1  # x\n"), ("a:  1       # x\nb: 22      # y\n", "a: 1        # x\nb: 22      # y\n"),
        ("a:  1\nbb: 2\n", "a:  1\nbb: 2\n"), ("a:    1\nbb: 2\n", "a: 1\nbb: 2\n"),
        ("a: |\n        x\n          y\n\n        z\nb: 1\n", "a: |\n  x\n    y\n\n  z\nb: 1\n"),
        ("a:\n    - |2\n        x\n      y\n", "a:\n  - |2\n      x\n    y\n"),
        ("a:   &x  1\nb:  *x\n", "a: &x 1\nb: *x\n"), ("a:\n      b\n", "a:\n  b\n"),
        ("a: one\n       two\n", "a: one\n       two\n"),
        ("    a:\n        - b: one\n           two\n", "a:\n  - b: one\n     two\n"),
        ("{\"a\": [1,2]}", "{\"a\": [1, 2]}\n"), ("# only\n\n\n# comments", "# only\n\n# comments\n"), ("", ""),
        ("\u{FEFF}a: 1\n", "a: 1\n"),
        ("a:\n  # x\n    # y\n # z\n  b: 1\n# w\nc: 2\n", "a:\n  # x\n  # y\n# z\n  b: 1\n# w\nc: 2\n"),
        ("a:\n# list\n- 1\n# more\n- 2\n# end\nb: 1\n", "a:\n  # list\n  - 1\n  # more\n  - 2\n# end\nb: 1\n"),
        ("a: |+\n  x\n\n\n", "a: |+\n  x\n\n\n"), ("a: \"x  \n  y\"  # c\n", "a: \"x  \n  y\"  # c\n"),
        ("? a\n: 1\n? b\n: 2\n", "? a\n: 1\n? b\n: 2\n"), ("a: [b,\n    c]\n", "a: [b,\n    c]\n"),
    ])
    func `blanks, indentation and quotes`(_ text: String, _ form: String) throws {
        #expect(try formatted(text) == form)
    }

    @Test func `a blank line stands between steps, before the comments of the next`() throws {
        let text =
            "steps:\n  a:\n    wait: 1s\n  # of b\n  b:\n    wait: 1s\n  c: {wait: 1s}\n  d: {wait: 1s}\n\n\n  e: {wait: 1s}\n"
        #expect(
            try formatted(text)
                == "steps:\n  a:\n    wait: 1s\n\n  # of b\n  b:\n    wait: 1s\n\n  c: {wait: 1s}\n  d: {wait: 1s}\n\n  e: {wait: 1s}\n"
        )
        #expect(
            try formatted("causes:\n  a:\n    name: x\n  b:\n    name: y\n")
                == "causes:\n  a:\n    name: x\n  b:\n    name: y\n")
    }

    @Test func `the shipped runbooks are in the form`() throws {
        for name in try namesInFolder(PackageRoot.path + "/runbooks") where name.hasSuffix(".yaml") {
            let bytes = try readFile(PackageRoot.path + "/runbooks/" + name)
            #expect(try FormattedRunbook.text(of: bytes, name: name) == bytes, "\(name)")
        }
    }

    @Test(arguments: ["a: [\n", "a: 1\na: 2\n", "a: 1\n---\nb: 2\n"])
    func `what cannot be read is not formatted`(_ text: String) throws {
        #expect(throws: RunbookEditFailure.self) { try FormattedRunbook.text(of: Array(text.utf8), name: "x") }
    }

    /// The accepted documents of the public suite: their meaning stays, and twice is once.
    @Test func `the public suite of YAML keeps its meaning`() throws {
        guard let folder = try PackageRoot.conformance("yaml") else { return }
        let cases = try #require(
            try JSONSerialization.jsonObject(with: Data(readFile(folder + "/cases.json"))) as? [[String: Any]])
        var (formatted, read) = (0, 0)
        for entry in cases {
            guard let yaml = entry["yaml"] as? String, let facts = TextFacts(Array(yaml.utf8)) else { continue }
            read += 1
            guard let problem = FormatTrial.problem(facts) else {
                formatted += 1
                continue
            }
            // A layout that the form does not reach is refused, never changed in its meaning.
            #expect(problem.hasPrefix("not formatted: the file is laid out so"), "\(entry["id"] ?? ""): \(problem)")
        }
        print("the public suite of YAML: \(formatted) of \(read) documents formatted")
        #expect(read > 150)
        #expect(formatted * 100 >= read * 95)
    }
}
