package import Diagnostics

/// What the linter has to say of a file.
package struct LintReport: Sendable {
    /// A finding with its rule.
    package struct Entry: Sendable {
        /// The rule.
        package var rule: LintRule
        /// What it found.
        package var finding: LintFinding
    }

    /// A finding that the file says shall be left unsaid.
    package struct Suppressed: Sendable {
        /// The rule.
        package var rule: LintRule
        /// What it found.
        package var finding: LintFinding
        /// Why it is left unsaid, in the author's words.
        package var reason: String
    }

    /// The file.
    package let file: LintedRunbook
    /// What was found.
    package var findings: [Entry] = []
    /// What was found and is left unsaid.
    package var suppressed: [Suppressed] = []
    /// The codes of the rules that could not be asked.
    package var unasked: Set<String> = []

    init(file: LintedRunbook) { self.file = file }

    /// Whether nothing is to be said.
    package var isEmpty: Bool { file.diagnostics.isEmpty && findings.isEmpty }

    /// All that is to be said: the errors and warnings of the file, and the advice; secrets that were found are hidden.
    package var diagnostics: [Diagnostic] {
        let hiding = SecretHiding(self)
        return (file.diagnostics + findings.map { $0.rule.diagnostic(of: $0.finding, in: file.source) })
            .map(hiding.hidden)
    }

    /// The suppressed findings as diagnostics, each with the reason given for it.
    package var suppressedDiagnostics: [(diagnostic: Diagnostic, reason: String)] {
        let hiding = SecretHiding(self)
        return suppressed.map { entry in
            (hiding.hidden(entry.rule.diagnostic(of: entry.finding, in: file.source)), entry.reason)
        }
    }
}

extension LintRule {
    /// A finding as a diagnostic.
    fileprivate func diagnostic(of finding: LintFinding, in source: SourceText) -> Diagnostic {
        Diagnostic(
            severity: severity, code: code, message: finding.message, range: finding.range, source: source,
            hint: finding.hint, notes: finding.notes)
    }
}

/// Puts stars in the place of the secrets that were found: the lines of a file are shown beside messages, and logs keep
/// them.
private struct SecretHiding {
    private let source: SourceText
    private let masked: SourceText
    private let secrets: [[UInt8]]

    init(_ report: LintReport) {
        source = report.file.source
        let ranges = report.findings.filter { $0.rule.code == LintRules.secretInFile.code }.map(\.finding.range)
        var bytes = source.bytes
        for range in ranges where range.end <= bytes.count {
            for index in range.start..<range.end where bytes[index] != 0x0A { bytes[index] = UInt8(ascii: "*") }
        }
        masked = ranges.isEmpty ? source : SourceText(name: source.name, bytes: bytes)
        secrets = ranges.map { Array(report.file.source.bytes[$0.start..<$0.end]) }.filter { $0.count > 3 }
    }

    func hidden(_ diagnostic: Diagnostic) -> Diagnostic {
        guard !secrets.isEmpty else { return diagnostic }
        var hidden = diagnostic
        if diagnostic.source.name == source.name { hidden.source = masked }
        hidden.message = without(diagnostic.message)
        hidden.hint = diagnostic.hint.map(without)
        return hidden
    }

    private func without(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for secret in secrets {
            var index = 0
            while index + secret.count <= bytes.count {
                if bytes[index...].starts(with: secret) {
                    bytes.replaceSubrange(index..<(index + secret.count), with: "***".utf8)
                }
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
