import CEL
import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

extension RunbookBuilder {
    /// A text in its languages.
    mutating func text(_ draft: TextDraft, step: Int?) -> Text {
        Text(versions: draft.versions.map { ($0.language, template($0.node, .text(step: step))) })
    }

    /// Variables or header fields, whose values may hold secrets.
    mutating func environment(_ entries: [MapEntry<YAMLNode>], step: Int?) -> [EnvironmentEntry] {
        guard !entries.isEmpty else { return [] }
        return entries.map { EnvironmentEntry(name: $0.name, value: template($0.value, .secretPlace(step: step))) }
    }

    /// A text with `${…}` in it (rule 2).
    mutating func template(_ node: YAMLNode, _ role: ExpressionRole) -> Template {
        let text = node.text ?? ""
        guard TemplatePieces.mayHaveExpressions(text) else {
            return Template(literal: text, range: node.range)
        }
        let taken = TemplatePieces(of: text)
        if let unclosed = taken.unclosed {
            decoder.error(
                "unclosed-expression", "this `${` is never closed", at: place(of: unclosed, in: node),
                hint: "close it with `}`, or write `$${` for a `${` that is meant as it stands")
        }
        var segments: [Template.Segment] = []
        for piece in taken.pieces {
            switch piece {
            case .literal(let text): segments.append(.literal(text))
            case .expression(let range):
                let isSole = taken.pieces.count == 1
                if let compiled = expression(in: node, range, role, isSole: isSole) {
                    segments.append(.expression(compiled))
                }
            }
        }
        return Template(segments: segments, range: node.range)
    }

    /// Says that a text cannot hold `${…}`, if it does.
    mutating func refuseExpressions(in node: YAMLNode, _ what: String) {
        guard let text = node.text, TemplatePieces.mayHaveExpressions(text) else { return }
        for case .expression(let range) in TemplatePieces(of: text).pieces {
            decoder.error(
                "misplaced-expression", "no `${…}` can stand in \(what)",
                at: place(of: (range.lowerBound - 2)..<(range.upperBound + 1), in: node))
        }
    }

    /// A script, which is the shell's own (rule 3).
    mutating func script(_ node: YAMLNode) -> String {
        let text = node.text ?? ""
        for mistake in ShellText.mistakes(in: text) {
            sayShellMistake(mistake, in: node)
        }
        return text
    }

    /// A program and its arguments; what follows the `-c` of a shell is a script (rule 3).
    mutating func arguments(_ nodes: [YAMLNode], step: Int?) -> [Template] {
        let script =
            nodes.contains { $0.text == "-c" || ($0.text?.hasSuffix("c") ?? false) }
            ? ShellText.scriptIndex(in: nodes.map { $0.text ?? "" }) : nil
        return nodes.enumerated().map { index, node in
            guard index == script else { return template(node, .text(step: step)) }
            return Template(literal: self.script(node), range: node.range)
        }
    }

    /// Where a part of a node's text stands in the file.
    func place(of range: Range<Int>, in node: YAMLNode) -> SourceRange {
        plainPlace(of: range, in: node) ?? node.sourceRange(ofTextRange: range, in: decoder.source)
    }

    /// The same where text and file are alike byte for byte, as they mostly are; then it costs nothing.
    private func plainPlace(of range: Range<Int>, in node: YAMLNode) -> SourceRange? {
        guard let scalar = node.scalar, !scalar.style.isBlock, node.aliasName == nil else { return nil }
        let quote = scalar.style.isQuoted ? 1 : 0
        let whole = node.range
        // Folding and escapes make a text shorter; only an escape in double quotes can make it longer.
        guard whole.count == scalar.text.utf8.count + 2 * quote, range.upperBound <= scalar.text.utf8.count,
            scalar.style != .doubleQuoted || !decoder.source.bytes[whole.start..<whole.end].contains(0x5C)
        else { return nil }
        return SourceRange(
            start: whole.start + quote + range.lowerBound, end: whole.start + quote + range.upperBound)
    }

    private mutating func sayShellMistake(_ mistake: ShellText.Mistake, in node: YAMLNode) {
        let path = mistake.path.joined(separator: ".")
        let range = place(of: mistake.range, in: node)
        guard mistake.path.first == "params", mistake.path.count == 2 else {
            let name = (mistake.path.last ?? "value").uppercased()
            decoder.error(
                "expression-in-script", "no `${\(path)}` reaches a shell: in a script `${…}` is the shell's own",
                at: range,
                hint: "give it to the command as `env: {\(name): \"${\(path)}\"}`, and write `\"$\(name)\"` here")
            return
        }
        let name = mistake.path[1]
        var hint = "write `\"$\(name)\"`: every param is in the command's environment"
        if !scope.hasParam(name) {
            hint = decoder.nearMiss(for: name, among: scope.paramNames) ?? "there is no param `\(name)`"
        }
        decoder.error(
            "expression-in-script",
            "in a script `${…}` is the shell's own, which knows no `\(path)`; write `$\(name)`", at: range, hint: hint)
    }
}
