import Diagnostics

extension LintRules {
    static let uselessSuppression = LintRule(
        "R012", "useless-suppression", .advice, "A suppression keeps nothing unsaid.",
        explanation: """
            The finding was mended, the comment stands at the wrong place, or the code is no rule's: then it only looks \
            as if something were known and accepted here. Later it would hide a finding that nobody has seen yet.

            A suppression covers what begins on its line, or, on a line of its own, on the line below; a key that begins \
            there with all that it holds. In a script it covers its line, or the line below. `--fix` takes out those \
            comments of the file that are good for nothing.
            """,
        example: (
            wrong: """
            health:
              check: {http: "http://localhost/health"}  # rung: ignore R004 it ends
            """,
            right: """
            health:
              check: {http: "http://localhost/health"}
            """
        ),
        isFixable: true, needs: .otherRules
    ) { _ in [] }
}
