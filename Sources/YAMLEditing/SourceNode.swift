import Diagnostics
package import YAMLSyntax

/// A value in a text with its place; one form for YAML and JSON.
///
/// That of YAML is a look at the reader's tree, and makes nothing of what nobody asks for: an edit goes one way through
/// the tree, and looks at little beside it.
struct SourceNode: Sendable {
    /// What it holds; for an alias, what the anchored node holds, with places that are not the alias's own.
    enum Content: Sendable {
        case scalar(YAMLValue, ScalarStyle)
        case list([SourceNode], CollectionStyle)
        case map([SourceEntry], CollectionStyle)
    }

    private enum Form: Sendable {
        case json(Content, Range<Int>)
        case yaml(YAMLNode)
    }

    private let form: Form

    /// A value of JSON.
    init(content: Content, range: Range<Int>) {
        form = .json(content, range)
    }

    /// A node of a YAML tree.
    init(_ node: YAMLNode) {
        form = .yaml(node)
    }

    private var node: YAMLNode? {
        if case .yaml(let node) = form { node } else { nil }
    }

    /// What it holds; made anew by each call, one level of the tree.
    var content: Content {
        switch form {
        case .json(let content, _): content
        case .yaml(let node):
            switch node.content {
            case .scalar(let scalar): .scalar(node.value ?? .string(scalar.text), scalar.style)
            case .sequence(let items, let style): .list(items.map(SourceNode.init), style)
            case .mapping(let pairs, let style):
                .map(
                    pairs.map { pair in
                        SourceEntry(key: pair.keyText, keyNode: SourceNode(pair.key), value: SourceNode(pair.value))
                    }, style)
            }
        }
    }

    /// The bytes of the value.
    var range: Range<Int> {
        switch form {
        case .json(_, let range): range
        case .yaml(let node): node.range.start..<node.range.end
        }
    }

    /// The bytes of tag and anchor before it.
    var properties: Range<Int>? { node?.propertiesRange.map { $0.start..<$0.end } }

    /// The name after `&`.
    var anchor: String? { node?.anchor }

    /// The name after `*`.
    var alias: String? { node?.aliasName }

    /// The tag, where it says more than a core type.
    var foreignTag: String? { node?.foreignTag }

    /// Whether there is a tag of any kind.
    var hasTag: Bool { node?.tag != nil }

    /// Where tag and anchor, or else the value, begin.
    var start: Int { properties?.lowerBound ?? range.lowerBound }

    /// Whether nothing is written.
    var isUnwritten: Bool { range.isEmpty && alias == nil }

    /// Whether it spans lines by indentation.
    var isBlockCollection: Bool {
        guard let node, node.aliasName == nil else { return false }
        switch node.content {
        case .sequence(let items, .block): return !items.isEmpty
        case .mapping(let pairs, .block): return !pairs.isEmpty
        default: return false
        }
    }

    /// Whether it is a map.
    var isMap: Bool {
        switch form {
        case .json(let content, _): if case .map = content { true } else { false }
        case .yaml(let node): node.pairs != nil
        }
    }

    /// How a list or a map is written; nil for a scalar.
    var collectionStyle: CollectionStyle? {
        switch form {
        case .json(.list(_, let style), _), .json(.map(_, let style), _): return style
        case .json(.scalar, _): return nil
        case .yaml(let node):
            switch node.content {
            case .sequence(_, let style), .mapping(_, let style): return style
            case .scalar: return nil
            }
        }
    }

    /// The entries of a map; made anew by each call.
    var entries: [SourceEntry]? {
        if isMap, case .map(let entries, _) = content { entries } else { nil }
    }

    /// The plain value.
    var tree: ValueTree {
        switch form {
        case .yaml(let node): ValueTree(node)
        case .json(.scalar(let value, _), _): .scalar(value)
        case .json(.list(let items, _), _): .list(items.map(\.tree))
        case .json(.map(let entries, _), _): .map(entries.map { ValueTree.Entry($0.key, $0.value.tree) })
        }
    }

    /// Whether the plain value is that of a YAML node.
    func hasTree(of other: YAMLNode) -> Bool { node?.hasSameValue(as: other) ?? (tree == ValueTree(other)) }
}

/// A key of a map in a text, and its value.
struct SourceEntry: Sendable {
    /// The text of the key.
    var key: String
    /// The place of the key, with its own anchor and tag.
    var keyNode: SourceNode
    /// The value.
    var value: SourceNode

    /// Whether the key is `<<`, which brings the keys of other maps.
    var isMerge: Bool {
        if key == "<<", case .scalar(_, .plain) = keyNode.content { true } else { false }
    }
}

extension ValueTree {
    /// The plain value of a node; recursive, but no deeper than the reader's limit.
    package init(_ node: YAMLNode) {
        let plain: ValueTree =
            switch node.content {
            case .scalar(let scalar): .scalar(node.value ?? .string(scalar.text))
            case .sequence(let items, _): .list(items.map { ValueTree($0) })
            case .mapping(let pairs, _): .map(pairs.map { Entry($0.keyText, ValueTree($0.value)) })
            }
        self = node.foreignTag.map { .tagged($0, plain) } ?? plain
    }
}
