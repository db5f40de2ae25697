import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

extension ValueSpec where Value == TextDraft {
    /// A text that a person reads: a string, or a map of language tags to strings (rule 1).
    static let text = ValueSpec(
        Shape(
            .oneOf([.string, Shape(.map(keyPattern: Names.language.pattern, value: .string))]),
            summary: "A text that a person reads, in one or several languages; `${…}` may stand in it.", name: "text")
    ) { node, decoder in
        if decoder.refusesTag(of: node) { return nil }
        switch node.content {
        case .scalar where !node.isEmptyValue:
            return TextDraft(versions: [(nil, node)])
        case .mapping(let pairs, _):
            return decoder.textVersions(pairs, of: node)
        case .scalar, .sequence:
            decoder.wrongType(node, wants: "a text, or a map of languages to texts such as `{en: …, ru: …}`")
            return nil
        }
    }
}

extension ValueSpec where Value == [TextDraft] {
    /// A text or a list of texts.
    static let texts = ValueSpec(
        Shape(.oneOf([ValueSpec<TextDraft>.text.shape, Shape(.list(ValueSpec<TextDraft>.text.shape, minimum: 0))]))
    ) { node, decoder in
        guard case .sequence = node.content else {
            return ValueSpec<TextDraft>.text.decode(node, &decoder).map { [$0] }
        }
        return ValueSpec<[TextDraft]>.list(of: .text, "a list of texts").decode(node, &decoder)
    }
}

extension DocumentDecoder {
    /// The versions of a text; what is wrong with one is said, and the others are kept.
    fileprivate mutating func textVersions(_ pairs: [YAMLPair], of node: YAMLNode) -> TextDraft? {
        guard !pairs.isEmpty else {
            error("missing-value", "\(subject) is a text in no language", at: node.range, hint: "write `{en: …}`")
            return nil
        }
        var versions: [(language: String?, node: YAMLNode)] = []
        for (position, pair) in pairs.enumerated() {
            let language = pair.keyText
            if pair.value.isEmptyValue, position > 0, !Names.language.accepts(language) {
                // The rest of a text that a comma cut; said once, for the first rest.
                guard !pairs[position - 1].value.isEmptyValue else { continue }
                error(
                    "unquoted-text", "the comma ends the text of `\(pairs[position - 1].keyText)`", at: pair.key.range,
                    hint: "put quotes around a text with a comma in it")
                continue
            }
            guard Names.language.check(language, at: pair.key.range, &self) else { continue }
            guard pair.value.text != nil, !pair.value.isEmptyValue else {
                wrongType(pair.value, wants: "a text for `\(language)`")
                continue
            }
            if !refusesTag(of: pair.value) { versions.append((language, pair.value)) }
        }
        return versions.isEmpty ? nil : TextDraft(versions: versions)
    }
}
