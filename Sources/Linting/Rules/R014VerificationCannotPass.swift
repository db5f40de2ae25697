import Diagnostics
import RunbookModel
import YAMLSyntax

extension LintRules {
    static let verificationCannotPass = LintRule(
        "R014", "verification-cannot-pass", .warning, "A verification is over before it can have passed.",
        explanation: """
            `passes: 5` with `every: 30s` needs two minutes from the first look to the fifth, and `within` (60s where \
            nothing is said) ends it before. The fix then counts as failed whatever it did.

            Give it more time by `within`, look more often by `every`, or ask for fewer `passes`.
            """,
        example: (
            wrong: """
            restart:
              fix: docker compose restart backend
              verify: {step: health, every: 30s, passes: 5}
            """,
            right: """
            restart:
              fix: docker compose restart backend
              verify: {step: health, every: 30s, within: 3m, passes: 5}
            """
        ),
        needs: .runbook
    ) { subject in
        guard let runbook = subject.file.runbook else { return [] }
        return zip(runbook.steps, subject.file.steps).compactMap { step, written in
            let verify: Verification? =
                switch step.kind {
                case .fix(let fix): fix.verify
                case .edit(let edit): edit.verify
                case .manual(let manual): manual.verify
                default: nil
                }
            guard let verify, verify.passes > 1, let node = written.node["verify"]?["passes"] else { return nil }
            let least = verify.every * (verify.passes - 1)
            guard least >= verify.within else { return nil }
            return LintFinding(
                "\(verify.passes) passes, \(DurationText.format(verify.every)) apart, take at least "
                    + "\(DurationText.format(least)), and the verification is over after "
                    + DurationText.format(verify.within),
                at: node.range, hint: "make `within` longer or `every` shorter")
        }
    }
}
