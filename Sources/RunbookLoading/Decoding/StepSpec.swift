import Documents
import RunbookModel
import YAMLSyntax

/// The step: every key of every kind, declared once; `StepKind.keys` says which fit which.
let stepSpec = ObjectSpec<StepDraft>(
    "a step", oneOf: StepKind.allCases.map(\.rawValue),
    otherWords: [
        "run": commandHint, "command": commandHint, "cmd": commandHint, "script": commandHint, "shell": commandHint,
        "exec": commandHint, "goto": "the step that follows is `next`", "then": "the step that follows is `next`",
        "if": "conditions stand in `decide` or in a list under `next`",
        "when": "conditions stand in `decide` or in a list under `next`",
        "title": "the title of a step is `name`", "group": "a group of checks is `all: [a, b]`",
        "checks": "a group of checks is `all: [a, b]`", "sleep": "a pause is `wait: 30s`",
        "http": "a request is `check: {http: …}`", "tcp": "a connection is `check: {tcp: …}`",
        "file": "a file is looked at by `check: {file: …}` and changed by `edit: {file: …}`",
        "retries": "several tries are `retry: {times: 3, every: 5s}`",
    ],
    rules: stepRules, make: { StepDraft() }, keys: kindKeys + commonKeys + executionKeys(),
    onUnknownKey: { $2.isRestOfCondition($0, $1, after: ["expect"]) })

/// Which keys fit which kind, and what else rules 8, 11 and 19 say of them.
@Sendable private func stepRules() -> [KeyRule] {
    let kinds = StepKind.allCases.map { kind in
        KeyRule.only(stepSpec.names(of: kind.keys).filter { $0 != kind.rawValue }, beside: kind.rawValue)
    }
    return kinds + [
        .needs("next", with: ["else"], unless: ["decide"]), .needs("idempotent", with: ["fix", "retry"]),
    ] + misfitRules()
}

private let commandHint = "a command that only looks is `check`, one that changes something is `fix`"

private let outcomeSpec = ValueSpec<Outcome>(Shape(.enumeration(["resolved", "unresolved"]))) { node, decoder in
    if node.text == Outcome.escalated.rawValue {
        decoder.error(
            "wrong-value", "a walk ends `escalated` by a step of kind `escalate`", at: node.range,
            hint: "write `escalate: {to: …}` instead of `end`")
        return nil
    }
    return ValueSpec<Outcome>.enumeration([.resolved, .unresolved]).decode(node, &decoder)
}

private let effectSpec = ValueSpec<Effect>(Shape(.enumeration(["change", "destroy"]))) { node, decoder in
    if node.text == Effect.read.rawValue {
        decoder.error("wrong-value", "a step that only reads is a `check`", at: node.range)
        return nil
    }
    return ValueSpec<Effect>.enumeration([.change, .destroy]).decode(node, &decoder)
}

private let kindKeys: [Key<StepDraft>] = [
    Key("check", .look, "Looks at something and changes nothing: a command, or `{http}`, `{tcp}`, `{file}`.") {
        $0.check = $1
    },
    Key("fix", .command, "Changes something by a command.") { $0.fix = $1 },
    Key("edit", .edit, "Changes a file.") { $0.edit = Box($1) },
    Key("ask", .text, "Asks a person a question.") { $0.ask = $1 },
    Key("manual", .text, "Asks a person to do something.") { $0.manual = $1 },
    Key("all", .list(of: .stepName, "a list of checks", minimum: 1), "Runs checks side by side.") { $0.all = $1 },
    Key("call", .scalar("the path of a runbook"), "Walks another runbook.") { $0.call = $1 },
    Key("wait", .time(), "Waits.") { $0.wait = $1 },
    Key("decide", .branches, "Decides by conditions, and does nothing else.") { $0.decide = $1 },
    Key("escalate", .escalation, "Ends the walk and calls a person.") { $0.escalate = Box($1) },
    Key("end", outcomeSpec, "Ends the walk.") { $0.end = $1 },
]

private let commonKeys: [Key<StepDraft>] = [
    Key("name", .text, "The step's title for people.") { $0.name = $1 },
    Key("description", .text, "More about the step.") { $0.description = $1 },
    Key("next", .next, "Where the walk goes on: a step, or a list of branches.") { $0.next = $1 },
    Key("else", .stepName, "Where it goes when the step is not ok, or every `when` is false; else `fallback`.") {
        $0.otherwise = $1
    },
    Key("visits", .int(1...1_000_000), default: "limits.visits", "How often the step may be entered.") {
        $0.visits = $1
    },
    Key("retry", retrySpec.value, "Several tries, until one is ok.") { $0.retry = $1 },
    Key("optional", .bool, default: "false", "Whether the verdict of a group leaves this check out.") {
        $0.isOptional = $1
    },
    Key("idempotent", .bool, default: "false", "Whether the fix may run again when it is not known whether it ran.") {
        $0.isIdempotent = $1
    },
    Key("preview", .command, "A command that only reads, shown before a `destroy` is confirmed and in a dry run.") {
        $0.preview = $1
    },
    Key("parse", .enumeration(), default: "text", "How the output becomes `out`.") { $0.parse = $1 },
    Key("expect", .condition, "What must be true for the check to be ok.") { $0.expect = $1 },
    Key("findings", .findings, "What it may find: a check that finds a cause is not ok.") { $0.findings = $1 },
    Key("verify", .verification, "How it is seen that the change helped.") { $0.verify = Box($1) },
    Key("effect", effectSpec, default: "change", "What it does to the world; `destroy` where data can be lost.") {
        $0.effect = $1
    },
    Key("validate", .command, "What must succeed for the changed file to stay.") { $0.validate = $1 },
    Key("apply", .command, "What makes the change of the file effective.") { $0.apply = $1 },
    Key("answer", answerSpec.value, default: "{type: bool}", "What the answer must be.") { $0.answer = Box($1) },
    Key("unattended", .unattended, "What happens when nobody is there.") { $0.unattended = $1 },
    Key("items", .list(of: .text, "a list of texts"), "The parts of the task, ticked one by one.") { $0.items = $1 },
    Key(
        "with", .map(of: .scalar("a value"), names: Names.argument, "a map of params to values"),
        "The params of the called runbook."
    ) { $0.arguments = $1 },
]

private let retrySpec = ObjectSpec<Retry>(
    "a retry", example: "{times: 3, every: 5s}",
    otherWords: ["delay": "the pause between tries is `every`", "count": "the number of tries is `times`"],
    make: { Retry() },
    keys: [
        Key("times", .int(1...10_000), required: true, "how many tries at the most") { $0.times = $1 },
        Key("every", .time(), default: "1s", "The pause after the first try.") { $0.every = $1 },
        Key("backoff", .number(1...1000), default: "1", "By what each further pause is longer.") { $0.backoff = $1 },
    ])
