import Diagnostics
import TestSupport
import Testing

@Suite struct RendererTests {
    /// What is shown of one error from mark 1 to mark 2, without the headline.
    private func shown(_ marked: String, width: Int = 120) -> String {
        let text = MarkedText(marked)
        let source = SourceText(name: "a.yaml", text: text.text)
        let diagnostic = Diagnostic(code: "x", message: "m", range: text.range(1, 2), source: source)
        let lines = DiagnosticRenderer(width: width).render(diagnostic).split(separator: "\n")
        return lines.dropFirst().map { $0.dropFirst(4) }.joined(separator: "\n")
    }

    @Test func `place, message, line, carets, hint and notes are shown`() {
        let text = MarkedText("one: 1\ntwo: 1️⃣three2️⃣\n")
        let source = SourceText(name: "a.yaml", text: text.text)
        let diagnostic = Diagnostic(
            severity: .warning, code: "x", message: "no such step", range: text.range(1, 2), source: source,
            hint: "did you mean `tree`?",
            notes: [DiagnosticNote(message: "see here", range: SourceRange(start: 0, end: 3))])
        #expect(
            DiagnosticRenderer().render([diagnostic, diagnostic]) == """
                a.yaml:2:6: warning: no such step
                    two: three
                         ^~~~~
                  hint: did you mean `tree`?
                a.yaml:1:1: note: see here
                    one: 1
                    ^~~

                """)
    }

    @Test(arguments: [
        ("\ta: 1️⃣bc2️⃣", "    a: bc\n       ^~"), ("a\tb: 1️⃣x2️⃣", "a   b: x\n       ^"),
        ("語: 1️⃣é語2️⃣ x", "語: é語\u{20}x\n    ^~~"),
        ("e\u{301}: 1️⃣x2️⃣", "e\u{301}: x\n   ^"), ("🚒👍🏽: 1️⃣🚒2️⃣", "🚒👍🏽: 🚒\n      ^~"), ("🇩🇪: 1️⃣x2️⃣", "🇩🇪: x\n    ^"),
        ("👩‍🚒: 1️⃣x2️⃣", "👩‍🚒: x\n    ^"), ("a: b1️⃣", "a: b\n    ^"), ("a: 1️⃣bc\nd: e2️⃣", "a: bc\n   ^~"),
        ("\u{1B}[31m: 1️⃣x2️⃣", "\\u{1b}[31m: x\n            ^"), ("a1️⃣\u{0}2️⃣b", "a\\u{0}b\n ^~~~~"), ("\n1️⃣\n", ""),
    ])
    func `carets stand under what they mean`(marked: String, expected: String) {
        #expect(shown(marked) == expected)
    }

    @Test func `a long line is cut around the caret`() {
        let before = String(repeating: "a", count: 300)
        #expect(
            shown(before + "1️⃣bad2️⃣" + before, width: 40)
                == "…" + String(repeating: "a", count: 20) + "bad" + String(repeating: "a", count: 17) + "…\n"
                + String(repeating: " ", count: 21) + "^~~")
        #expect(shown("1️⃣bad2️⃣" + before, width: 20) == "bad" + String(repeating: "a", count: 17) + "…\n^~~")
        #expect(shown(before + "1️⃣bad2️⃣", width: 20) == "…" + String(repeating: "a", count: 10) + "bad\n           ^~~")
        #expect(shown(before + "1️⃣", width: 20) == "…" + String(repeating: "a", count: 10) + "\n           ^")
        #expect(shown(String(repeating: "語", count: 99) + "1️⃣", width: 20).utf8.count < 60)
    }

    @Test func `a line of megabytes costs nothing`() {
        let text = String(repeating: "語", count: 1_000_000)
        let source = SourceText(name: "a", text: text)
        let diagnostic = Diagnostic(code: "x", message: "m", range: SourceRange(at: 1_500_000), source: source)
        #expect(DiagnosticRenderer().render(diagnostic).utf8.count < 700)
    }

    @Test func `control characters never reach the terminal`() {
        let source = SourceText(name: "a\u{1B}b", text: "x\u{9B}y\u{202E}z")
        let diagnostic = Diagnostic(
            code: "x", message: "key `\u{7}`\n", range: SourceRange(at: 0), source: source, hint: "\u{8}")
        let text = DiagnosticRenderer().render(diagnostic)
        #expect(text.unicodeScalars.filter { $0 != "\n" }.allSatisfy { !DisplayWidth.mustEscape($0) })
        #expect(text.split(separator: "\n").count == 4)
    }

    @Test func `colour is there when asked for`() {
        let source = SourceText(name: "a", text: "b")
        let diagnostic = Diagnostic(code: "x", message: "m", range: SourceRange(start: 0, end: 1), source: source)
        #expect(
            DiagnosticRenderer(usesColour: true).render(diagnostic)
                == "\u{1B}[1ma:1:1:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m m\n    b\n    \u{1B}[1;32m^\u{1B}[0m\n")
    }

    @Test func `diagnostics are sorted by place`() {
        let source = SourceText(name: "a", text: "bcd")
        let places = [2, 0, 1, 0].map { offset in
            Diagnostic(code: "x", message: "m\(offset)", range: SourceRange(at: offset), source: source)
        }
        #expect(places.inOrderOfPlace().map(\.message) == ["m0", "m1", "m2"])
    }

    @Test func `JSON holds the places and escapes the texts`() {
        let text = MarkedText("a: 1️⃣bé2️⃣")
        let source = SourceText(name: "d\"\\.yaml", text: text.text)
        let diagnostic = Diagnostic(code: "no-such", message: "a\n\u{1}é", range: text.range(1, 2), source: source)
        #expect(
            DiagnosticJSONRenderer().render([diagnostic]) == """
                [
                  {"file": "d\\"\\\\.yaml", "line": 1, "column": 4, "end_line": 1, "end_column": 6, \
                "severity": "error", "code": "no-such", "message": "a\\n\\u0001é", "hint": null}
                ]

                """)
        #expect(DiagnosticJSONRenderer().render([]) == "[]\n")
    }
}
