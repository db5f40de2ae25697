package import Documents
import RunbookModel
import YAMLSyntax

extension ValueSpec where Value == ActionDraft {
    private static let script = ValueSpec<YAMLNode>.scalar(
        "a command", shape: Shape(.string(pattern: nil), summary: "A script for `sh -eu`.")
    ).map { node, _, _ in ActionDraft.script(node) }

    private static let argv = ValueSpec<[YAMLNode]>.list(
        of: .scalar("a program or an argument"), "a program and its arguments", minimum: 1
    ).map { nodes, _, _ in ActionDraft.argv(nodes) }.described("A program and its arguments.")

    /// A command: a script or a list of arguments (rule 8).
    static let command = ValueSpec.byKind("a command: a script, or a list of arguments", scalar: script, list: argv)
        .named("command").described("What is executed: a script, or a program with its arguments.")

    /// What a check looks at.
    static let look = ValueSpec.byKind(
        "a command, or a map with `http`, `tcp` or `file`", scalar: script, list: argv,
        map: requestSpec.value.map { request, node, _ in
            var request = request
            request.node = node
            return ActionDraft.request(request)
        }
    ).named("look").described("What a check looks at: a command, or something that is no command.")
}

/// What a check of each form refuses of the keys beside it (rules 8 and 30), and what such a check does, in words.
let misfitsOfForms: [(form: String, keys: [String], does: String)] = [
    ("http", ["env", "exits", "workdir"], "sends a request"),
    ("tcp", ["env", "exits", "workdir", "parse", "max_output", "sensitive"], "only opens a connection"),
    ("file", ["env", "exits"], "looks at a file"),
]

/// The same as rules of the keys beside `check`.
func misfitRules() -> [KeyRule] {
    misfitsOfForms.map { .never($0.keys, beside: "check", with: $0.form) }
}

/// The keys of a request alone.
let requestKeys = ["method", "headers", "body", "insecure"]

/// What a check looks at that is no command.
private let requestSpec = ObjectSpec<RequestDraft>(
    "a check", oneOf: ["http", "tcp", "file"],
    otherWords: ["url": "the address of a request is `http`", "https": "an `https://…` address stands in `http` too"],
    rules: { [.only(requestKeys, beside: "http"), .only([], beside: "tcp"), .only([], beside: "file")] },
    make: { RequestDraft() },
    keys: [
        Key(
            "http",
            .scalar(
                "an address such as `https://…`",
                shape: Shape(.string(pattern: "(https?://|\\$\\{)[\\s\\S]*"), summary: "An address.", name: "address")),
            "The address that is requested; no redirect is followed."
        ) {
            $0.http = $1
        },
        Key("tcp", .scalar("an address such as `host:port`"), "The `host:port` that is connected to.") { $0.tcp = $1 },
        Key("file", .scalar("the path of a file"), "The file that is looked at.") { $0.file = $1 },
        Key(
            "method", .scalar("a method such as `GET`", shape: Shape(.string(pattern: "[A-Z_-]+"))), default: "GET",
            "The request's method."
        ) { $0.method = $1 },
        Key(
            "headers", .map(of: .scalar("a text"), names: Names.header, "a map of headers"),
            "The request's header fields; secrets may stand here."
        ) { $0.headers = $1 },
        Key("body", .scalar("a text"), "The request's body; secrets may stand here.") { $0.body = $1 },
        Key("insecure", .bool, default: "false", "Whether any certificate is taken.") { $0.isInsecure = $1 },
    ])

extension ValueSpec where Value == Duration {
    /// A duration as the format writes them.
    package static func time(atLeast minimum: Duration = .zero) -> ValueSpec {
        .duration(atLeast: minimum, parse: DurationText.parse, format: DurationText.format)
    }
}

/// The keys of everything that is executed, declared once for steps and verifications.
func executionKeys<Model: HasExecution>() -> [Key<Model>] {
    [
        Key(
            "timeout", .time(atLeast: .milliseconds(1)),
            "How long one try may take; for a question, how long the people on call are asked."
        ) { $0.execution.timeout = $1 },
        Key(
            "env", .map(of: .scalar("a text"), names: Names.variable, "a map of variables"),
            "Variables of the command's environment; secrets may stand here."
        ) { $0.execution.env = $1 },
        Key("workdir", .scalar("a folder"), "The folder where commands start.") { $0.execution.workdir = $1 },
        Key("host", .scalar("the name of a host"), "The host where it is executed, through ssh.") {
            $0.execution.host = $1
        },
        Key(
            "exits", .list(of: .int(0...255), "a list of exits such as `[0, 2]`", minimum: 1), default: "[0]",
            "The exits that mean that the command did its work."
        ) { $0.execution.exits = $1 },
        Key("max_output", .size(1...(1 << 30)), default: "1MiB", "How many bytes of each stream are kept.") {
            $0.execution.maxOutput = $1
        },
        Key("sensitive", .bool, default: "false", "Whether its output is neither stored nor shown.") {
            $0.execution.isSensitive = $1
        },
    ]
}
