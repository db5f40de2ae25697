import Documents
import RunbookModel
import YAMLSyntax

/// A branch of a decision.
private let branchSpec = ObjectSpec<BranchDraft>(
    "a branch", example: "{when: …, goto: …}",
    otherWords: [
        "if": "the condition of a branch is `when`", "then": "the step of a branch is `goto`",
        "next": "the step of a branch is `goto`",
        "else": "`else` stands beside `next`, not in a branch: it is taken when every `when` is false",
    ],
    make: { BranchDraft() },
    keys: [
        Key("when", .condition, required: true, "what must be true for the branch to be taken") { $0.when = $1 },
        Key("goto", .stepName, required: true, "the step that the branch leads to") { $0.goto = $1 },
    ],
    onUnknownKey: { $2.isRestOfCondition($0, $1, after: ["when"]) })

/// What a check or a group may find.
private let findingSpec = ObjectSpec<FindingDraft>(
    "a finding", example: "{when: …, cause: …}",
    otherWords: ["if": "the condition of a finding is `when`", "then": "what a finding finds is `cause`"],
    make: { FindingDraft() },
    keys: [
        Key("when", .condition, required: true, "what must be true for the cause to be found") { $0.when = $1 },
        Key("cause", .scalar("the name of a cause"), required: true, "the cause that this is a sign of") {
            $0.cause = $1
        },
    ],
    onUnknownKey: { $2.isRestOfCondition($0, $1, after: ["when"]) })

extension ValueSpec where Value == [BranchDraft] {
    /// A list of branches; the first that is true is taken.
    static let branches = ValueSpec.list(
        of: branchSpec.value, "a list of branches such as `{when: …, goto: …}`", minimum: 1
    ).named("branches").described("Branches, of which the first true one is taken.")
}

extension ValueSpec where Value == [FindingDraft] {
    /// A list of findings; all are weighed.
    static let findings = ValueSpec.list(of: findingSpec.value, "a list of findings such as `{when: …, cause: …}`")
        .named("findings").described("Findings, which are all weighed.")
}

extension ValueSpec where Value == NextDraft {
    /// A step or a list of branches.
    static let next = ValueSpec.byKind(
        "a step or a list of branches",
        scalar: ValueSpec<YAMLNode>.stepName.map { node, _, _ in .step(node) },
        list: ValueSpec<[BranchDraft]>.branches.map { branches, _, _ in .branches(branches) })
}

extension ValueSpec where Value == UnattendedDraft {
    private static let wanted = "`escalate`, `skip`, `{goto: step}` or, for an ask, `{answer: …}`"

    private static let policy = ObjectSpec<UnattendedMap>(
        "`unattended`", oneOf: ["goto", "answer"], make: { UnattendedMap() },
        keys: [
            Key("goto", .stepName, "The step that is gone to.") { $0.goto = $1 },
            Key("answer", .scalar("an answer"), "The answer that is taken.") { $0.answer = $1 },
        ])

    /// What a human step does when nobody is there (rule 26).
    static let unattended = ValueSpec.byKind(
        wanted,
        scalar: ValueSpec<String>.word(of: ["escalate", "skip"]).map { word, _, _ in .word(word) },
        map: policy.value.map { map, _, _ in
            map.goto.map { .goto($0) } ?? map.answer.map { .answer($0) }
        })
}

/// What `unattended` holds as a map.
private struct UnattendedMap: Sendable {
    var goto: YAMLNode?
    var answer: YAMLNode?
}
