import Diagnostics
import YAMLEditing
import YAMLSyntax

/// A scalar of the file whose text a rule looks at, with its way through the tree.
struct TextPlace: Sendable {
    typealias Step = PathStep

    /// The scalar.
    let node: YAMLNode
    /// How an edit finds it.
    let path: [PathStep]

    /// Its text.
    var text: String { node.text ?? "" }

    /// Where a part of the text stands in the file.
    func range(of textRange: Range<Int>, in source: SourceText) -> SourceRange {
        node.sourceRange(ofTextRange: textRange, in: source)
    }
}
