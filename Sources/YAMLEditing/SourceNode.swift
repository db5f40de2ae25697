import Diagnostics
package import YAMLSyntax

/// A value in a text with its place; one form for YAML and JSON.
struct SourceNode {
    /// What it holds; for an alias, what the anchored node holds, with places that are not the alias's own.
    enum Content {
        case scalar(YAMLValue, ScalarStyle)
        case list([SourceNode], CollectionStyle)
        case map([SourceEntry], CollectionStyle)
    }

    /// What it holds.
    var content: Content
    /// The bytes of the value.
    var range: Range<Int>
    /// The bytes of tag and anchor before it.
    var properties: Range<Int>?
    /// The name after `&`.
    var anchor: String?
    /// The name after `*`.
    var alias: String?
    /// The tag, where it says more than a core type.
    var foreignTag: String?
    /// Whether there is a tag of any kind.
    var hasTag = false

    /// Where tag and anchor, or else the value, begin.
    var start: Int { properties?.lowerBound ?? range.lowerBound }

    /// Whether nothing is written.
    var isUnwritten: Bool { range.isEmpty && alias == nil }

    /// Whether it spans lines by indentation.
    var isBlockCollection: Bool {
        guard alias == nil else { return false }
        switch content {
        case .list(let items, .block): return !items.isEmpty
        case .map(let entries, .block): return !entries.isEmpty
        default: return false
        }
    }

    /// The entries of a map.
    var entries: [SourceEntry]? {
        if case .map(let entries, _) = content { entries } else { nil }
    }

    /// The plain value.
    var tree: ValueTree {
        let plain: ValueTree =
            switch content {
            case .scalar(let value, _): .scalar(value)
            case .list(let items, _): .list(items.map(\.tree))
            case .map(let entries, _): .map(entries.map { ValueTree.Entry($0.key, $0.value.tree) })
            }
        return foreignTag.map { .tagged($0, plain) } ?? plain
    }
}

/// A key of a map in a text, and its value.
struct SourceEntry {
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

extension SourceNode {
    /// The node of a YAML tree in the editor's form; recursive, but no deeper than the reader's limit.
    init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar): content = .scalar(node.value ?? .string(scalar.text), scalar.style)
        case .sequence(let items, let style): content = .list(items.map(SourceNode.init), style)
        case .mapping(let pairs, let style):
            content = .map(
                pairs.map { pair in
                    SourceEntry(key: pair.keyText, keyNode: SourceNode(pair.key), value: SourceNode(pair.value))
                }, style)
        }
        range = node.range.start..<node.range.end
        properties = node.propertiesRange.map { $0.start..<$0.end }
        anchor = node.anchor
        alias = node.aliasName
        hasTag = node.tag != nil
        foreignTag = node.foreignTag
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

extension YAMLNode {
    /// The tag, where it says more than a core type.
    fileprivate var foreignTag: String? { tag.flatMap { YAMLTag.isCore($0) ? nil : $0 } }
}
