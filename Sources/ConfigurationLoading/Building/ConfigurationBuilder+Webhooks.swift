import Automation
import CEL
import Diagnostics
import Documents
import RunbookLoading
import RunbookModel
import YAMLSyntax

// Webhooks: who may post, and what is taken of a post.

extension ConfigurationBuilder {
    mutating func webhook(_ draft: WebhookDraft, _ runbook: Runbook) -> WebhookTrigger? {
        guard let pathNode = draft.path, let path = pathNode.text, let format = draft.format, let node = draft.node
        else { return nil }
        let isPath =
            path.hasPrefix("/") && path.utf8.count <= 512
            && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"?#%\"<>\\".utf8.contains($0) }
        if !isPath || ["/metrics", "/healthz"].contains(path) {
            decoder.error(
                "bad-path", "`\(YAMLNode.shortened(path))` cannot be posted to", at: pathNode.range,
                hint: "a path begins with `/` and has no blanks: `/alerts/shop`")
        }
        guard let authentication = authentication(draft) else { return nil }
        var webhook = WebhookTrigger(path: path, format: format, authentication: authentication)
        webhook.match = draft.match.flatMap { condition($0) }
        webhook.target = draft.target.map { text($0) }
        webhook.set = draft.set.compactMap { entry in
            guard let param = decoder.param(entry.name, of: runbook, at: entry.nameRange) else { return nil }
            if param.constraint.kind == .string, param.constraint.pattern == nil, param.constraint.choices.isEmpty {
                decoder.error(
                    "unchecked-param",
                    "whoever can raise an alert writes `\(param.name)`, and the runbook takes any text for it",
                    at: entry.nameRange, hint: "give the param a `pattern` or `choices` in the runbook")
            }
            return (entry.name, text(entry.value))
        }
        if format == .json {
            guard let fingerprint = draft.fingerprint else {
                decoder.error(
                    "missing-key", "a webhook that takes any JSON needs `fingerprint`", at: node.headRange,
                    hint: "say what names the alert: `fingerprint: \"${body.id}\"`")
                return nil
            }
            webhook.fields = GenericFields(
                fingerprint: text(fingerprint), resolved: draft.resolved.flatMap { condition($0) })
        } else {
            for key in ["fingerprint", "resolved"] {
                guard let pair = node.pair(named: key) else { continue }
                decoder.error("misplaced-key", "`\(key)` fits only `format: json`", at: pair.key.range)
            }
        }
        return webhook
    }

    private mutating func authentication(_ draft: WebhookDraft) -> WebhookTrigger.Authentication? {
        if let origin = draft.token { return secret(origin).map { .bearer($0) } }
        guard let hmac = draft.hmac, let origin = hmac.secret, let header = hmac.header, let key = secret(origin) else {
            return nil
        }
        var signature = HMACSignature(secret: key, header: header.lowercased(), prefix: hmac.prefix ?? "")
        signature.timestampHeader = hmac.timestampHeader?.lowercased()
        signature.tolerance = hmac.tolerance ?? signature.tolerance
        return .hmac(signature)
    }

    /// A secret of the configuration; one that is short can be guessed.
    private mutating func secret(_ origin: SecretOrigin) -> String? {
        guard let node = origin.node else { return nil }
        let text: String
        if let name = origin.environment {
            guard let value = sources.environment[name], !value.isEmpty else {
                decoder.error(
                    "missing-secret", "the variable \(YAMLNode.shortened(name)) is not set", at: node.headRange,
                    hint: "set it in the environment of the service")
                return nil
            }
            text = value
        } else {
            let file = FilePath.resolve(origin.file ?? "", against: path)
            do throws(FileReadError) {
                text = TextLines.withoutTrailingNewlines(String(decoding: try sources.readFile(file), as: UTF8.self))
            } catch {
                decoder.error("missing-secret", "\(file): \(error.message)", at: node.headRange)
                return nil
            }
        }
        guard text.utf8.count >= 16 else {
            decoder.error(
                "short-secret", "this secret has fewer than 16 characters, and could be guessed", at: node.headRange,
                hint: "make one: `openssl rand -hex 32`")
            return nil
        }
        return text
    }

    // MARK: Expressions over an alert

    private mutating func condition(_ node: YAMLNode) -> Program? {
        let text = node.text ?? ""
        guard let program = compile(text, 0, node) else { return nil }
        guard program.resultType == .bool || program.resultType == .dyn else {
            decoder.error("not-a-condition", "a condition is true or false, and this is neither", at: node.range)
            return nil
        }
        return program
    }

    private mutating func text(_ node: YAMLNode) -> AlertText {
        let text = node.text ?? ""
        let taken = TemplatePieces(of: text)
        if let unclosed = taken.unclosed {
            decoder.error(
                "unclosed-expression", "this `${` is never closed",
                at: node.sourceRange(ofTextRange: unclosed, in: decoder.source), hint: "close it with `}`")
        }
        var pieces: [AlertText.Piece] = []
        let bytes = Array(text.utf8)
        for piece in taken.pieces {
            switch piece {
            case .literal(let literal): pieces.append(.literal(literal))
            case .expression(let range):
                let source = String(decoding: bytes[range], as: UTF8.self)
                if let program = compile(source, range.lowerBound, node) { pieces.append(.expression(program)) }
            }
        }
        return AlertText(pieces: pieces)
    }

    private mutating func compile(_ text: String, _ start: Int, _ node: YAMLNode) -> Program? {
        do throws(CompilationFailure) {
            return try Self.environment.compile(text)
        } catch {
            for problem in error.problems {
                let range = (start + problem.range.lowerBound)..<(start + problem.range.upperBound)
                decoder.error(
                    "bad-expression", problem.message, at: node.sourceRange(ofTextRange: range, in: decoder.source),
                    hint: "it sees `labels`, `annotations` and `body`")
            }
            return nil
        }
    }

    /// What expressions over an alert see: all of it is a stranger's text.
    private static let environment: Environment = {
        var environment = Environment()
        environment.declare(variable: "labels", type: .map(.string, .string))
        environment.declare(variable: "annotations", type: .map(.string, .string))
        environment.declare(variable: "body", type: .dyn)
        return environment
    }()
}
