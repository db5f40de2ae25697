import CEL
import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

extension RunbookBuilder {
    /// A condition: the text of a scalar; nil where it is wrong.
    mutating func condition(_ node: YAMLNode, _ role: ExpressionRole) -> Expression? {
        let text = node.text ?? ""
        return expression(in: node, 0..<text.utf8.count, role, isSole: true)
    }

    /// An expression that is a part of a node's text; nil where it is wrong.
    mutating func expression(
        in node: YAMLNode, _ range: Range<Int>, _ role: ExpressionRole, isSole: Bool
    ) -> Expression? {
        let (text, start) = Self.trimmed(node.text ?? "", range)
        let place = SourcePlace(node: node, start: start, count: text.utf8.count)
        if text.isEmpty {
            decoder.error("bad-expression", "there is no expression here", at: self.place(of: range, in: node))
            return nil
        }
        if !role.isCondition, let name = Self.secretName(text) { return secret(name, place, role) }
        let environment = scope.environment(for: role)
        let program: Program
        do throws(CompilationFailure) {
            program = try environment.compile(text, in: &workspace)
        } catch {
            scope.countFailure()
            say(error, text, place, role)
            return nil
        }
        let isAllowed = !mayBreakRules(program, role) || checkReferences(program.references, place, role)
        return checkType(of: program, place, role, isSole: isSole) && isAllowed
            ? Expression(program: program, range: sourceRange(place)) : nil
    }

    /// Where an expression stands.
    struct SourcePlace {
        var node: YAMLNode
        var start: Int
        var count: Int
    }

    /// The bytes of a part of an expression, or of all of it.
    func sourceRange(_ place: SourcePlace, _ part: Range<Int>? = nil) -> SourceRange {
        let part = part ?? 0..<place.count
        return self.place(of: (place.start + part.lowerBound)..<(place.start + part.upperBound), in: place.node)
    }

    private mutating func secret(_ name: String, _ place: SourcePlace, _ role: ExpressionRole) -> Expression? {
        guard case .secretPlace = role else {
            decoder.error(
                "misplaced-secret", "no secret can stand here: it would be seen or stored", at: sourceRange(place),
                hint: Self.secretHint)
            return nil
        }
        guard scope.hasSecret(name) else {
            decoder.error(
                "unknown-secret", "there is no secret `\(name)`", at: sourceRange(place),
                hint: decoder.nearMiss(for: name, among: scope.secretNames) ?? "declare it under `secrets`")
            return nil
        }
        return Expression(secret: name, range: sourceRange(place))
    }

    private static let secretHint =
        "secrets reach a step only in `env`, `headers` or `body`: `{TOKEN: \"${secrets.x}\"}`"

    private mutating func say(
        _ failure: CompilationFailure, _ text: String, _ place: SourcePlace, _ role: ExpressionRole
    ) {
        if role.isCondition {
            if decoder.hasSaidRest(of: place.node) { return }
            if isCutByComment(place) {
                decoder.unquotedCondition("the ` #` ends the condition for YAML", at: commentRange(after: place.node))
                return
            }
        }
        for problem in failure.problems {
            let said = ExpressionProblem(problem, in: text, role, scope)
            decoder.error(said.code, said.message, at: sourceRange(place, problem.range), hint: said.hint)
        }
    }

    private mutating func checkType(
        of program: Program, _ place: SourcePlace, _ role: ExpressionRole, isSole: Bool
    ) -> Bool {
        let type = program.resultType
        if role.isCondition {
            if type == .bool || type == .dyn { return true }
            decoder.error(
                "not-a-condition", "a condition is true or false, and this is \(type.inWords)", at: sourceRange(place))
            return false
        }
        switch type {
        case .list, .map, .null, .object, .optional, .type, .abstract, .bytes:
            // Alone in a value of `set`, a list or a map stays what it is.
            if isSole, decoder.subject == "`set`", type != .null { return true }
            decoder.error(
                "not-a-text", "\(type.inWords) cannot become text", at: sourceRange(place),
                hint: "choose a part of it, or join it: `xs.join(\", \")`")
            return false
        default: return true
        }
    }

    /// Whether a comment follows a plain scalar on its line: perhaps the rest of the condition.
    private func isCutByComment(_ place: SourcePlace) -> Bool {
        guard place.node.scalar?.style == .plain, place.node.aliasName == nil else { return false }
        return !commentRange(after: place.node).isEmpty
    }

    private func commentRange(after node: YAMLNode) -> SourceRange {
        let bytes = decoder.source.bytes
        var start = node.range.end
        while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        guard start < bytes.count, bytes[start] == UInt8(ascii: "#") else { return SourceRange(at: node.range.end) }
        var end = start
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        return SourceRange(start: start, end: end)
    }

    /// A part of a text without the blanks around it, and where it begins.
    private static func trimmed(_ text: String, _ range: Range<Int>) -> (text: String, start: Int) {
        let bytes = text.utf8
        if range.count == bytes.count, let first = bytes.first, let last = bytes.last, first > 0x20, last > 0x20 {
            return (text, 0)
        }
        var start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        var end = bytes.index(bytes.startIndex, offsetBy: range.upperBound)
        var offset = range.lowerBound
        while start < end, bytes[start] <= 0x20 {
            start = bytes.index(after: start)
            offset += 1
        }
        while end > start, bytes[bytes.index(before: end)] <= 0x20 { end = bytes.index(before: end) }
        return (String(text[start..<end]), offset)
    }

    /// The name in an expression that is `secrets.name` and nothing else.
    private static func secretName(_ text: String) -> String? {
        guard text.hasPrefix("secrets.") else { return nil }
        let name = String(text.dropFirst("secrets.".count))
        return Names.isName(name) ? name : nil
    }
}
