package import Diagnostics

/// A YAML text that was read: its tree, and the text in which the tree's ranges lie.
package struct YAMLDocument: Sendable {
    /// The text, without its byte-order mark.
    package let source: SourceText
    /// The top node, or nil where the text holds none (it is empty, or has nothing but comments).
    package let root: YAMLNode?
    /// Whether the file began with a byte-order mark, which `source` does not have.
    package let hasByteOrderMark: Bool

    /// The names of the anchors that aliases stand for.
    package let aliasNames: Set<String>

    /// The text as the file has it, with its byte-order mark.
    package var bytes: [UInt8] { hasByteOrderMark ? [0xEF, 0xBB, 0xBF] + source.bytes : source.bytes }

    /// The comments, each from its `#` to the end of its line, in order; found anew by each call, in linear time.
    package var comments: [SourceRange] {
        CommentScan(of: self).ranges
    }
}
