import CEL
import RunbookModel

/// Why a text cannot be resolved: one of its expressions is unknown (rule 6).
struct Unresolved: Error {
    /// The reason, in words that name the expression.
    var reason: String
}

extension ConditionContext {
    /// The value of an expression.
    func value(of expression: Expression) throws(Unresolved) -> Value {
        guard let program = expression.program else {
            throw Unresolved(reason: "${\(expression.text)} is a secret, which only env, headers and body can hold")
        }
        do {
            return try program.evaluate(self)
        } catch {
            throw Unresolved(reason: "${\(expression.text)} is unknown: \(error.message)")
        }
    }

    /// A text whose expressions have values, and whose secrets are still names.
    func resolve(_ template: Template) throws(Unresolved) -> ResolvedText {
        var segments: [ResolvedText.Segment] = []
        for segment in template.segments {
            switch segment {
            case .literal(let text): segments.append(.literal(text))
            case .expression(let expression):
                if let secret = expression.secretName {
                    segments.append(.secret(secret))
                } else {
                    segments.append(.literal(try text(of: expression)))
                }
            }
        }
        return ResolvedText(segments: segments)
    }

    /// A text without secrets.
    func resolveText(_ template: Template) throws(Unresolved) -> String {
        var text = ""
        for segment in template.segments {
            switch segment {
            case .literal(let piece): text += piece
            case .expression(let expression): text += try self.text(of: expression)
            }
        }
        return text
    }

    /// A text for people: `?` stands where an expression is unknown (rule 6).
    func show(_ template: Template) -> String {
        template.segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .expression(let expression): (try? text(of: expression)) ?? "?"
            }
        }.joined()
    }

    /// A text for people in all its languages.
    func show(_ text: Text) -> [ShownText] {
        text.versions.map { ShownText(language: $0.language, text: show($0.template)) }
    }

    private func text(of expression: Expression) throws(Unresolved) -> String {
        let value = try value(of: expression)
        guard let text = value.celString() else {
            throw Unresolved(reason: "${\(expression.text)} is \(value.summary(limit: 60)), which is no text")
        }
        return text
    }
}

extension ConditionContext {
    /// An action with its values.
    func resolve(_ action: Action) throws(Unresolved) -> ResolvedAction {
        switch action {
        case .script(let text): return .script(text)
        case .argv(let words):
            var resolved: [String] = []
            for word in words { resolved.append(try resolveText(word)) }
            return .argv(resolved)
        case .http(let check):
            return .http(
                ResolvedRequest(
                    url: try resolveText(check.url), method: check.method, headers: try resolve(check.headers),
                    body: try resolve(optional: check.body), isInsecure: check.isInsecure))
        case .tcp(let address): return .tcp(try resolveText(address))
        case .file(let path): return .file(try resolveText(path))
        }
    }

    /// Variables or header fields with their values.
    func resolve(_ entries: [EnvironmentEntry]) throws(Unresolved) -> [ResolvedEntry] {
        var resolved: [ResolvedEntry] = []
        for entry in entries {
            resolved.append(ResolvedEntry(name: entry.name, value: try resolve(entry.value)))
        }
        return resolved
    }

    private func resolve(optional template: Template?) throws(Unresolved) -> ResolvedText? {
        guard let template else { return nil }
        return try resolve(template)
    }
}
