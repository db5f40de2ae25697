import Diagnostics
import JSONText
import Testing

@Suite struct SARIFTests {
    private let source = SourceText(name: "a b/ü.yaml", text: "one: ü\ntwo: x\n")

    private func log(_ change: (inout SARIFLog) -> Void) throws -> JSONValue {
        var log = SARIFLog(
            tool: "rung", version: "1.0.0",
            rules: [
                .init(code: "R001", name: "first-rule", severity: .warning, summary: "A first.", help: "# First"),
                .init(code: "R002", name: "second-rule", severity: .advice, summary: "A second.", help: "# Second"),
            ])
        change(&log)
        let parsed = try JSONValue.parse(log.render())
        #expect(parsed["version"] == "2.1.0")
        return try #require(parsed["runs"]?[0])
    }

    @Test func `a result names its rule, its level and its place in scalars from 1`() throws {
        let run = try log { log in
            log.diagnostics = [
                Diagnostic(
                    severity: .advice, code: "R002", message: "something", range: SourceRange(start: 13, end: 14),
                    source: source, hint: "do this", notes: [.init(message: "see", range: SourceRange(at: 0))])
            ]
        }
        let result = try #require(run["results"]?[0])
        #expect(result["ruleId"] == "R002" && result["ruleIndex"] == 1 && result["level"] == "note")
        #expect(result["message"]?["text"] == "something. Hint: do this")
        let place = result["locations"]?[0]?["physicalLocation"]
        #expect(place?["artifactLocation"]?["uri"] == "a%20b/%C3%BC.yaml")
        let region: JSONValue = ["startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 7]
        #expect(place?["region"] == region)
        #expect(result["relatedLocations"]?[0]?["message"]?["text"] == "see")
        #expect(run["columnKind"] == "unicodeCodePoints")
    }

    @Test func `a code without a declared rule gets one, and what is suppressed says why`() throws {
        let run = try log { log in
            let error = Diagnostic(
                code: "unknown-step", message: "there is no step", range: SourceRange(at: 0), source: source)
            let kept = Diagnostic(
                severity: .warning, code: "R001", message: "it is so", range: SourceRange(at: 0), source: source)
            log.diagnostics = [error]
            log.suppressed = [(kept, "on purpose")]
            log.notifications = ["shellcheck is not installed"]
        }
        #expect(run["tool"]?["driver"]?["rules"]?[2]?["id"] == "unknown-step")
        #expect(run["results"]?[0]?["ruleIndex"] == 2 && run["results"]?[0]?["level"] == "error")
        let suppressions: JSONValue = [["kind": "inSource", "justification": "on purpose"]]
        #expect(run["results"]?[1]?["suppressions"] == suppressions)
        let said = run["invocations"]?[0]?["toolExecutionNotifications"]?[0]?["message"]?["text"]
        #expect(said == "shellcheck is not installed")
    }

    @Test func `an absolute path gets its scheme`() throws {
        let absolute = SourceText(name: "/srv/a:b.yaml", text: "x")
        let run = try log { log in
            log.diagnostics = [
                Diagnostic(code: "x", message: "x", range: SourceRange(at: 0), source: absolute)
            ]
        }
        let place = run["results"]?[0]?["locations"]?[0]?["physicalLocation"]
        #expect(place?["artifactLocation"]?["uri"] == "file:///srv/a%3Ab.yaml")
    }

    @Test func `codes are shown in texts where they are wanted`() {
        let diagnostic = Diagnostic(
            severity: .advice, code: "R002", message: "something", range: SourceRange(at: 0), source: source)
        #expect(
            DiagnosticRenderer(showsCodes: true).render(diagnostic).hasPrefix(
                "a b/ü.yaml:1:1: advice[R002]: something\n"))
        #expect(DiagnosticRenderer().render(diagnostic).hasPrefix("a b/ü.yaml:1:1: advice: something\n"))
    }
}
