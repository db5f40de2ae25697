import Diagnostics
import RunbookModel

/// What the rules that rest on shellcheck share.
enum ShellcheckRules {
    /// Words that are split or expanded where that is hardly meant.
    static let quoting: Set<Int> = [2046, 2048, 2068, 2086, 2206]

    /// What does not matter to a script of a step: an unused variable may be exported (2034), params are set from
    /// outside (2154), there is no file that could be read (1090, 1091) and no first line (2148), and a `cd` that fails
    /// ends a script of `sh -eu` (2164).
    private static let ignored: Set<Int> = [1090, 1091, 2034, 2148, 2154, 2164]

    /// Whether a finding is a mistake that changes what a script does.
    static func isMistake(_ finding: ScriptFinding) -> Bool {
        guard finding.level == "error" || finding.level == "warning" else { return false }
        return !quoting.contains(finding.number) && !ignored.contains(finding.number)
    }

    /// The findings of shellcheck that a rule wants, at their places in the file.
    static func findings(
        in subject: LintSubject, where isWanted: (LintedScript, ScriptFinding) -> Bool
    ) -> [LintFinding] {
        guard let shellcheck = subject.shellcheck else { return [] }
        return zip(subject.file.scripts, shellcheck).flatMap { script, findings in
            findings.filter { isWanted(script, $0) }.map { finding in
                LintFinding(
                    message(of: finding), at: script.range(of: finding, in: subject.source),
                    hint: "https://www.shellcheck.net/wiki/SC\(finding.number)")
            }
        }
    }

    private static func message(of finding: ScriptFinding) -> String {
        var text = finding.message.prefix { !$0.isNewline }
        if text.last == "." { text.removeLast() }
        return "\(text) (SC\(finding.number))"
    }
}

extension LintedScript {
    /// The bytes of a finding in the script.
    func textRange(of finding: ScriptFinding) -> Range<Int> {
        let start = offset(line: finding.start.line, column: finding.start.column)
        return start..<max(start, offset(line: finding.end.line, column: finding.end.column))
    }

    /// The place of a finding in the file.
    func range(of finding: ScriptFinding, in source: SourceText) -> SourceRange {
        place.range(of: textRange(of: finding), in: source)
    }

    /// The variable that a finding points at; nil where it points at something else.
    func variable(at finding: ScriptFinding) -> String? {
        var bytes = Array(text.utf8)[textRange(of: finding)]
        guard bytes.first == UInt8(ascii: "$") else { return nil }
        bytes = bytes.dropFirst()
        if bytes.first == UInt8(ascii: "{") { bytes = bytes.dropFirst() }
        let name = bytes.prefix { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
