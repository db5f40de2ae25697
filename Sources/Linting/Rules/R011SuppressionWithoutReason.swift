import Diagnostics

extension LintRules {
    static let suppressionWithoutReason = LintRule(
        "R011", "suppression-without-reason", .advice, "A suppression does not say why.",
        explanation: """
            Whoever reads the runbook next sees that a rule was silenced, and cannot know whether that was thought about \
            or only in a hurry. The words after the code are for them.
            """,
        example: (
            wrong: """
            fix: docker compose exec -T backend $migrate  # rung: ignore R005
            """,
            right: """
            fix: docker compose exec -T backend $migrate  # rung: ignore R005 a command of several words
            """
        ),
        needs: .otherRules
    ) { _ in [] }
}
