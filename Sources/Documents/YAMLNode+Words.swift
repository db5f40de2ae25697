package import Diagnostics
package import YAMLSyntax

extension YAMLNode {
    /// Whether nothing is written where a value should be: `next:` and the end of the line.
    package var isEmptyValue: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.style == .plain && scalar.text.isEmpty && tag == nil
    }

    /// The node as a sentence names it: `a list`, `the number 5`, `"abc"`.
    package var inWords: String {
        switch content {
        case .sequence: return "a list"
        case .mapping: return "a map"
        case .scalar(let scalar):
            if isEmptyValue { return "nothing" }
            return scalar.style == .plain
                ? "`\(Self.shortened(scalar.text))`" : "the text `\(Self.shortened(scalar.text))`"
        }
    }

    /// The pair of a map with this key; it looks at one after the other, for messages only.
    package func pair(named name: String) -> YAMLPair? {
        guard case .mapping(let pairs, _) = content else { return nil }
        return pairs.first { $0.key.text == name }
    }

    /// Where a message about the whole of a node points: its first key or element, lest the carets run over pages.
    package var headRange: SourceRange {
        switch content {
        case .scalar: range
        case .mapping(let pairs, _): pairs.first?.key.range ?? range
        case .sequence(let elements, _): elements.first?.headRangeOfElement ?? range
        }
    }

    private var headRangeOfElement: SourceRange {
        if case .scalar = content { return range }
        return SourceRange(start: range.start, end: min(range.end, range.start + 1))
    }

    /// A text's beginning, fit for one line of a message.
    package static func shortened(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }
        let short = line.prefix(60)
        return short.utf8.count == text.utf8.count ? text : short + "…"
    }
}
