import Diagnostics
import Testing
import YAMLSyntax

@Suite struct LimitTests {
    /// The code of the only diagnostic, and the milliseconds it took.
    private func refusal(_ text: String) -> (code: String?, milliseconds: Int64) {
        let start = ContinuousClock.now
        let result = YAMLReader.read(name: "t", bytes: Array(text.utf8))
        let spent = (ContinuousClock.now - start).components
        #expect(result.document == nil)
        #expect(result.diagnostics.count == 1)
        return (result.diagnostics.first?.code, spent.seconds * 1_000 + spent.attoseconds / 1_000_000_000_000_000)
    }

    @Test(arguments: ["{", "[", "[{a: ", "- ", "? ", "[? ", "{? ", "[\n"])
    func `deep nesting is refused before it costs anything`(opening: String) {
        let refusal = refusal(String(repeating: opening, count: 50_000))
        #expect(refusal.code == "too-deep")
        #expect(refusal.milliseconds < 3_000)
    }

    @Test func `a hundred levels are read, one more is refused`() throws {
        let levels = 100
        let deep = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(try document(deep).root != nil)
        #expect(messages("[" + deep + "]").hasPrefix("t.yaml:1:101: error: lists and maps are nested more than 100"))
    }

    @Test func `an alias bomb is refused at once, and its alias is named`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...20 {
            let alias = "*a\(level - 1)"
            text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 9).joined(separator: ", "))]\n"
        }
        #expect(
            messages(text).contains("with the alias `*a4` the aliases of this file stand for more than 100000 values"))
        #expect(refusal(text).milliseconds < 3_000)
    }

    @Test func `many aliases of small things are no bomb`() throws {
        let text = "a: &a text\nb:\n" + String(repeating: "  - *a\n", count: 150_000)
        #expect(try document(text).root?["b"]?.items?.count == 150_000)
    }

    @Test func `an alias within its own anchor is refused`() {
        #expect(
            messages("a: &x\n  - b\n  - *x\n") == """
                t.yaml:3:5: error: the alias `*x` stands within its own anchor
                      - *x
                        ^~

                """)
    }

    @Test func `an unknown alias is refused`() {
        #expect(
            messages("when: *.log\n") != ""
                && messages("when: *log\n") == """
                    t.yaml:1:7: error: nothing before this has the anchor `&log`
                        when: *log
                              ^~~~
                      hint: a text that begins with `*` needs quotes

                    """
        )
    }

    @Test func `a text beyond the limit of bytes is refused unread`() {
        let limits = YAMLLimits(depth: 10, bytes: 10, aliasNodes: 10)
        #expect(
            messages("a: 12345678", limits: limits)
                == "t.yaml:1:1: error: the file has 11 bytes, more than the 10 that are read\n"
                + "  hint: split it into several files\n")
    }

    @Test func `a flood of directives is refused`() {
        var text = ""
        for index in 0..<200_000 { text += "%TAG !a\(index)! x\n" }
        #expect(refusal(text + "--- a").code == "too-many-directives")
    }

    @Test func `equal keys are found in linear time`() {
        var text = ""
        for index in 0..<100_000 { text += "k\(index % 99_990): v\n" }
        let result = YAMLReader.read(name: "t", bytes: Array(text.utf8))
        #expect(result.diagnostics.count == 10)
        #expect(result.document?.root?.pairs?.count == 99_990)
    }
}
