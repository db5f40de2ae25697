import Diagnostics

extension LintRules {
    static let scriptMistake = LintRule(
        "R006", "script-mistake", .warning, "A script has a mistake that changes what it does.",
        explanation: """
            shellcheck, where it is installed, knows what shells really do: `[[` that `sh` does not have, `rm -rf \
            "$dir/"` with an empty `dir`, a pipe into a command that reads nothing. Its errors and warnings are shown \
            here; what is only style, or does not matter to a script of `sh -eu`, is not.

            A string under `check` or `fix` is run by `sh -eu`, which is dash on Debian: for bash, write a list, \
            `[bash, -euc, "…"]`.
            """,
        example: (
            wrong: """
            logs:
              check: if [[ -f /var/log/app.log ]]; then cat /var/log/app.log; fi
            """,
            right: """
            logs:
              check: if [ -f /var/log/app.log ]; then cat /var/log/app.log; fi
            """
        ),
        needs: .shellcheck
    ) { subject in
        ShellcheckRules.findings(in: subject) { _, finding in ShellcheckRules.isMistake(finding) }
    }
}
