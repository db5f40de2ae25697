package import Diagnostics

/// A rule of the linter: what it looks for, why that matters, and what to do.
package struct LintRule: Sendable {
    /// Its number: `R001`, never given to another rule.
    package let code: String
    /// Its name: `undeclared-destroy`.
    package let name: String
    /// How much its findings weigh.
    package let severity: Severity
    /// What it finds, in one sentence.
    package let summary: String
    /// Why that matters and what to do, in Markdown.
    package let explanation: String
    /// What it finds, and the same set right, as a part of a runbook.
    package let example: (wrong: String, right: String)
    /// Whether `--fix` can set right what it finds, at least in simple cases.
    package let isFixable: Bool
    /// What it needs beside the text to find anything.
    let needs: Need
    /// Looks at a runbook.
    let find: @Sendable (LintSubject) -> [LintFinding]

    /// What a rule needs.
    enum Need: Sendable {
        /// The text as YAML.
        case text
        /// The runbook without an error.
        case runbook
        /// The runbook without an error, and what shellcheck says of its scripts.
        case shellcheck
        /// All other rules to have been asked.
        case otherRules
    }

    init(
        _ code: String, _ name: String, _ severity: Severity, _ summary: String, explanation: String,
        example: (wrong: String, right: String), isFixable: Bool = false, needs: Need = .text,
        find: @escaping @Sendable (LintSubject) -> [LintFinding]
    ) {
        self.code = code
        self.name = name
        self.severity = severity
        self.summary = summary
        self.explanation = explanation
        self.example = example
        self.isFixable = isFixable
        self.needs = needs
        self.find = find
    }
}

/// What rules look at: a runbook, and what was found of its scripts.
package struct LintSubject: Sendable {
    /// The runbook.
    let file: LintedRunbook
    /// What shellcheck says of each of the file's scripts; nil: it was not asked.
    let shellcheck: [[ScriptFinding]]?

    /// The text of the file.
    var source: SourceText { file.source }
}

/// Something that a rule found.
package struct LintFinding: Sendable {
    /// What is wrong, in one line.
    package var message: String
    /// Where.
    package var range: SourceRange
    /// What to do about it.
    package var hint: String?
    /// Further places.
    package var notes: [DiagnosticNote] = []
    /// How to set it right without a person.
    package var fix: LintFix?

    init(
        _ message: String, at range: SourceRange, hint: String? = nil, notes: [DiagnosticNote] = [],
        fix: LintFix? = nil
    ) {
        self.message = message
        self.range = range
        self.hint = hint
        self.notes = notes
        self.fix = fix
    }
}
