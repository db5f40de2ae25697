import Diagnostics
import RunbookModel
import YAMLSyntax

extension LintRules {
    static let timeoutBeyondLimit = LintRule(
        "R010", "timeout-beyond-limit", .advice, "Something may take longer than the whole walk.",
        explanation: """
            `limits.time` (30m where nothing is said) ends a walk: what is then under way as a check, a wait or a \
            verification is ended, and the walk goes to `fallback`. A `timeout: 1h` within it is a promise that is not \
            kept. A fix does keep its own timeout, but nothing follows it any more, and nothing sees whether it helped.

            Make the one shorter or the other longer. The timeouts of `ask` and `manual` are not meant: waiting for \
            people does not count.
            """,
        example: (
            wrong: """
            limits: {time: 10m}
            steps:
              dump:
                fix: pg_dumpall > /var/backups/all.sql
                timeout: 1h
            """,
            right: """
            limits: {time: 90m}
            steps:
              dump:
                fix: pg_dumpall > /var/backups/all.sql
                timeout: 1h
            """
        ),
        needs: .runbook
    ) { subject in
        guard let runbook = subject.file.runbook else { return [] }
        let limit = runbook.limits.time
        var findings: [LintFinding] = []
        func weigh(_ node: YAMLNode?, _ what: String) {
            guard let node, let text = node.text, let duration = DurationText.parse(text), duration > limit else {
                return
            }
            findings.append(
                LintFinding(
                    "\(what) may take \(text), and the walk is over after \(DurationText.format(limit))",
                    at: node.range,
                    hint: "make it shorter, or `limits: {time: …}` longer"))
        }
        let defaults = subject.file.document?.root?["defaults"]
        weigh(defaults?["timeout"], "a check")
        weigh(defaults?["fix_timeout"], "a fix")
        for step in subject.file.steps where step.node["ask"] == nil && step.node["manual"] == nil {
            weigh(step.node["timeout"], "`\(step.id)`")
            weigh(step.node["wait"], "this wait")
        }
        for step in subject.file.steps {
            weigh(step.node["verify"]?["within"], "the verification")
            weigh(step.node["retry"]?["every"], "a pause between tries")
        }
        return findings
    }
}
