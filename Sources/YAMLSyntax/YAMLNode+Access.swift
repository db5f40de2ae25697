extension YAMLNode {
    /// The scalar, or nil for a list or a map.
    package var scalar: YAMLScalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// The text of a scalar as decoded, or nil for a list or a map.
    package var text: String? { scalar?.text }

    /// The items of a list, or nil for anything else.
    package var items: [YAMLNode]? {
        if case .sequence(let items, _) = content { items } else { nil }
    }

    /// The pairs of a map, or nil for anything else.
    package var pairs: [YAMLPair]? {
        if case .mapping(let pairs, _) = content { pairs } else { nil }
    }

    /// The value of a key, or nil where this is no map or has no such key; linear in the map's size.
    package subscript(key: String) -> YAMLNode? {
        pairs?.first { $0.key.text == key }?.value
    }

    /// The typed value of a scalar by the core schema and its tag; nil for a list or a map.
    ///
    /// With a tag of another schema it is the text; reporting such tags is the caller's.
    package var value: YAMLValue? {
        guard let scalar else { return nil }
        return scalar.resolved(tag: tag) ?? .string(scalar.text)
    }

    /// Whether this is a scalar that means nothing: empty, `~` or `null`, without quotes.
    package var isNull: Bool {
        if case .null = value { true } else { false }
    }
}
