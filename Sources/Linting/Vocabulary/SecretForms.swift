import CEL
import Diagnostics
import YAMLSyntax

/// A form by which secrets are known.
struct SecretForm: Sendable {
    /// What such a secret is, with its article.
    let name: String
    private let pattern: RegularExpression

    /// A form by a pattern; its first group, where it has one, is the secret itself.
    private init(_ name: String, _ pattern: String) {
        self.name = name
        do {
            self.pattern = try RegularExpression(pattern)
        } catch {
            preconditionFailure("the pattern of \(name) is wrong: \(error.message)")
        }
    }

    /// Where secrets of the form stand in a text, as UTF-8 offsets.
    func places(in text: String) -> [Range<Int>] {
        let matches = pattern.matches(in: text, limit: 1000)
        guard !matches.isEmpty else { return [] }
        let bytes = Array(text.utf8)
        return matches.compactMap { match in
            let range = match.ranges.dropFirst().lazy.compactMap(\.self).first ?? match.range
            return Self.isPlaceholder(String(decoding: bytes[range], as: UTF8.self)) ? nil : range
        }
    }

    /// Forms that are secrets wherever they stand.
    static let all: [SecretForm] = [
        SecretForm("an access key of AWS", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
        SecretForm("a token of GitHub", "\\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})"),
        SecretForm("a token of GitLab", "\\bglpat-[A-Za-z0-9_-]{20,}"),
        SecretForm("a token of Slack", "\\bxox[abprs]-[A-Za-z0-9-]{10,}"),
        SecretForm("a webhook of Slack", "https://hooks\\.slack\\.com/services/(T[A-Za-z0-9_]+/[A-Za-z0-9_/]+)"),
        SecretForm("a webhook of Discord", "https://discord(?:app)?\\.com/api/webhooks/([0-9]+/[A-Za-z0-9_-]+)"),
        SecretForm("a key of Stripe", "\\b[sr]k_live_[0-9a-zA-Z]{16,}"),
        SecretForm("a key of Google", "\\bAIza[0-9A-Za-z_-]{35}"),
        SecretForm("a token of npm", "\\bnpm_[A-Za-z0-9]{36}\\b"),
        SecretForm("the token of a Telegram bot", "\\b[0-9]{8,10}:[A-Za-z0-9_-]{35}\\b"),
        SecretForm("a private key", "-----BEGIN [A-Z ]*PRIVATE KEY-----"),
        SecretForm("a signed token (JWT)", "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"),
        SecretForm(
            "a password in an address", "[a-z][a-z0-9+.-]*://[^/\\s:@\"'$<>{}*]*:([^/\\s:@\"'$<>{}*]+)@"),
        SecretForm(
            "the value of an Authorization header",
            "(?i)authorization: *(?:bearer|basic|token) +([A-Za-z0-9._~+/=-]{8,})"),
    ]

    /// A form that is a secret in a command.
    static let inCommands = SecretForm(
        "a password on a command line",
        "(?i)(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|_auth|_pwd)[ ]?=[ ]?[\"']?([^\\s=\"'$`<>{}*;&|()/.][^\\s\"'$`<>{}*;&|()]{3,})"
    )

    /// Whether a text only stands where a secret would: `changeme` is one all the same, `xxx` and `…` are not.
    static func isPlaceholder(_ text: String) -> Bool {
        let lower = text.lowercased()
        if Set(lower).count <= 2 { return true }
        return [
            "password", "passwd", "secret", "token", "redacted", "placeholder", "example", "true", "false", "none",
            "null", "user", "pass", "disabled", "enabled",
        ].contains(lower) || lower.hasPrefix("your")
            || lower.hasPrefix("my_") || lower.hasPrefix("example")
    }
}

/// Texts that a name gives away: `env: {DB_PASSWORD: …}`.
enum NamedSecrets {
    /// Where they stand, with what they look like.
    static func places(in file: LintedRunbook) -> [(String, SourceRange)] {
        guard let root = file.document?.root else { return [] }
        var places: [(String, SourceRange)] = []
        func look(_ node: YAMLNode?) {
            for pair in node?.pairs ?? [] where isSecretName(pair.keyText) {
                guard let text = pair.value.text, isSecretText(text) else { continue }
                places.append(("the value of `\(pair.keyText)`", pair.value.range))
            }
        }
        look(root["defaults"]?["env"])
        for step in file.steps {
            for part in [step.node, step.node["check"], step.node["verify"], step.node["verify"]?["check"]] {
                look(part?["env"])
                look(part?["headers"])
            }
        }
        for param in root["params"]?.pairs ?? [] where isSecretName(param.keyText) {
            guard let node = param.value["default"], let text = node.text, isSecretText(text) else { continue }
            places.append(("the value of `\(param.keyText)`", node.range))
        }
        return places
    }

    private static func isSecretName(_ name: String) -> Bool {
        let lower = name.lowercased()
        let parts = [
            "password", "passwd", "secret", "token", "api_key", "apikey", "api-key", "access_key", "private_key",
            "credential", "passphrase",
        ]
        return parts.contains { part in lower.contains(part) } || lower.hasSuffix("_auth") || lower.hasSuffix("_pwd")
            || lower == "authorization" || lower == "cookie"
    }

    /// Whether a text may be a secret: not an expression, a variable, a path, or a mere word for one.
    private static func isSecretText(_ text: String) -> Bool {
        guard text.utf8.count >= 4, !text.contains("$"), !text.hasPrefix("/"), !text.hasPrefix("./") else {
            return false
        }
        return !SecretForm.isPlaceholder(text)
    }
}
