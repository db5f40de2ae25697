import Diagnostics

/// Rung's own rules for single nodes: keys are scalars and differ, and a core tag fits its value.
struct KeyRules {
    /// What was found; the tree goes on without the pairs named here.
    private(set) var diagnostics: [Diagnostic] = []
    private let source: SourceText

    /// More would help nobody, and could be as many as there are lines.
    private static let mostDiagnostics = 200

    /// Rules that report places in `source`.
    init(source: SourceText) {
        self.source = source
    }

    /// The pairs of a map from its keys and values in turn, without those that are refused. Linear.
    mutating func pairs(of nodes: ArraySlice<YAMLNode>) -> [YAMLPair] {
        var pairs: [YAMLPair] = []
        pairs.reserveCapacity(nodes.count / 2)
        var index = nodes.startIndex
        while index + 1 < nodes.endIndex {
            let key = nodes[index]
            if case .scalar = key.content {
                pairs.append(YAMLPair(key: key, value: nodes[index + 1]))
            } else {
                report(
                    "key-not-a-text", "a key must be a text, not a list or a map", key.range,
                    hint: source.bytes[key.range.start] == UInt8(ascii: "{")
                        ? "put quotes around a text that begins with `{`" : nil)
            }
            index += 2
        }
        return hasDuplicates(pairs) ? withoutDuplicates(pairs) : pairs
    }

    private func hasDuplicates(_ pairs: [YAMLPair]) -> Bool {
        guard pairs.count > 8 else {
            for index in pairs.indices.dropFirst() {
                let text = pairs[index].keyText
                for other in 0..<index where pairs[other].keyText == text { return true }
            }
            return false
        }
        var seen: Set<String> = []
        seen.reserveCapacity(pairs.count)
        for pair in pairs where !seen.insert(pair.keyText).inserted { return true }
        return false
    }

    private mutating func withoutDuplicates(_ pairs: [YAMLPair]) -> [YAMLPair] {
        var first: [String: SourceRange] = [:]
        var kept: [YAMLPair] = []
        for pair in pairs {
            let text = pair.keyText
            guard let earlier = first[text] else {
                first[text] = pair.key.range
                kept.append(pair)
                continue
            }
            report(
                "duplicate-key", "the key `\(text)` is already in this map", pair.key.range, hint: nil,
                notes: [DiagnosticNote(message: "the first `\(text)` is here", range: earlier)])
        }
        return kept
    }

    /// Reports a core tag that does not fit its node.
    mutating func checkTag(of node: YAMLNode) {
        guard let tag = node.tag, YAMLTag.isCore(tag), tag != "!" else { return }
        let fits: Bool
        switch node.content {
        case .scalar(let scalar): fits = scalar.resolved(tag: tag) != nil
        case .sequence: fits = tag == YAMLTag.sequence
        case .mapping: fits = tag == YAMLTag.map
        }
        guard !fits else { return }
        report(
            "tag-mismatch", "the tag `\(YAMLTag.short(tag))` does not fit its value",
            node.propertiesRange ?? node.range, hint: nil)
    }

    private mutating func report(
        _ code: String, _ message: String, _ range: SourceRange, hint: String?, notes: [DiagnosticNote] = []
    ) {
        guard diagnostics.count < Self.mostDiagnostics else { return }
        diagnostics.append(
            Diagnostic(code: code, message: message, range: range, source: source, hint: hint, notes: notes))
    }
}
