package import Documents
import RunbookLoading
import RunbookModel
import YAMLSyntax

/// The top of a file of scenarios, format version 1.
let scenarioFileSpec = ObjectSpec<ScenarioFileDraft>(
    "a file of scenarios",
    otherWords: [
        "tests": "scenarios stand in `scenarios`", "params": "the values of params stand in `set`",
        "steps": "a step's result stands in `results`",
    ],
    make: { ScenarioFileDraft() },
    keys: [
        Key("version", versionSpec, required: true, "the version of the format, 1") { _, _ in },
        Key(
            "runbook", .scalar("the path of a runbook"),
            "The runbook, relative to this file; without it, that of `NAME.test.yaml` is `NAME.yaml`."
        ) { $0.runbook = $1 },
        Key("set", params, "The values of the runbook's params, for all scenarios.") { $0.set = $1 },
        Key("results", results, "What actions come to in all scenarios that do not say otherwise.") {
            $0.results = $1
        },
        Key(
            "scenarios", .map(of: scenarioSpec.value, names: scenarioName, "a map of scenarios"), required: true,
            "the scenarios, by name"
        ) { $0.scenarios = $1 },
    ])

/// The format of scenarios, as its schema and its reference page show it.
package enum ScenarioFormat {
    /// Version 1.
    package static let version1 = DocumentFormat(
        name: "scenario", title: "Scenarios of a Rung runbook, format version 1",
        summary: """
            What the world answers while a runbook is walked, and what must come of it: `rung test` walks each scenario \
            without a process, a network or a clock.
            """,
        shape: scenarioFileSpec.shape)
}

private let versionSpec = ValueSpec<Int>(Shape(.integer(minimum: 1, maximum: 1))) { node, decoder in
    if case .int(1) = node.value { return 1 }
    if case .int = node.value {
        decoder.error(
            "unknown-version", "this Rung reads version 1 of scenarios, not `\(node.text ?? "")`", at: node.range)
    } else {
        decoder.wrongType(node, wants: "a number, the version of the format", hint: "write `version: 1`")
    }
    return nil
}

// MARK: Names

private let scenarioName = Names.rule(for: "the name of a scenario")

private let stepPath = NameRule(
    what: "a step", words: "write its name, after a call's name and `/` where it is in a called runbook",
    pattern: "[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*", accepts: { ActionName($0)?.part == ActionName.Part.step })

private let actionName = NameRule(
    what: "what a result is for",
    words: "write a step's name, or with `.verify`, `.preview`, `.validate` or `.apply` that command of it",
    pattern: "[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*(\\.(verify|preview|validate|apply))?",
    accepts: { ActionName($0) != nil })

private let params = ValueSpec<[MapEntry<YAMLNode>]>.map(
    of: .scalar("a value", shape: anyScalar), names: Names.rule(for: "the name of a param"),
    "a map of params to values")

/// What a scalar can be.
private var anyScalar: Shape {
    Shape(.oneOf([.string, Shape(.boolean), Shape(.number(minimum: nil, maximum: nil))]))
}

// MARK: A scenario

private let scenarioSpec = ObjectSpec<ScenarioDraft>(
    "a scenario", example: "{results: {health: {status: 502}}, expect: {outcome: escalated}}",
    otherWords: ["params": "the values of params stand in `set`", "start": "the step to begin at is `from`"],
    make: { ScenarioDraft() },
    keys: [
        Key("description", .string(), "What happens in it, for people.") { $0.description = $1 },
        Key(
            "like", .scalar("the name of another scenario"),
            "Another scenario of the file: what is not said here is as there, but for what must come of it."
        ) { $0.like = $1 },
        Key("mode", .enumeration(), default: "unattended", "How it is walked.") { $0.mode = $1 },
        Key(
            "begins", .scalar("a time such as `2026-12-01T22:00:00Z`"), default: "2026-01-01T00:00:00Z",
            "When the walk begins; what `now` is then."
        ) { $0.begins = $1 },
        Key("from", .scalar("the name of a step"), "The step to begin at, as `rung run --from`.") { $0.from = $1 },
        Key("set", params, "The values of the runbook's params.") { $0.set = $1 },
        Key("results", results, "What actions come to, by step.") { $0.results = $1 },
        Key(
            "after", .map(of: results, names: stepPath, "a map of steps to the results that hold after them"),
            "What actions come to once a step has done its work, until it is put back: by that step, then as `results`."
        ) { $0.after = $1 },
        Key(
            "answers", .map(of: answers, names: stepPath, "a map of steps to answers"),
            "What people say, by step: the answer of an `ask`; `true` (done, yes) or `false` for a task and for leave to change."
        ) { $0.answers = $1 },
        Key("expect", expectationSpec.value(keeping: \.node), required: true, "what must come of it") {
            $0.expect = $1
        },
    ])

private let answers = ValueSpec<[YAMLNode]>.byKind(
    "an answer, or a list of answers one after another",
    scalar: ValueSpec<YAMLNode>.scalar("an answer", shape: anyScalar).map { node, _, _ in [node] },
    list: .list(of: .scalar("an answer", shape: anyScalar), "a list of answers", minimum: 1))

private let expectationSpec = ObjectSpec<ExpectationDraft>(
    "`expect`", example: "{outcome: resolved, changes: [restart_redis]}",
    otherWords: [
        "steps": "the steps that are entered, in order, are `path`; some of them `through`",
        "not": "steps that must not be entered are `never`",
    ],
    make: { ExpectationDraft() },
    keys: [
        Key("outcome", .enumeration(), required: true, "how the walk ends") { $0.outcome = $1 },
        Key("end", .scalar("the name of a step"), "The step at which it ends.") { $0.end = $1 },
        Key("path", stepNames, "All the steps that are entered, in order.") { $0.path = $1 },
        Key("through", stepNames, "Steps that are entered in this order, with any others between them.") {
            $0.through = $1
        },
        Key("never", stepNames, "Steps that are not entered.") { $0.never = $1 },
        Key("causes", .list(of: .scalar("the name of a cause"), "a list of causes"), "The causes that hold at the end.")
        {
            $0.causes = $1
        },
        Key(
            "changes", stepNames,
            "The steps that set about changing something, in order, also those that fail; `[]`: nothing is touched."
        ) {
            $0.changes = $1
        },
    ])

private let stepNames = ValueSpec<[YAMLNode]>.list(of: .scalar("the name of a step"), "a list of steps")

// MARK: Results

private let results = ValueSpec<[MapEntry<[ResultDraft]>]>.map(
    of: result, names: actionName, "a map of steps to their results")

private let result = ValueSpec<[ResultDraft]>.byKind(
    "a result, or a list of results one after another",
    scalar: resultText.map { result, _, _ in [result] },
    list: .list(
        of: .byKind("a result", scalar: resultText, map: resultSpec.value(keeping: \.node)), "a list of results",
        minimum: 1),
    map: resultSpec.value(keeping: \.node).map { result, _, _ in [result] }
).named("results").described(
    "What an action comes to; the members of a list one after another, the last of them from then on.")

private let resultText = ValueSpec<YAMLNode>.scalar("a text", shape: anyScalar).map { node, _, _ in
    ResultDraft(text: node.text, node: node)
}

private let resultSpec = ObjectSpec<ResultDraft>(
    "a result", example: "{exit: 1, stderr: refused}",
    otherWords: ["out": "write what the command prints: `stdout`", "code": "a command's is `exit`, a page's `status`"],
    rules: {
        // `problem` is of several kinds, and so says nothing about the others.
        ActionKind.allCases.flatMap { kind in
            kind.keys.filter { $0 != "problem" }.map { key in
                .only(kind.keys.filter { $0 != key } + ActionKind.commonKeys, beside: key)
            }
        }
    },
    make: { ResultDraft() },
    keys: [
        Key("exit", .int(0...255), default: "0", "Of a command: its exit.") { $0.exit = $1 },
        Key("stdout", .string(), "Of a command: what it prints.") { $0.stdout = $1 },
        Key("stderr", .string(), "Of a command: what it prints as errors.") { $0.stderr = $1 },
        Key("status", .int(0...999), default: "200", "Of a page: its status; 0: no answer.") { $0.status = $1 },
        Key(
            "headers",
            .map(of: .scalar("a text", shape: anyScalar), names: headerName, "a map of header fields to texts"),
            "Of a page: its header fields."
        ) { $0.headers = $1 },
        Key("body", .string(), "Of a page: its body.") { $0.body = $1 },
        Key("connected", .bool, default: "true", "Of an address: whether it can be connected to.") {
            $0.isConnected = $1
        },
        Key("exists", .bool, default: "true", "Of a file: whether there is one.") { $0.exists = $1 },
        Key("content", .string(), "Of a file: its content.") { $0.content = $1 },
        Key("size", .int(0...Int.max), "Of a file: its size in bytes; without it, that of `content`.") { $0.size = $1 },
        Key(
            "modified", .scalar("a time such as `2026-12-01T22:00:00Z`"),
            "Of a file: when it was last changed; without it, when the walk begins."
        ) { $0.modified = $1 },
        Key("changes", .bool, default: "true", "Of an edit: whether there is anything to change.") { $0.changes = $1 },
        Key("problem", .string(), "Of a page, an address, a file or an edit: why it cannot be had or made.") {
            $0.problem = $1
        },
        Key("takes", .time(), default: "10ms", "How long it takes.") { $0.takes = $1 },
        Key("times_out", .bool, default: "false", "Whether its time is over before it ends.") { $0.timesOut = $1 },
    ])

private let headerName = NameRule(
    what: "the name of a header field", words: "conditions see them in lower case, so write them so",
    pattern: "[!#$%&'*+.^_`|~0-9a-z-]+"
) { name in
    !name.isEmpty
        && name.utf8.allSatisfy {
            ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || "!#$%&'*+-.^_`|~".utf8.contains($0)
        }
}
