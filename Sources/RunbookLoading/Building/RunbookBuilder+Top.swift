import CEL
import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

extension RunbookBuilder {
    /// Fills in all of a runbook but its steps and params.
    mutating func fillTop(_ runbook: inout Runbook, from draft: RunbookDraft) {
        runbook.name = draft.name.map { text($0, step: nil) }
        runbook.description = draft.description.map { text($0, step: nil) }
        runbook.advice = draft.advice.map { text($0, step: nil) }
        runbook.secrets = draft.secrets.map { secret($0) }
        runbook.causes = draft.causes.map { cause($0) }
        runbook.limits = draft.limits
        runbook.target = draft.target.map { template($0, .beforeWalk("`target`")) }
        runbook.defaults.timeout = draft.defaults.timeout ?? runbook.defaults.timeout
        runbook.defaults.fixTimeout = draft.defaults.fixTimeout ?? runbook.defaults.fixTimeout
        runbook.defaults.workdir = draft.defaults.workdir.map { template($0, .text(step: nil)) }
        runbook.defaults.host = draft.defaults.host.map { template($0, .text(step: nil)) }
        runbook.defaults.env = environment(draft.defaults.env, step: nil)
    }

    private func secret(_ entry: MapEntry<SecretDraft>) -> Secret {
        let origin: Secret.Origin =
            entry.value.environment.map { .environment($0) } ?? .file(entry.value.file ?? "")
        return Secret(id: entry.name, origin: origin, isOptional: entry.value.isOptional, range: entry.nameRange)
    }

    private mutating func cause(_ entry: MapEntry<CauseDraft>) -> Cause {
        Cause(
            id: entry.name, name: entry.value.name.map { text($0, step: nil) },
            description: entry.value.description.map { text($0, step: nil) },
            advice: entry.value.advice.map { text($0, step: nil) })
    }

    /// An input; nil where it is wrong.
    mutating func param(_ entry: MapEntry<ConstraintDraft>) -> Param? {
        let reserved = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy"]
        if reserved.contains(entry.name) {
            decoder.error(
                "reserved-name", "no param can be called `\(entry.name)`: programs take that variable for their proxy",
                at: entry.nameRange)
        }
        guard let kind = entry.value.type else { return nil }
        let constraint = constraint(entry.value, kind: kind)
        return Param(
            name: entry.name, constraint: constraint,
            defaultValue: entry.value.defaultValue.flatMap { defaultValue($0, constraint) },
            description: entry.value.description.map { text($0, step: nil) }, range: entry.nameRange)
    }

    /// What a value must be; what is wrong with it is said.
    mutating func constraint(_ draft: ConstraintDraft, kind: Param.Kind) -> ValueConstraint {
        var constraint = ValueConstraint(kind: kind)
        if let node = draft.pattern, let pattern = node.text {
            if kind != .string {
                misfit("pattern", of: "a string", kind, at: node.range)
            } else {
                constraint.pattern = regularExpression(pattern, node)
                constraint.patternText = pattern
            }
        }
        constraint.minimum = bound(draft.minimum, "min", kind)
        constraint.maximum = bound(draft.maximum, "max", kind)
        if let minimum = constraint.minimum, let maximum = constraint.maximum, let node = draft.maximum {
            var floor = ValueConstraint(kind: kind)
            floor.minimum = minimum
            if floor.problem(of: maximum) != nil {
                decoder.error("empty-range", "`max` is less than `min`", at: node.range)
            }
        }
        constraint.choices = draft.choices.map { choices($0, kind) } ?? []
        return constraint
    }

    /// Compiles a pattern; says what is wrong with it.
    mutating func regularExpression(_ pattern: String, _ node: YAMLNode) -> RegularExpression? {
        switch Patterns.compile(pattern) {
        case .success(let expression): return expression
        case .failure(let problem):
            decoder.error("bad-pattern", "this pattern is wrong: \(problem.message)", at: node.range)
            return nil
        }
    }

    /// A `default`, which keeps the type that YAML gave it (rule 1).
    mutating func defaultValue(_ node: YAMLNode, _ constraint: ValueConstraint) -> Value? {
        decoder.subject = "`default`"
        if constraint.kind == .string, node.scalar?.style == .plain, let value = node.value {
            if case .string = value {
            } else {
                decoder.wrongType(node, wants: "a string", hint: "put quotes around it: `\"\(node.text ?? "")\"`")
                return nil
            }
        }
        guard let value = typedValue(node, constraint.kind) else { return nil }
        if let problem = constraint.problem(of: value) {
            decoder.error("wrong-value", "the default \(problem.message)", at: node.range)
            return nil
        }
        return value
    }

    /// A scalar as a value of a type; says what is wrong with it.
    mutating func typedValue(_ node: YAMLNode, _ kind: Param.Kind) -> Value? {
        guard let text = node.text else {
            decoder.wrongType(node, wants: kind.inWords)
            return nil
        }
        switch (kind, node.value) {
        case (.string, _): return .string(text)
        case (.int, .int(let number)): return .int(number)
        case (.number, .int(let number)): return .double(Double(number))
        case (.number, .float(let number)) where number.isFinite: return .double(number)
        case (.bool, .bool(let bool)): return .bool(bool)
        case (.duration, _):
            if let duration = DurationText.parse(text) { return .duration(duration) }
            let isBare = Double(text) != nil
            decoder.wrongType(node, wants: kind.inWords, hint: isBare ? "say the unit: `\(text)s` for seconds" : nil)
            return nil
        default:
            var read = ValueConstraint(kind: kind).value(fromText: text)
            if ["yes", "no", "on", "off"].contains(text), kind == .bool { read = .success(.null) }
            var hint: String?
            if case .success(let value) = read {
                hint = value.isNull ? "write `true` or `false`" : "leave the quotes out: `\(text)`"
            }
            decoder.wrongType(node, wants: kind.inWords, hint: hint)
            return nil
        }
    }

    private mutating func bound(_ node: YAMLNode?, _ key: String, _ kind: Param.Kind) -> Value? {
        guard let node else { return nil }
        guard kind == .int || kind == .number || kind == .duration else {
            misfit(key, of: "an int, number or duration", kind, at: node.range)
            return nil
        }
        decoder.subject = "`\(key)`"
        return typedValue(node, kind)
    }

    private mutating func choices(_ node: YAMLNode, _ kind: Param.Kind) -> [Value] {
        decoder.subject = "`choices`"
        guard let items = node.items, !items.isEmpty else {
            decoder.wrongType(node, wants: "a list of values")
            return []
        }
        guard kind != .bool else {
            misfit("choices", of: "a string, int, number or duration", kind, at: node.headRange)
            return []
        }
        return items.compactMap { typedValue($0, kind) }
    }

    private mutating func misfit(_ key: String, of kinds: String, _ kind: Param.Kind, at range: SourceRange) {
        decoder.error(
            "misplaced-key", "`\(key)` fits \(kinds), not \(kind.inWords.prefix { $0 != "(" }.trimmingBlank)",
            at: range,
            hint: kind == .bool ? "say `type: string`" : nil)
    }
}

extension Substring {
    /// The text without blanks at its end.
    fileprivate var trimmingBlank: Substring {
        var rest = self
        while rest.last == " " { rest = rest.dropLast() }
        return rest
    }
}
