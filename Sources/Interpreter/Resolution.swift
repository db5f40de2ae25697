import CEL
import RunbookModel

/// Why a text cannot be resolved: one of its expressions is unknown (rule 6).
package struct Unresolved: Error {
    /// The reason, which names the expression.
    package var reason: Reason
}

extension ConditionContext {
    /// The value of an expression.
    func value(of expression: Expression) throws(Unresolved) -> Value {
        guard let program = expression.program else {
            throw Unresolved(reason: .valueIsSecret(expression: expression.text))
        }
        do {
            return try program.evaluate(self)
        } catch {
            throw Unresolved(reason: .valueUnknown(expression: expression.text, problem: error.message))
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
            throw Unresolved(reason: .valueIsNoText(expression: expression.text, value: value.summary(limit: 60)))
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

    /// A change of a file with its values (rule 2).
    func resolve(_ edit: Edit) throws(Unresolved) -> ResolvedEdit {
        let change: ResolvedEdit.Change
        switch edit.change {
        case .set(let tree): change = .set(try resolve(tree))
        case .replace(let pattern, let text):
            change = .replace(pattern: try resolveText(pattern), with: try resolveText(text))
        case .ensureLine(let line, let pattern):
            var resolved: String?
            if let pattern { resolved = try resolveText(pattern) }
            change = .ensureLine(line: try resolveText(line), pattern: resolved)
        case .block(let name, let text): change = .block(name: try resolveText(name), text: try resolveText(text))
        }
        return ResolvedEdit(
            file: try resolveText(edit.file), change: change, createsFile: edit.createsFile, usesSudo: edit.usesSudo)
    }

    private func resolve(_ tree: EditTree) throws(Unresolved) -> ResolvedTree {
        switch tree {
        case .map(let members):
            var resolved: [ResolvedTree.Member] = []
            for (key, value) in members {
                resolved.append(.init(key: try resolveText(key), value: try resolve(value)))
            }
            return .map(resolved)
        case .list(let elements):
            var resolved: [ResolvedTree] = []
            for element in elements { resolved.append(try resolve(element)) }
            return .list(resolved)
        case .scalar(let value): return try Self.tree(value)
        case .template(let template):
            // One `${e}` alone keeps the type of its value.
            guard template.segments.count == 1, case .expression(let expression) = template.segments[0] else {
                return .string(try resolveText(template))
            }
            return try Self.tree(try value(of: expression))
        }
    }

    /// A value as a file holds it: what no format knows becomes text.
    private static func tree(_ value: Value) throws(Unresolved) -> ResolvedTree {
        switch value {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .double(let number): return .double(number)
        case .string(let text): return .string(text)
        case .list(let elements):
            var list: [ResolvedTree] = []
            for element in elements { list.append(try tree(element)) }
            return .list(list)
        case .map(let map):
            var members: [ResolvedTree.Member] = []
            for (key, member) in map.pairs {
                guard let name = key.celString() else {
                    throw Unresolved(reason: .noKey(key.summary(limit: 60)))
                }
                members.append(.init(key: name, value: try tree(member)))
            }
            return .map(members)
        default:
            guard let text = value.celString() else {
                throw Unresolved(reason: .noFileValue(value.summary(limit: 60)))
            }
            return .string(text)
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
