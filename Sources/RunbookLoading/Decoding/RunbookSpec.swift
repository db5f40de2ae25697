import Documents
import RunbookModel
import YAMLSyntax

/// The top of a runbook, format version 1.
let runbookSpec = ObjectSpec<RunbookDraft>(
    "a runbook",
    otherWords: [
        "title": "the title of a runbook is `name`", "parameters": "the inputs are `params`",
        "inputs": "the inputs are `params`", "variables": "the inputs are `params`", "vars": "the inputs are `params`",
        "nodes": "the steps are `steps`", "env": "variables for every command stand in `defaults: {env: …}`",
        "timeout": "it stands in `defaults: {timeout: …}`, and for the whole walk in `limits: {time: …}`",
        "visits": "it stands in `limits: {visits: …}`",
    ],
    make: { RunbookDraft() },
    keys: [
        Key("version", versionSpec, required: true, "the version of the format, 1") { _, _ in },
        Key(
            "id", .scalar("a name", shape: Shape(.string(pattern: "[a-z0-9][a-z0-9._-]*"))), required: true,
            "the runbook's own name in messages, locks and the journal"
        ) { $0.id = $1 },
        Key("name", .text, "The runbook's title for people.") { $0.name = $1 },
        Key("description", .text, "What the runbook is about.") { $0.description = $1 },
        Key("advice", .texts, "What is said at the end, and when the incident recurs.") { $0.advice = $1 },
        Key(
            "params", .map(of: paramSpec.value, names: Names.param, "a map of params"),
            "The typed inputs; each is also a variable of every command's environment."
        ) { $0.params = $1 },
        Key(
            "secrets", .map(of: secretSpec.value, names: Names.secret, "a map of secrets"),
            "Values that reach commands and are stored nowhere."
        ) { $0.secrets = $1 },
        Key(
            "causes", .map(of: causeValue, names: Names.cause, "a map of causes"), "What a diagnosis may conclude."
        ) { $0.causes = $1 },
        Key("defaults", defaultsSpec.value, "What steps take where they say nothing themselves.") { $0.defaults = $1 },
        Key("target", .scalar("a text"), default: "the runbook's id", "What is being healed: the name of the lock.") {
            $0.target = $1
        },
        Key("limits", limitsSpec.value, "The bounds of a walk.") { $0.limits = $1 },
        Key("start", .stepName, required: true, "the step where a walk begins") { $0.start = $1 },
        Key("fallback", .stepName, required: true, "the step where a walk goes when nothing else is left") {
            $0.fallback = $1
        },
        Key(
            "steps", .node(Shape(.map(keyPattern: Names.step.pattern, value: Shape(.named("step"))))), required: true,
            "the steps by their names"
        ) { $0.steps = $1 },
    ])

private let versionSpec = ValueSpec<Int>(Shape(.integer(minimum: 1, maximum: 1))) { node, decoder in
    if case .int(1) = node.value { return 1 }
    if case .int = node.value {
        decoder.error(
            "unknown-version", "this Rung reads version 1 of the format, not `\(node.text ?? "")`", at: node.range)
    } else {
        decoder.wrongType(node, wants: "a number, the version of the format", hint: "write `version: 1`")
    }
    return nil
}

/// The keys of an input that an answer has too.
private let constraintKeys: [Key<ConstraintDraft>] = [
    Key("default", .scalar("a value"), "The value where none is given; without it, one must be.") {
        $0.defaultValue = $1
    },
    Key("pattern", .scalar("a pattern"), "What the whole of a string must match (RE2).") { $0.pattern = $1 },
    Key("min", .scalar("a value"), "The least value.") { $0.minimum = $1 },
    Key("max", .scalar("a value"), "The greatest value.") { $0.maximum = $1 },
    Key("choices", .node(Shape(.list(Shape(.any), minimum: 1))), "The values that there are.") { $0.choices = $1 },
]

private let paramSpec = ObjectSpec<ConstraintDraft>(
    "a param", example: "{type: string, default: …}",
    otherWords: ["value": "the value where none is given is `default`"],
    make: { ConstraintDraft() },
    keys: [
        Key("type", .enumeration(), required: true, "`string`, `int`, `number`, `bool` or `duration`") { $0.type = $1 },
        Key("description", .text, "What the param is for.") { $0.description = $1 },
    ] + constraintKeys)

/// What an answer must be.
let answerSpec = ObjectSpec<ConstraintDraft>(
    "an answer", example: "{type: string, choices: [now, later]}", make: { ConstraintDraft() },
    keys: [
        Key("type", .enumeration(), default: "bool", "The type of the answer.") { $0.type = $1 }
    ] + constraintKeys)

private let secretSpec = ObjectSpec<SecretDraft>(
    "a secret", example: "{env: NAME}", oneOf: ["env", "file"], make: { SecretDraft() },
    keys: [
        Key("env", variableName, "The variable of Rung's own environment that holds it.") { $0.environment = $1 },
        Key("file", .string("the path of a file"), "The file that holds it.") { $0.file = $1 },
        Key("optional", .bool, default: "false", "Whether a run starts without it.") { $0.isOptional = $1 },
    ])

private let variableName = ValueSpec<String>.string("the name of an environment variable").map {
    name, node, decoder in
    Names.variable.check(name, at: node.range, &decoder) ? name : nil
}

private let causeSpec = ObjectSpec<CauseDraft>(
    "a cause", example: "{name: …}", make: { CauseDraft() },
    keys: [
        Key("name", .text, "The cause's name for people.") { $0.name = $1 },
        Key("description", .text, "More about the cause.") { $0.description = $1 },
        Key("advice", .texts, "What is said at the end of a walk that found it.") { $0.advice = $1 },
    ])

private let causeValue = ValueSpec<CauseDraft>(Shape(.oneOf([causeSpec.shape, Shape(.null)]))) { node, decoder in
    node.isEmptyValue ? CauseDraft() : causeSpec.decode(node, &decoder)?.model
}

private let defaultsSpec = ObjectSpec<DefaultsDraft>(
    "`defaults`", example: "{timeout: 30s}", make: { DefaultsDraft() },
    keys: [
        Key("timeout", .time(atLeast: .milliseconds(1)), default: "30s", "How long a check may take.") {
            $0.timeout = $1
        },
        Key("fix_timeout", .time(atLeast: .milliseconds(1)), default: "10m", "How long a fix or an edit may take.") {
            $0.fixTimeout = $1
        },
        Key("workdir", .scalar("a folder"), "The folder where commands start.") { $0.workdir = $1 },
        Key(
            "env", .map(of: .scalar("a text"), names: Names.variable, "a map of variables"),
            "Variables of every command's environment; secrets may stand here."
        ) { $0.env = $1 },
        Key("host", .scalar("the name of a host"), "The host where steps are executed, through ssh.") { $0.host = $1 },
    ])

private let limitsSpec = ObjectSpec<Limits>(
    "`limits`", example: "{visits: 3, time: 30m}", make: { Limits() },
    keys: [
        Key("visits", .int(1...1_000_000), default: "3", "How often a step may be entered.") { $0.visits = $1 },
        Key("time", .time(atLeast: .milliseconds(1)), default: "30m", "How long a run may be active.") { $0.time = $1 },
    ])
