import Diagnostics
package import Documents
package import YAMLSyntax

extension ValueSpec where Value == YAMLNode {
    /// A condition: the text of its scalar, as written (rule 1); YAML's traps around it have words of their own.
    package static let condition = ValueSpec(
        Shape(.string(pattern: nil), summary: "A condition in CEL.", name: "condition")
    ) { node, decoder in
        switch node.content {
        case .scalar:
            if let tag = node.tag, !YAMLTag.isCore(tag) {
                decoder.unquotedCondition(
                    "a condition that begins with `!` is a tag for YAML", at: node.propertiesRange ?? node.range)
                return nil
            }
            if node.isEmptyValue {
                decoder.error("missing-value", "\(decoder.subject) has no condition", at: node.range)
                return nil
            }
            return node
        case .sequence:
            decoder.unquotedCondition("a condition that begins with `[` is a list for YAML", at: node.headRange)
        case .mapping(_, .flow):
            decoder.unquotedCondition("a condition that begins with `{` is a map for YAML", at: node.headRange)
        case .mapping(_, .block):
            decoder.unquotedCondition("a condition with `: ` in it is a map for YAML", at: node.headRange)
        }
        return nil
    }

    /// The name of a step.
    static let stepName = ValueSpec.scalar(
        "the name of a step",
        shape: Shape(.string(pattern: Names.step.pattern), summary: "The name of a step.", name: "step_name"))
}

extension DocumentDecoder {
    /// Says that a condition wants quotes.
    mutating func unquotedCondition(_ message: String, at range: SourceRange) {
        error("unquoted-condition", message, at: range, hint: "put quotes around the condition")
    }

    /// Whether it was said already that a comma cut this condition.
    func hasSaidRest(of node: YAMLNode) -> Bool {
        diagnostics.suffix(8).contains { diagnostic in
            diagnostic.code == "unquoted-condition" && diagnostic.range.start >= node.range.end
                && source.bytes[node.range.end..<diagnostic.range.start].allSatisfy { $0 <= 0x20 || $0 == 0x2C }
        }
    }

    /// Looks whether a key that nobody declared is the rest of a condition that a comma cut.
    package mutating func isRestOfCondition(_ pair: YAMLPair, _ pairs: [YAMLPair], after keys: [String]) -> Bool {
        guard pair.value.isEmptyValue, let position = pairs.firstIndex(where: { $0.key.range == pair.key.range }) else {
            return false
        }
        // Several commas make several rests; only the first is said.
        var before = position - 1
        while before >= 0, pairs[before].value.isEmptyValue, !keys.contains(pairs[before].keyText) { before -= 1 }
        guard before >= 0, keys.contains(pairs[before].keyText), pairs[before].value.scalar?.style == .plain else {
            return false
        }
        if before == position - 1 {
            unquotedCondition("the comma ends the condition for YAML", at: pair.key.range)
        }
        return true
    }
}
