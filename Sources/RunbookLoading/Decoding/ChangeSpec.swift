import Documents
import RunbookModel
import YAMLSyntax

/// What is looked at, wherever that is not a step's own check.
let lookedAtKeys: [Key<VerificationDraft>] = [
    Key("step", .stepName, "The check or group that is run.") { $0.step = $1 },
    Key("check", .look, "What is looked at.") { $0.check = $1 },
    Key("expect", .condition, "What must be true for the check to be ok.") { $0.expect = $1 },
    Key("parse", .enumeration(), default: "text", "How the output becomes `out`.") { $0.parse = $1 },
]

private let verificationSpec = ObjectSpec<VerificationDraft>(
    "a verification", oneOf: ["step", "check"],
    otherWords: [
        "retry": "a verification tries again by itself: `every`, `within` and `passes` say how",
        "findings": "only a step finds causes: make the check a step, and name it here",
        "timeout_total": "how long a verification may take in all is `within`",
    ],
    rules: { [.only(["every", "within", "passes"], beside: "step")] + misfitRules() },
    make: { VerificationDraft() },
    keys: lookedAtKeys + [
        Key("every", .time(), default: "2s", "The pause between the end of a try and the next.") { $0.every = $1 },
        Key("within", .time(atLeast: .milliseconds(1)), default: "60s", "How long it may take in all.") {
            $0.within = $1
        },
        Key("passes", .int(1...1000), default: "1", "How many oks in a row it takes.") { $0.passes = $1 },
    ] + executionKeys(),
    onUnknownKey: { $2.isRestOfCondition($0, $1, after: ["expect"]) })

extension ValueSpec where Value == VerificationDraft {
    /// How it is seen that a change helped (rule 12).
    static let verification = ValueSpec.byKind(
        "a step, or a map with `step` or `check`",
        scalar: ValueSpec<YAMLNode>.stepName.map { node, _, _ in
            var draft = VerificationDraft()
            draft.step = node
            return draft
        },
        map: ValueSpec(verificationSpec.shape) { node, decoder in
            guard let (draft, present) = verificationSpec.decode(node, &decoder) else { return nil }
            if draft.step != nil, present.contains(verificationSpec.keySet("step")) {
                let own = verificationSpec.keySet("step", "check", "every", "within", "passes")
                for key in verificationSpec.names(of: present.subtracting(own)) {
                    decoder.error(
                        "misplaced-key", "`\(key)` fits only a `check` of the verification's own",
                        at: node.pair(named: key)?.key.range ?? node.headRange,
                        hint: "`step` runs that step as it stands; say `\(key)` there")
                }
            }
            return draft
        })
}

private let replacementSpec = ObjectSpec<ReplacementDraft>(
    "`replace`", example: "{pattern: …, with: …}", make: { ReplacementDraft() },
    keys: [
        Key("pattern", .scalar("a pattern"), required: true, "what must match exactly one place (RE2)") {
            $0.pattern = $1
        },
        Key("with", .scalar("a text"), required: true, "what stands there afterwards") { $0.text = $1 },
    ])

private let lineSpec = ObjectSpec<LineDraft>(
    "`ensure_line`", example: "{line: …, pattern: …}", make: { LineDraft() },
    keys: [
        Key("line", .scalar("a line"), required: true, "the line that is there afterwards") { $0.line = $1 },
        Key("pattern", .scalar("a pattern"), "The one line that it matches becomes `line`; with none, it is appended.")
        {
            $0.pattern = $1
        },
    ])

private let blockSpec = ObjectSpec<BlockDraft>(
    "`block`", example: "{name: …, text: …}", make: { BlockDraft() },
    keys: [
        Key("name", .scalar("a name"), required: true, "what the marker comments call the block") { $0.name = $1 },
        Key("text", .scalar("a text"), required: true, "the lines between the marker comments") { $0.text = $1 },
    ])

private let editSpec = ObjectSpec<EditDraft>(
    "an edit", example: "{file: …, set: …}", oneOf: ["set", "replace", "ensure_line", "block"],
    make: { EditDraft() },
    keys: [
        Key("file", .scalar("the path of a file"), required: true, "the file that is changed") { $0.file = $1 },
        Key("set", .node(Shape(.any)), "A tree: maps are entered, scalars and lists are replaced.") { $0.set = $1 },
        Key("replace", replacementSpec.value, "Replaces the one place that a pattern matches.") { $0.replace = $1 },
        Key("ensure_line", lineSpec.value, "Makes sure that a line is there.") { $0.ensureLine = $1 },
        Key("block", blockSpec.value, "Sets the lines between two marker comments.") { $0.block = $1 },
        Key("create", .bool, default: "false", "Whether the file is made where it is absent.") { $0.creates = $1 },
        Key("sudo", .bool, default: "false", "Whether it is written as the superuser.") { $0.usesSudo = $1 },
    ])

extension ValueSpec where Value == EditDraft {
    /// A change of a file (rule 13).
    static let edit = editSpec.value
}

private let escalationSpec = ObjectSpec<EscalationDraft>(
    "an escalation", example: "{to: oncall, message: …}", make: { EscalationDraft() },
    keys: [
        Key("to", .scalar("a name"), required: true, "who is called: a name that the configuration knows") {
            $0.to = $1
        },
        Key("message", .text, "What is said.") { $0.message = $1 },
    ])

extension ValueSpec where Value == EscalationDraft {
    /// Who is called.
    static let escalation = escalationSpec.value
}
