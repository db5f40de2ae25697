package import Diagnostics

/// One node of a YAML tree with its exact place; 40 bytes, so that a file of 200,000 steps stays small.
package struct YAMLNode: Sendable {
    /// What a node holds.
    package enum Content: Sendable {
        /// A text.
        case scalar(YAMLScalar)
        /// A list.
        case sequence([YAMLNode], CollectionStyle)
        /// A map, in the order of the file; its keys are scalars and differ from one another.
        case mapping([YAMLPair], CollectionStyle)
    }

    /// What the node holds; for an alias, what the anchored node holds.
    package let content: Content
    private let start: UInt32
    private let end: UInt32
    /// What few nodes have; nil for all others.
    let properties: YAMLNodeProperties?

    /// A node; `properties` where it has a tag or an anchor, or is an alias.
    init(content: Content, range: SourceRange, properties: YAMLNodeProperties?) {
        self.content = content
        self.start = UInt32(range.start)
        self.end = UInt32(range.end)
        self.properties = properties
    }

    /// The node's own bytes: from the first of its value (a quote, `|`, `[`, the first key) to the end of its last.
    ///
    /// Tag and anchor are outside, and so are comments and blank lines after it. A block scalar ends before the line
    /// break of its last line (of its trailing blank lines, if `+` keeps them). An alias has the range of `*name`.
    package var range: SourceRange { SourceRange(start: Int(start), end: Int(end)) }

    /// The full tag as written, `!!str` as `tag:yaml.org,2002:str`; nil without one.
    package var tag: String? { properties?.tag }

    /// The name that `&` gives the node; nil without one.
    package var anchor: String? { properties?.anchor }

    /// The name after `*`, where this node is an alias; else nil.
    package var aliasName: String? { properties?.aliasName }

    /// The bytes of the node's tag and anchor, which stand before its value; nil without them.
    package var propertiesRange: SourceRange? { properties?.range }
}
