import Automation
import Documents
import RunbookLoading
import RunbookModel
import YAMLSyntax

/// A watch.
let watchSpec = ObjectSpec<WatchDraft>(
    "a watch",
    otherWords: [
        "check": "how a symptom is seen is `probe: {check: …}`", "cron": "a schedule is `schedule: {cron: …}`",
        "params": "the inputs of the runbook are `set`", "file": "the runbook's file is `runbook`",
        "cooldown": "it stands in `guards: {cooldown: …}`", "http": "a probe is `probe: {check: {http: …}}`",
        "effect": "what a run may do is `effects`",
    ],
    make: { WatchDraft() },
    keys: [
        Key("runbook", .scalar("the path of a runbook"), required: true, "the runbook that heals it") {
            $0.runbook = $1
        },
        Key(
            "set", .map(of: .scalar("a value"), names: Names.rule(for: "the name of a param"), "a map of params"),
            "The inputs of the runbook."
        ) { $0.set = $1 },
        Key("target", .scalar("a text"), default: "the runbook's", "What is healed: the name of the lock.") {
            $0.target = $1
        },
        Key("workdir", .scalar("a folder"), default: "the configuration's folder", "Where relative paths start.") {
            $0.workdir = $1
        },
        Key("probe", probeValue, "Looks for the symptom again and again.") { $0.probe = $1 },
        Key("schedule", scheduleSpec.value, "Walks the runbook at given times.") { $0.schedule = $1 },
        Key("webhook", webhookValue, "Takes alerts that others post.") { $0.webhook = $1 },
        Key("guards", guardsSpec.value, "What holds automation back.") { $0.guards = $1 },
        Key("maintenance", windows, "When this watch remediates nothing.") { $0.maintenance = $1 },
        Key(
            "effects", .enumeration([.read, .change]), default: "change",
            "What a run may do without a person: only look (`read`), or change too."
        ) { $0.effects = $1 },
        Key(
            "destroy", .list(of: .scalar("the name of a step"), "a list of steps"),
            "The steps that may lose data without a person, by name."
        ) { $0.destroy = $1 },
        Key("unless", unlessValue, "A check; while it is ok, or cannot be decided, hands are kept off.") {
            $0.unless = $1
        },
        Key("notify", .list(of: .scalar("the name of a recipient"), "a list of recipients"), "Who is told.") {
            $0.notify = $1
        },
    ]
).value

private let probeSpec = ObjectSpec<ProbeDraft>(
    "a probe", example: "{check: {http: \"https://…\"}, every: 30s}", oneOf: ["step", "check"],
    otherWords: [
        "http": "an address stands in `check: {http: …}`", "tcp": "an address stands in `check: {tcp: …}`",
        "command": "a command stands in `check`", "interval": "how often is `every`",
    ],
    make: { ProbeDraft() },
    keys: loneCheckKeys() + [
        Key("every", .time(atLeast: .milliseconds(100)), default: "30s", "How often it looks.") { $0.every = $1 },
        Key("failures", failureCount, default: "3", "How many failures are a symptom: `3` in a row, or `3 within 5m`.")
        {
            $0.failures = $1
        },
        Key("recoveries", .int(1...1000), default: "2", "How many oks in a row are health again.") {
            $0.recoveries = $1
        },
    ],
    onUnknownKey: { $2.isRestOfCondition($0, $1, after: ["expect"]) })

private let probeValue = probeSpec.value(keeping: \.node)

private let unlessSpec = ObjectSpec<UnlessDraft>(
    "`unless`", example: "{check: test -e /etc/maintenance}", oneOf: ["step", "check"],
    make: { UnlessDraft() }, keys: loneCheckKeys(),
    onUnknownKey: { $2.isRestOfCondition($0, $1, after: ["expect"]) })

private let unlessValue = unlessSpec.value(keeping: \.node)

private let scheduleSpec = ObjectSpec<ScheduleDraft>(
    "a schedule", example: "{cron: \"0 4 * * *\", zone: Europe/Berlin}", make: { ScheduleDraft() },
    keys: [
        Key("cron", .scalar("a cron expression"), required: true, "when, as a cron expression") { $0.cron = $1 },
        Key("zone", .scalar("a time zone such as `Europe/Berlin`"), default: "UTC", "Where its times are local.") {
            $0.zone = $1
        },
    ])

private let guardsSpec = ObjectSpec<Guards>(
    "`guards`", example: "{cooldown: 10m, max_runs: 3 within 1h}", make: { Guards() },
    keys: [
        Key("grace", .time(), default: "1m", "How long after the start of the service nothing is remediated.") {
            $0.grace = $1
        },
        Key("cooldown", .time(), default: "10m", "How long after the end of a run nothing is remediated.") {
            $0.cooldown = $1
        },
        Key(
            "backoff", backoffSpec, default: "{factor: 2, most: 4h}",
            "How the cooldown grows while runs do not resolve."
        ) {
            $0.backoff = $1
        },
        Key("max_runs", rate, default: "3 within 1h", "How many runs may begin, or `none`.") { $0.maxRuns = $1 },
        Key("flapping", rate, default: "5 within 1h", "How often it may turn unhealthy, or `none`.") {
            $0.flapping = $1
        },
        Key(
            "breaker", breaker, default: "3",
            "How many runs in a row may not resolve until a person has to close the breaker, or `none`."
        ) { $0.breaker = $1 },
        Key("attempts", .int(1...100), default: "1", "How many runs one incident may have.") { $0.attempts = $1 },
    ])

private let backoffSpec = ValueSpec<Guards.Backoff?>.orNone(
    ObjectSpec<Guards.Backoff>(
        "`backoff`", example: "{factor: 2, most: 4h}", make: { Guards.Backoff() },
        keys: [
            Key("factor", .number(1...100), default: "2", "By what each further cooldown is longer.") {
                $0.factor = $1
            },
            Key("most", .time(atLeast: .seconds(1)), default: "4h", "The longest cooldown.") { $0.most = $1 },
        ]
    ).value)

private let breaker = ValueSpec<Int?>.orNone(ValueSpec<Int>.int(1...1000))

private let rate = ValueSpec<Guards.Rate?>.orNone(
    ValueSpec<Guards.Rate>(Shape(.string(pattern: #"[0-9]+ within [0-9].*"#))) { node, decoder in
        guard let found = node.text.flatMap(RateText.parse), let within = found.within else {
            decoder.wrongType(node, wants: "a rate such as `3 within 1h`, or `none`")
            return nil
        }
        return Guards.Rate(found.count, within: within)
    })

private let failureCount = ValueSpec<FailureCount>(
    Shape(.oneOf([Shape(.integer(minimum: 1, maximum: 1000)), Shape(.string(pattern: #"[0-9]+ within [0-9].*"#))]))
) { node, decoder in
    guard let found = node.text.flatMap(RateText.parse) else {
        decoder.wrongType(node, wants: "a number such as `3`, or `3 within 5m`")
        return nil
    }
    return FailureCount(count: found.count, within: found.within)
}

/// `3`, or `3 within 5m`.
enum RateText {
    /// Reads it; nil where the text is none.
    static func parse(_ text: String) -> (count: Int, within: Duration?)? {
        let words = text.split(separator: " ")
        guard let first = words.first, let count = Int(first), (1...1000).contains(count) else { return nil }
        if words.count == 1 { return (count, nil) }
        guard words.count == 3, words[1] == "within", let within = DurationText.parse(String(words[2])), within > .zero
        else { return nil }
        return (count, within)
    }
}

extension ValueSpec {
    /// A value, or the word `none`.
    fileprivate static func orNone<Wrapped>(_ spec: ValueSpec<Wrapped>) -> ValueSpec where Value == Wrapped? {
        ValueSpec(Shape(.oneOf([spec.shape, Shape(.enumeration(["none"]))]))) { node, decoder in
            if node.text == "none" { return .some(nil) }
            guard let value = spec.decode(node, &decoder) else { return nil }
            return .some(value)
        }
    }
}
