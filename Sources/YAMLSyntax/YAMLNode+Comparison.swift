/// Whether two nodes say the same; here, where a node's fields are at hand, since every edit asks it of every node.
extension YAMLNode {
    /// Whether the value, with its tags, is that of another node: how it is written does not matter.
    package func hasSameValue(as other: YAMLNode) -> Bool {
        guard foreignTag == other.foreignTag else { return false }
        switch (content, other.content) {
        case (.scalar(let one), .scalar(let two)):
            if one == two, properties == nil, other.properties == nil { return true }
            return (value ?? .string(one.text)).isSame(as: other.value ?? .string(two.text))
        case (.sequence(let items, _), .sequence(let others, _)):
            guard items.count == others.count else { return false }
            for index in items.indices where !items[index].hasSameValue(as: others[index]) { return false }
            return true
        case (.mapping(let pairs, _), .mapping(let others, _)):
            guard pairs.count == others.count else { return false }
            for index in pairs.indices {
                guard pairs[index].keyText == others[index].keyText,
                    pairs[index].value.hasSameValue(as: others[index].value)
                else { return false }
            }
            return true
        default: return false
        }
    }

    /// Whether it is written as another node is, but for the blanks, the line breaks and the kind of quotes.
    package func isWrittenLike(_ other: YAMLNode) -> Bool {
        if properties != nil || other.properties != nil {
            guard tag == other.tag, anchor == other.anchor, aliasName == other.aliasName else { return false }
            // What an alias stands for was compared at its anchor.
            if aliasName != nil { return true }
        }
        switch (content, other.content) {
        case (.scalar(let one), .scalar(let two)):
            return one.text == two.text && (one.style == two.style || (one.style.isQuoted && two.style.isQuoted))
        case (.sequence(let items, let style), .sequence(let others, let otherStyle)):
            guard style == otherStyle, items.count == others.count else { return false }
            for index in items.indices where !items[index].isWrittenLike(others[index]) { return false }
            return true
        case (.mapping(let pairs, let style), .mapping(let others, let otherStyle)):
            guard style == otherStyle, pairs.count == others.count else { return false }
            for index in pairs.indices {
                guard pairs[index].key.isWrittenLike(others[index].key),
                    pairs[index].value.isWrittenLike(others[index].value)
                else { return false }
            }
            return true
        default: return false
        }
    }

    /// The tag, where it says more than a core type.
    package var foreignTag: String? {
        guard let tag = properties?.tag, !YAMLTag.isCore(tag) else { return nil }
        return tag
    }
}

extension YAMLValue {
    /// Whether two values are the same for an edit: also two that are no numbers.
    package func isSame(as other: YAMLValue) -> Bool {
        if case .float(let one) = self, case .float(let two) = other, one.isNaN, two.isNaN { return true }
        return self == other
    }
}
