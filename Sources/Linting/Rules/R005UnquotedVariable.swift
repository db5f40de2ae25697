import Diagnostics
import RunbookModel

extension LintRules {
    static let unquotedVariable = LintRule(
        "R005", "unquoted-variable", .advice,
        "A variable without quotes is split at blanks, and its stars are expanded.",
        explanation: """
            `rm $file` with a file called `my notes` removes `my` and `notes`; with `*` in it, everything. Params and \
            outputs come from outside, so what they hold is not in the runbook's hands. `"$file"` is one word whatever \
            it holds.

            This is looked for by shellcheck, where it is installed (SC2086, SC2046, SC2048, SC2068, SC2206). Params \
            of type `int`, `number`, `bool` and `duration` hold neither blanks nor stars, and are left alone. Where a \
            variable is split on purpose, suppress the finding and say so.
            """,
        example: (
            wrong: """
            logs:
              check: docker compose logs $backend
            """,
            right: """
            logs:
              check: docker compose logs "$backend"
            """
        ),
        needs: .shellcheck
    ) { subject in
        ShellcheckRules.findings(in: subject) { script, finding in
            guard ShellcheckRules.quoting.contains(finding.number) else { return false }
            guard let name = script.variable(at: finding) else { return true }
            return !Self.isSplitless(name, subject.file.runbook)
        }
    }

    /// Whether a variable is a param whose text has neither blanks nor stars.
    private static func isSplitless(_ name: String, _ runbook: Runbook?) -> Bool {
        guard let param = runbook?.params.first(where: { $0.name == name }) else {
            return ["RUNG_RUN_ID", "RUNG_STEP", "RUNG_MODE", "RUNG_CHANGED", "RUNG_RUNBOOK"].contains(name)
        }
        return param.constraint.kind != .string
    }
}
