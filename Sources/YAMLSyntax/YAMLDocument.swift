package import Diagnostics

/// A YAML text that was read: its tree, and the text in which the tree's ranges lie.
package struct YAMLDocument: Sendable {
    /// The text, without its byte-order mark.
    package let source: SourceText
    /// The top node, or nil where the text holds none (it is empty, or has nothing but comments).
    package let root: YAMLNode?
    /// Whether the file began with a byte-order mark, which `source` does not have.
    package let hasByteOrderMark: Bool

    /// The comments, each from its `#` to the end of its line, in order; found anew by each call, in linear time.
    package var comments: [SourceRange] {
        CommentScan(of: self).ranges
    }
}
