import Diagnostics
package import YAMLSyntax

/// Gives YAML texts one layout: indentation, blanks, quotes, blank lines.
///
/// Words, order, comments, line breaks within values and the choice between blocks and flows are the author's and stay.
/// A text in that layout already is given back as it is, and no text changes its meaning.
package struct YAMLFormatter: Sendable {
    /// What the file is called in messages.
    package let name: String
    /// The maps between whose entries a blank line stands.
    package let separated: Set<[PathStep]>

    /// A formatter.
    package init(name: String, separated: Set<[PathStep]> = []) {
        self.name = name
        self.separated = separated
    }

    /// The text of a document in the layout, without a byte-order mark.
    ///
    /// The result was read again: it has the same tree and the same comments; where it had not, this throws. Linear in
    /// the text.
    package func format(_ document: YAMLDocument) throws(TreeEditFailure) -> [UInt8] {
        var plan = LayoutPlan(document, separated: separated)
        let formatted = plan.formatted()
        let source = document.source.bytes
        if formatted == source { return formatted }
        let result = YAMLReader.read(name: name, bytes: formatted)
        guard result.diagnostics.isEmpty, let after = result.document, Self.isSame(document.root, after.root),
            comments(of: document) == comments(of: after)
        else {
            throw TreeEditFailure(
                .unsafe, "the file is laid out so that it cannot be formatted without changing what it says")
        }
        return formatted
    }

    private func comments(of document: YAMLDocument) -> [ArraySlice<UInt8>] {
        document.comments.map { range in
            var text = document.source.bytes[range.start..<range.end]
            while let last = text.last, isBlankOrBreak(last) { text.removeLast() }
            return text
        }
    }

    private static func isSame(_ one: YAMLNode?, _ other: YAMLNode?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        guard one.tag == other.tag, one.anchor == other.anchor, one.aliasName == other.aliasName else { return false }
        // What an alias stands for was compared at its anchor.
        if one.aliasName != nil { return true }
        switch (one.content, other.content) {
        case (.scalar(let one), .scalar(let other)):
            return one.text == other.text && (one.style == other.style || (one.style.isQuoted && other.style.isQuoted))
        case (.sequence(let items, let style), .sequence(let others, let otherStyle)):
            return style == otherStyle && items.count == others.count
                && zip(items, others).allSatisfy { isSame($0, $1) }
        case (.mapping(let pairs, let style), .mapping(let others, let otherStyle)):
            return style == otherStyle && pairs.count == others.count
                && zip(pairs, others).allSatisfy { isSame($0.key, $1.key) && isSame($0.value, $1.value) }
        default: return false
        }
    }
}
