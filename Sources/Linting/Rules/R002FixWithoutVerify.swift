import Diagnostics
import YAMLSyntax

extension LintRules {
    static let fixWithoutVerify = LintRule(
        "R002", "fix-without-verify", .advice, "A fix or an edit does not say how it is seen that it helped.",
        explanation: """
            A command that ends with 0 has done something; whether the symptom is gone is another question. Without \
            `verify` a restart that changes nothing counts as ok, `next` is taken, and the transcript says that it \
            helped. With it the symptom decides, and a fix that did not help leads to `else`.

            Name a check of the symptom (`verify: health`), or write one (`verify: {check: …, expect: …}`). What starts \
            slowly gets time: `within: 2m`; what crashes in a loop several looks: `passes: 3`.
            """,
        example: (
            wrong: """
            restart_redis:
              fix: docker compose restart redis
              next: diagnose
            """,
            right: """
            restart_redis:
              fix: docker compose restart redis
              verify: {step: redis_ping, within: 60s, passes: 3}
              next: diagnose
            """
        )
    ) { subject in
        subject.file.steps.compactMap { step in
            guard let pair = step.node.pairs?.first(where: { $0.keyText == "fix" || $0.keyText == "edit" }),
                step.node["verify"] == nil
            else { return nil }
            return LintFinding(
                "nothing sees whether `\(step.id)` has helped", at: pair.key.range,
                hint: "add `verify`: the check that shows whether the symptom is gone")
        }
    }
}
