import Diagnostics
import Linting
import RunbookLoading
import TestSupport

/// A runbook of a few steps as a test writes it, and what the linter says of it.
enum Linted {
    /// A valid runbook around some steps, which follow on `look`, a check.
    static func runbook(_ steps: String) -> String {
        let body = steps.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
            .joined(separator: "\n")
        return """
            version: 1
            id: t
            start: look
            fallback: call
            steps:
              look: {check: uptime, next: mend}
            \(body)
              call: {escalate: {to: ops}}

            """
    }

    /// The runbook of a text.
    static func read(_ text: String) -> LintedRunbook {
        LintedRunbook(path: "t.yaml", bytes: Array(text.utf8)) { path throws(FileReadError) in
            throw FileReadError("there is no such file")
        }
    }

    /// What is said of a text, without what shellcheck would say: code and line of each.
    static func look(at text: String) -> LintReport {
        Linter().look(at: read(text), shellcheck: nil)
    }

    /// The findings of some steps, each as `R004 the text that it points at`.
    static func findings(_ steps: String) -> [String] {
        let report = look(at: runbook(steps))
        return report.findings.map { "\($0.rule.code) \(report.file.source.text(in: $0.finding.range))" }
    }

    /// The findings of one fix that says that it was verified.
    static func findings(ofFix script: String, _ more: String = "") -> [String] {
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        return findings("mend:\n  fix: |\n\(lines.joined(separator: "\n"))\n  verify: look\n  next: call\n\(more)")
    }

    /// The findings of one check.
    static func findings(ofCheck script: String) -> [String] {
        let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        return findings("mend:\n  check: |\n\(lines.joined(separator: "\n"))\n  next: call\n")
    }

    /// A text after `--fix`, and the codes of what was fixed.
    static func fixed(_ text: String) -> (text: String, codes: [String]) {
        let (bytes, _, fixes) = Linter().fixing(Array(text.utf8)) { read(String(decoding: $0, as: UTF8.self)) }
        return (String(decoding: bytes, as: UTF8.self), fixes.map(\.code))
    }
}
