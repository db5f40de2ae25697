import Diagnostics
import RunbookModel
import YAMLSyntax

extension LintRules {
    static let causeNeverFound = LintRule(
        "R015", "cause-never-found", .advice, "A cause is declared, and no finding finds it.",
        explanation: """
            `causes.x` is true while a finding of `x` holds. Where no step has such a finding it is always false, and \
            every branch that waits for it is dead. Mostly a check was meant to find it and does not.

            Add the finding to the check that sees it, or take the cause out.
            """,
        example: (
            wrong: """
            causes:
              disk_full: {name: The disk is full}
            steps:
              disk:
                check: df --output=pcent /
                parse: table
            """,
            right: """
            causes:
              disk_full: {name: The disk is full}
            steps:
              disk:
                check: df --output=pcent /
                parse: table
                findings:
                  - {when: 'out.exists(row, percent(row["Use%"]) > 90)', cause: disk_full}
            """
        ),
        needs: .runbook
    ) { subject in
        guard let runbook = subject.file.runbook else { return [] }
        let found = runbook.causesThatAreFound
        let pairs = subject.file.document?.root?["causes"]?.pairs ?? []
        return pairs.filter { !found.contains($0.keyText) }.map { pair in
            LintFinding(
                "nothing finds `\(pair.keyText)`, so `causes.\(pair.keyText)` is always false", at: pair.key.range,
                hint: "add `findings: [{when: …, cause: \(pair.keyText)}]` to the check that sees it")
        }
    }
}

extension Runbook {
    /// The causes that some finding finds.
    var causesThatAreFound: Set<String> {
        var found: Set<String> = []
        for step in steps {
            switch step.kind {
            case .check(let check): found.formUnion(check.findings.map(\.cause))
            case .group(let group): found.formUnion(group.findings.map(\.cause))
            default: break
            }
        }
        return found
    }
}
