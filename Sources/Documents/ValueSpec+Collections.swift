package import Diagnostics
package import YAMLSyntax

/// An entry of a map whose keys are names of the user's own.
package struct MapEntry<Value> {
    /// The name.
    package var name: String
    /// Where the name stands.
    package var nameRange: SourceRange
    /// The value.
    package var value: Value
    /// The value's node.
    package var node: YAMLNode
}

extension MapEntry: Sendable where Value: Sendable {}

/// What the keys of a map must be that are names of the user's own.
package struct NameRule: Sendable {
    /// What such a name is, as messages say it: `a step's name`.
    package var what: String
    /// How a name is written, in words.
    package var words: String
    /// The same as a pattern, for the schema.
    package var pattern: String
    /// Whether a name is right.
    package var accepts: @Sendable (String) -> Bool

    /// A rule in words, as a pattern and as a function.
    package init(what: String, words: String, pattern: String, accepts: @escaping @Sendable (String) -> Bool) {
        self.what = what
        self.words = words
        self.pattern = pattern
        self.accepts = accepts
    }

    /// Checks a name, and says what is wrong with it.
    package func check(_ name: String, at range: SourceRange, _ decoder: inout DocumentDecoder) -> Bool {
        if accepts(name) { return true }
        let shown = YAMLNode.shortened(name)
        decoder.error("bad-name", "`\(shown)` cannot be \(what): \(words)", at: range)
        return false
    }
}

extension ValueSpec {
    /// A list of values of one spec; those that are wrong are left out.
    package static func list<Element>(
        of element: ValueSpec<Element>, _ wanted: String, minimum: Int = 0
    ) -> ValueSpec where Value == [Element] {
        let decode = element.decode
        return ValueSpec(Shape(.list(element.shape, minimum: minimum))) { node, decoder in
            if decoder.refusesTag(of: node) { return nil }
            guard case .sequence(let nodes, _) = node.content else {
                decoder.wrongType(node, wants: wanted)
                return nil
            }
            if nodes.count < minimum {
                decoder.error("empty-list", "\(decoder.subject) is empty; it wants \(wanted)", at: node.range)
                return nil
            }
            var values: [Element] = []
            values.reserveCapacity(nodes.count)
            let outer = decoder.reading
            decoder.reading.elements += 1
            for index in nodes.indices {
                if let value = decode(nodes[index], &decoder) { values.append(value) }
            }
            decoder.reading = outer
            return values
        }
    }

    /// A map from names to values of one spec, in the order of the file; what is wrong is left out.
    package static func map<Element>(
        of element: ValueSpec<Element>, names: NameRule, _ wanted: String
    ) -> ValueSpec where Value == [MapEntry<Element>] {
        ValueSpec(Shape(.map(keyPattern: names.pattern, value: element.shape))) { node, decoder in
            if decoder.refusesTag(of: node) { return nil }
            guard case .mapping(let pairs, _) = node.content else {
                decoder.wrongType(node, wants: wanted)
                return nil
            }
            let outer = decoder.reading
            var entries: [MapEntry<Element>] = []
            entries.reserveCapacity(pairs.count)
            for pair in pairs {
                decoder.reading = outer
                guard let name = pair.key.text else {
                    decoder.error("bad-name", "\(names.what) is a word, not \(pair.key.inWords)", at: pair.key.range)
                    continue
                }
                let isNamed = names.check(name, at: pair.key.range, &decoder)
                decoder.subject = "`\(YAMLNode.shortened(name))`"
                guard let value = element.decode(pair.value, &decoder), isNamed else { continue }
                entries.append(MapEntry(name: name, nameRange: pair.key.range, value: value, node: pair.value))
            }
            decoder.reading = outer
            return entries
        }
    }

    /// A value whose kind of node decides: a scalar, a list or a map; `wanted` names what is taken.
    package static func byKind(
        _ wanted: String, scalar: ValueSpec? = nil, list: ValueSpec? = nil, map: ValueSpec? = nil
    ) -> ValueSpec {
        let (decodeScalar, decodeList, decodeMap) = (scalar?.decode, list?.decode, map?.decode)
        return ValueSpec(Shape(.oneOf([scalar?.shape, list?.shape, map?.shape].compactMap(\.self)))) { node, decoder in
            if decoder.refusesTag(of: node) { return nil }
            switch node.content {
            case .scalar:
                if let decodeScalar, !node.isEmptyValue { return decodeScalar(node, &decoder) }
            case .sequence:
                if let decodeList { return decodeList(node, &decoder) }
            case .mapping:
                if let decodeMap { return decodeMap(node, &decoder) }
            }
            decoder.wrongType(node, wants: wanted)
            return nil
        }
    }
}
