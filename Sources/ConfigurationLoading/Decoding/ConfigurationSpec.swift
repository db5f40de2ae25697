import Automation
package import Documents
import RunbookLoading
import RunbookModel
import YAMLSyntax

/// The top of a configuration, format version 1.
let configurationSpec = ObjectSpec<ConfigurationDraft>(
    "a configuration",
    otherWords: [
        "watch": "what is watched stands in `watches`", "recipients": "who is told stands in `notify`",
        "windows": "maintenance windows stand in `maintenance`", "port": "the address is `listen: 127.0.0.1:PORT`",
    ],
    make: { ConfigurationDraft() },
    keys: [
        Key("version", versionSpec, required: true, "the version of the format, 1") { _, _ in },
        Key("listen", .scalar("an address such as `127.0.0.1:9099`"), "Where alerts are posted to: `host:port`.") {
            $0.listen = $1
        },
        Key(
            "metrics", .scalar("an address such as `127.0.0.1:9100`"),
            "Where `/metrics` and `/healthz` are read: `host:port`, on a loopback address."
        ) { $0.metrics = $1 },
        Key("log", logSpec.value, "What is logged on standard error, and how.") { $0.log = $1 },
        Key("remediations", .int(1...10_000), default: "5", "How many targets may be in remediation at once.") {
            $0.remediations = $1
        },
        Key("maintenance", windows, "When nothing is remediated, whatever is watched.") { $0.maintenance = $1 },
        Key(
            "notify", .map(of: recipientSpec.value, names: recipientName, "a map of recipients"),
            "Who can be told, by name."
        ) { $0.notify = $1 },
        Key("retention", retentionSpec.value, "How long runs are kept.") { $0.retention = $1 },
        Key("watches", .map(of: watchSpec, names: watchName, "a map of watches"), "What is watched, by name.") {
            $0.watches = $1
        },
    ])

/// The format of the configuration, as its schema and its reference page show it.
package enum ConfigurationFormat {
    /// Version 1.
    package static let version1 = DocumentFormat(
        name: "config", title: "Configuration of rung watch, format version 1",
        summary: "What is watched, how a symptom is seen, what heals it, and what holds automation back.",
        shape: configurationSpec.shape)
}

private let versionSpec = ValueSpec<Int>(Shape(.integer(minimum: 1, maximum: 1))) { node, decoder in
    if case .int(1) = node.value { return 1 }
    if case .int = node.value {
        decoder.error(
            "unknown-version", "this Rung reads version 1 of the configuration, not `\(node.text ?? "")`",
            at: node.range)
    } else {
        decoder.wrongType(node, wants: "a number, the version of the format", hint: "write `version: 1`")
    }
    return nil
}

private let recipientName = Names.rule(for: "the name of a recipient")

private let watchName = NameRule(
    what: "the name of a watch",
    words: "it begins with a lower-case letter or a digit and has only lower-case letters, digits, `.`, `_` and `-`",
    pattern: "[a-z0-9][a-z0-9._-]*"
) { name in
    guard let first = name.utf8.first, first != 0x2E, first != 0x2D, first != 0x5F else { return false }
    return name.utf8.count <= 200
        && name.utf8.allSatisfy {
            ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || "._-".utf8.contains($0)
        }
}

private let logSpec = ObjectSpec<LogSettings>(
    "`log`", example: "{format: json, level: info}", make: { LogSettings() },
    keys: [
        Key("format", .enumeration(), default: "text", "How a line looks.") { $0.format = $1 },
        Key("level", .enumeration(), default: "info", "The least that is said.") { $0.level = $1 },
    ])

private let retentionSpec = ObjectSpec<Retention>(
    "`retention`", example: "{age: 2160h, size: 1GiB}", make: { Retention() },
    keys: [
        Key("age", .time(atLeast: .seconds(3600)), default: "2160h", "Runs that ended longer ago are cleared away.") {
            $0.age = $1
        },
        Key(
            "size", .size((1 << 20)...(1 << 40)), "The size of the journal over which the oldest runs are cleared away."
        ) {
            $0.size = $1
        },
    ])

private let recipientSpec = ObjectSpec<RecipientDraft>(
    "a recipient", example: "{command: [/usr/local/bin/page-oncall]}", make: { RecipientDraft() },
    keys: [
        Key(
            "command", .list(of: .string("a program or an argument"), "a program and its arguments", minimum: 1),
            required: true, "the program that is given a notice as JSON on its standard input, and its arguments"
        ) { $0.command = $1 },
        Key("timeout", .time(atLeast: .milliseconds(100)), default: "30s", "How long one try may take.") {
            $0.timeout = $1
        },
    ])

/// Maintenance windows.
let windows = ValueSpec<[WindowDraft]>.list(
    of: windowSpec.value(keeping: \.node), "a list of maintenance windows")

private let windowSpec = ObjectSpec<WindowDraft>(
    "a maintenance window", example: "{days: [sat, sun], from: \"02:00\", to: \"04:00\", zone: Europe/Berlin}",
    make: { WindowDraft() },
    keys: [
        Key(
            "days",
            .list(of: .word(of: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), "a list of days", minimum: 1),
            "The days on which it opens; without it, every day."
        ) { $0.days = $1 },
        Key("from", .scalar("a time of day such as `\"02:00\"`"), "The time of day at which it opens.") {
            $0.from = $1
        },
        Key("to", .scalar("a time of day such as `\"04:00\"`"), "The time of day at which it closes.") { $0.to = $1 },
        Key("cron", .scalar("a cron expression"), "When it opens, as a cron expression.") { $0.cron = $1 },
        Key("for", .time(atLeast: .seconds(1)), "How long it stays open after `cron`.") { $0.length = $1 },
        Key("start", .scalar("a time such as `2026-12-01T22:00:00Z`"), "When it opens, once.") { $0.start = $1 },
        Key("end", .scalar("a time such as `2026-12-02T02:00:00Z`"), "When it closes, once.") { $0.end = $1 },
        Key("zone", .scalar("a time zone such as `Europe/Berlin`"), default: "UTC", "Where its times are local.") {
            $0.zone = $1
        },
    ])
