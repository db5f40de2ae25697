import Glibc
import Linting
import TestSupport
import Testing

@Suite struct RulesTests {
    @Test func `every rule has a number, a name and words of its own`() {
        let rules = LintRules.inOrder
        for (index, rule) in rules.enumerated() {
            #expect(rule.code == "R\(index < 9 ? "00" : "0")\(index + 1)")
        }
        #expect(Set(rules.map(\.name)).count == rules.count)
        for rule in rules {
            #expect(rule.summary.hasSuffix(".") && !rule.explanation.isEmpty, "\(rule.code)")
            #expect(LintRules.rule(rule.name)?.code == rule.code)
        }
    }

    @Test func `every rule has a file that triggers it and a near miss`() throws {
        let files = try namesInFolder(PackageRoot.path + "/Tests/LintingTests/Rules")
        let expected = LintRules.inOrder.flatMap { ["\($0.code)-near-miss.yaml", "\($0.code)-triggers.yaml"] }
        #expect(files == expected.sorted())
    }

    /// `RECORD_EXPECTED=1` writes the page anew, to be read before it is committed.
    @Test func `the page of the rules is what the rules say`() throws {
        let path = PackageRoot.path + "/Documentation/lint-rules.md"
        if getenv("RECORD_EXPECTED") != nil { try writeFile(path, RulesPage.markdown) }
        #expect(try String(decoding: readFile(path), as: UTF8.self) == RulesPage.markdown)
    }
}
