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
    package let separated: [[PathStep]]

    /// A formatter.
    package init(name: String, separated: [[PathStep]] = []) {
        self.name = name
        self.separated = separated
    }

    /// The text of a document in the layout, without a byte-order mark; to be checked before anybody relies on it.
    ///
    /// Linear in the text, as the check is.
    package func format(_ document: YAMLDocument) -> [UInt8] {
        var plan = LayoutPlan(document, separated: separated)
        return plan.formatted()
    }

    /// Reads what was made of a document again, and gives it; throws where it has not the same tree and comments.
    package func check(_ formatted: [UInt8], of document: YAMLDocument) throws(TreeEditFailure) -> YAMLDocument {
        let result = YAMLReader.read(name: name, bytes: formatted)
        guard result.diagnostics.isEmpty, let after = result.document, isSame(document.root, after.root),
            comments(of: document) == comments(of: after)
        else {
            throw TreeEditFailure(
                .unsafe, "the file is laid out so that it cannot be formatted without changing what it says")
        }
        return after
    }

    private func isSame(_ one: YAMLNode?, _ other: YAMLNode?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        return one.isWrittenLike(other)
    }

    private func comments(of document: YAMLDocument) -> [ArraySlice<UInt8>] {
        document.comments.map { range in
            var text = document.source.bytes[range.start..<range.end]
            while let last = text.last, isBlankOrBreak(last) { text.removeLast() }
            return text
        }
    }
}
