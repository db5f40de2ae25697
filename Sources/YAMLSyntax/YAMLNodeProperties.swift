import Diagnostics

/// What few nodes have beside their content; apart from the node, to keep the others small.
final class YAMLNodeProperties: Sendable {
    /// The full tag.
    let tag: String?
    /// The name after `&`.
    let anchor: String?
    /// The name after `*`.
    let aliasName: String?
    /// The bytes of tag and anchor.
    let range: SourceRange?

    /// See the properties.
    init(tag: String?, anchor: String?, aliasName: String?, range: SourceRange?) {
        self.tag = tag
        self.anchor = anchor
        self.aliasName = aliasName
        self.range = range
    }
}
