import Automation
import Documents
import RunbookLoading
import RunbookModel
import YAMLSyntax

private let webhookSpec = ObjectSpec<WebhookDraft>(
    "a webhook", example: "{path: /alerts/shop, format: alertmanager, token: {file: /etc/rung/token}}",
    oneOf: ["token", "hmac"],
    otherWords: ["secret": "a signature is `hmac: {secret: …}`, a bearer token `token: …`"],
    make: { WebhookDraft() },
    keys: [
        Key("path", .scalar("a path such as `/alerts/shop`"), required: true, "the path that is posted to") {
            $0.path = $1
        },
        Key("format", .enumeration(), required: true, "`alertmanager`, `grafana` or `json`") { $0.format = $1 },
        Key("token", secretOrigin, "The secret in the header `Authorization: Bearer …`.") { $0.token = $1 },
        Key("hmac", hmacSpec.value, "How the body is signed.") { $0.hmac = $1 },
        Key(
            "match", .scalar("a condition"), "Which alerts are meant: a condition over `labels`, `annotations`, `body`."
        ) {
            $0.match = $1
        },
        Key(
            "set", .map(of: .scalar("a text"), names: Names.rule(for: "the name of a param"), "a map of params"),
            "Inputs of the runbook that come from the alert: `${labels.instance}`."
        ) { $0.set = $1 },
        Key("target", .scalar("a text"), "What is healed, where the alert says it: `${labels.instance}`.") {
            $0.target = $1
        },
        Key("fingerprint", .scalar("a text"), "What names the alert in a body of any JSON: `${body.id}`.") {
            $0.fingerprint = $1
        },
        Key("resolved", .scalar("a condition"), "Whether the alert has gone, in a body of any JSON.") {
            $0.resolved = $1
        },
    ],
    onUnknownKey: { $2.isRestOfCondition($0, $1, after: ["match", "resolved"]) })

/// A webhook.
let webhookValue = webhookSpec.value(keeping: \.node)

private let hmacSpec = ObjectSpec<HMACDraft>(
    "`hmac`", example: "{secret: {file: /etc/rung/key}, header: X-Hub-Signature-256, prefix: \"sha256=\"}",
    make: { HMACDraft() },
    keys: [
        Key("secret", secretOrigin, required: true, "the key of the signature") { $0.secret = $1 },
        Key("header", .string("the name of a header"), required: true, "the header that holds the signature") {
            $0.header = $1
        },
        Key("prefix", .string("a text"), default: "\"\"", "What stands before the hexadecimal digits: `sha256=`.") {
            $0.prefix = $1
        },
        Key(
            "timestamp_header", .string("the name of a header"),
            "The header that holds a time in Unix seconds, which is signed too, before a colon and the body."
        ) { $0.timestampHeader = $1 },
        Key("tolerance", .time(atLeast: .seconds(1)), default: "5m", "How old a signed time may be.") {
            $0.tolerance = $1
        },
    ])

private let secretOriginSpec = ObjectSpec<SecretOrigin>(
    "a secret", example: "{file: /etc/rung/token}", oneOf: ["env", "file"], make: { SecretOrigin() },
    keys: [
        Key(
            "env", .string("the name of an environment variable"),
            "The variable of the service's environment that holds it."
        ) {
            $0.environment = $1
        },
        Key("file", .string("the path of a file"), "The file that holds it.") { $0.file = $1 },
    ])

private let secretOrigin = secretOriginSpec.value(keeping: \.node)
