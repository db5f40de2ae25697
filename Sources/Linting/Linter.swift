import Diagnostics

/// Looks at runbooks by all rules, and keeps to what the files say shall be left unsaid.
package struct Linter: Sendable {
    private let rules: [LintRule]

    /// A linter with all rules.
    package init() {
        rules = LintRules.all
    }

    /// What is to be said of a runbook.
    ///
    /// - Parameters:
    ///   - file: the runbook.
    ///   - shellcheck: what shellcheck said of each of `file.scripts`, in their order; nil: it was not asked.
    package func look(at file: LintedRunbook, shellcheck: [[ScriptFinding]]?) -> LintReport {
        var report = LintReport(file: file)
        let subject = LintSubject(file: file, shellcheck: shellcheck)
        var ledger = SuppressionLedger(SuppressionScan(of: file).suppressions)
        for rule in rules {
            guard isAskable(rule, subject) else {
                report.unasked.insert(rule.code)
                continue
            }
            if rule.needs == .otherRules {
                let findings = ledger.findings(of: rule, unasked: report.unasked)
                report.findings += findings.map { .init(rule: rule, finding: $0) }
                continue
            }
            for finding in rule.find(subject) {
                if let suppression = ledger.suppression(of: rule.code, at: finding.range.start) {
                    report.suppressed.append(.init(rule: rule, finding: finding, reason: suppression.reason))
                } else {
                    report.findings.append(.init(rule: rule, finding: finding))
                }
            }
        }
        return report
    }

    private func isAskable(_ rule: LintRule, _ subject: LintSubject) -> Bool {
        switch rule.needs {
        case .text, .otherRules: subject.file.document != nil
        case .runbook: subject.file.isValid
        case .shellcheck: subject.file.isValid && subject.shellcheck != nil
        }
    }

    /// The text of a runbook with everything set right that can be without a person.
    ///
    /// What is suppressed stays. A fix that cannot be made safely, or after which the runbook would have an error more,
    /// is left out. Each pass reads the text anew; a fix is made once at each place.
    ///
    /// - Returns: the text, the very same bytes where nothing was fixed, as it was read last, and the fixes.
    package func fixing(
        _ bytes: [UInt8], read: ([UInt8]) -> LintedRunbook
    ) -> (bytes: [UInt8], file: LintedRunbook, fixes: [AppliedFix]) {
        var bytes = bytes
        var fixes: [AppliedFix] = []
        var file = read(bytes)
        for _ in 0..<Self.mostPasses {
            let errors = file.diagnostics.count { $0.severity == .error }
            var places: Set<String> = []
            var changed = bytes
            var made: [AppliedFix] = []
            // From the end, so that what is yet to be changed stays where it was read.
            let findings = look(at: file, shellcheck: nil).findings
            for entry in findings.sorted(by: { $0.finding.range.start > $1.finding.range.start }) {
                guard let fix = entry.finding.fix, places.insert(fix.place).inserted else { continue }
                guard let result = fix.applied(to: changed, source: file.source), result != changed else { continue }
                changed = result
                let line = file.source.position(of: entry.finding.range.start).line
                made.append(AppliedFix(code: entry.rule.code, line: line, summary: fix.summary))
            }
            guard !made.isEmpty else { break }
            let next = read(changed)
            guard next.diagnostics.count(where: { $0.severity == .error }) <= errors else { break }
            (bytes, file) = (changed, next)
            fixes += made.reversed()
        }
        return (bytes, file, fixes)
    }

    /// Each pass fixes at least one thing in each script; no script has so many.
    private static let mostPasses = 100
}

/// A fix that was made.
package struct AppliedFix: Sendable, Hashable {
    /// The rule.
    package var code: String
    /// The line where the finding was, when it was read.
    package var line: Int
    /// What was done, in a few words.
    package var summary: String
}
