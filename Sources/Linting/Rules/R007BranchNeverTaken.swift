import Diagnostics
import RunbookModel
import YAMLSyntax

extension LintRules {
    static let branchNeverTaken = LintRule(
        "R007", "branch-never-taken", .warning, "A branch can never be taken: an earlier one always wins.",
        explanation: """
            Of a list of branches the first true one is taken. A branch whose condition is true only when one above it \
            is true too is dead, and mostly that means that the two are in the wrong order: the special case stands \
            below the general one. So does a branch that contradicts itself, and an `else` below conditions of which one \
            is always true.

            All values that could tell the conditions apart are tried, unknown ones among them; what is not sure is \
            not said. A cause that nothing finds counts as false.
            """,
        example: (
            wrong: """
            heal:
              decide:
                - {when: causes.slow, goto: restart}
                - {when: causes.slow && causes.disk_full, goto: free_space}
              else: escalate
            """,
            right: """
            heal:
              decide:
                - {when: causes.slow && causes.disk_full, goto: free_space}
                - {when: causes.slow, goto: restart}
              else: escalate
            """
        ),
        needs: .runbook
    ) { subject in
        guard let runbook = subject.file.runbook else { return [] }
        let found = runbook.causesThatAreFound
        return zip(runbook.steps, subject.file.steps).flatMap { step, written -> [LintFinding] in
            guard case .branches(let branches) = step.way.next else { return [] }
            var table = BranchTable(branches, of: step.id, in: runbook, foundCauses: found)
            return Self.deadBranches(branches, &table) + Self.deadElse(branches, &table, written)
        }
    }

    private static func deadBranches(_ branches: [Branch], _ table: inout BranchTable) -> [LintFinding] {
        branches.indices.compactMap { index in
            let range = branches[index].when.range
            let goto = branches[index].goto
            switch table.reason(of: index) {
            case nil: return nil
            case .neverTrue:
                return LintFinding("this is never true, so the branch to `\(goto)` is never taken", at: range)
            case .after(let earlier):
                return LintFinding(
                    "the branch to `\(goto)` is never taken: whenever this is true, an earlier condition is too",
                    at: range, hint: "put the special case above the general one",
                    notes: [.init(message: "this one is always taken before it", range: branches[earlier].when.range)])
            case .afterOthers:
                return LintFinding(
                    "the branch to `\(goto)` is never taken: whenever this is true, one of those above is too",
                    at: range,
                    hint: "put the special cases above the general ones")
            }
        }
    }

    private static func deadElse(_ branches: [Branch], _ table: inout BranchTable, _ written: LintedStep)
        -> [LintFinding]
    {
        guard let pair = written.node.pairs?.first(where: { $0.keyText == "else" }), table.canAllBeFalse() == false
        else {
            return []
        }
        return [
            LintFinding(
                "`else` is never taken: one of the conditions above is always true, or unknown", at: pair.key.range,
                hint: "an unknown condition leads to `fallback`, not to `else`")
        ]
    }
}
