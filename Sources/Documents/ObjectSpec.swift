package import YAMLSyntax

/// One declared key of a map: the one place that says what it is called, means, takes and does.
package struct Key<Model>: Sendable {
    /// What holds where it is left out, as it would be written; nil: nothing.
    package let defaultText: String?
    private let valueShape: @Sendable () -> Shape
    /// What reads the value into a model.
    let reader: KeyReader

    /// The key.
    package var name: String { reader.name }
    /// What it means, in one sentence.
    package var summary: String { reader.summary }
    /// Whether it must be there.
    package var isRequired: Bool { reader.isRequired }

    /// A key, its value's spec, what holds without it (as it would be written), its meaning, and where its value goes.
    package init<Value>(
        _ name: String, _ value: ValueSpec<Value>, required isRequired: Bool = false,
        default defaultText: String? = nil,
        _ summary: String, set: @escaping @Sendable (inout Model, Value) -> Void
    ) {
        let decode = value.decode
        self.init(name, isRequired: isRequired, defaultText, summary, shape: { value.shape }) { node, model, decoder in
            guard let value = decode(node, &decoder) else { return }
            set(&model.assumingMemoryBound(to: Model.self).pointee, value)
        }
    }

    /// The same for a value that stays a node, as most do: it spares the look-up of the value's type at each read.
    package init(
        _ name: String, _ value: ValueSpec<YAMLNode>, required isRequired: Bool = false,
        default defaultText: String? = nil,
        _ summary: String, set: @escaping @Sendable (inout Model, YAMLNode) -> Void
    ) {
        let decode = value.decode
        self.init(name, isRequired: isRequired, defaultText, summary, shape: { value.shape }) { node, model, decoder in
            guard let value = decode(node, &decoder) else { return }
            set(&model.assumingMemoryBound(to: Model.self).pointee, value)
        }
    }

    private init(
        _ name: String, isRequired: Bool, _ defaultText: String?, _ summary: String,
        shape: @escaping @Sendable () -> Shape, read: @escaping KeyReader.Read
    ) {
        self.defaultText = defaultText
        valueShape = shape
        reader = KeyReader(name: name, summary: summary, isRequired: isRequired, read: read)
    }

    /// The same key of a model that is a part of another.
    package func within<Whole>(
        _ part: @escaping @Sendable (Whole) -> Model, set: @escaping @Sendable (inout Whole, Model) -> Void
    ) -> Key<Whole> {
        let reader = reader
        return Key<Whole>(name, isRequired: isRequired, defaultText, summary, shape: valueShape) {
            node, whole, decoder in
            let whole = whole.assumingMemoryBound(to: Whole.self)
            var model = part(whole.pointee)
            withUnsafeMutablePointer(to: &model) { reader.read(node, UnsafeMutableRawPointer($0), &decoder) }
            set(&whole.pointee, model)
        }
    }

    /// What the reference page and the schema say about it.
    package var shape: ObjectShape.Key {
        ObjectShape.Key(
            name: name, summary: summary, value: valueShape(), isRequired: isRequired, defaultText: defaultText)
    }
}

/// The keys that were found in a map, as bits in the order of their declaration.
package struct KeySet: OptionSet, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The set of one key, by its place in the declaration.
    package init(position: Int) {
        rawValue = 1 << UInt64(position)
    }
}

/// A map with declared keys.
package struct ObjectSpec<Model>: Sendable {
    /// The declared keys, at most 64.
    package let keys: [Key<Model>]
    private let reader: MapReader
    private let make: @Sendable () -> Model
    private let makeRules: @Sendable () -> [KeyRule]

    /// A map of keys.
    ///
    /// - Parameters:
    ///   - name: what the map is, as messages call it.
    ///   - example: such a map, as messages show it; without one they list the keys.
    ///   - oneOf: keys of which exactly one must be there.
    ///   - otherWords: words that people write for a key, with the hint that sets them right.
    ///   - rules: what else holds between the keys; only a schema or a reference page asks for it.
    ///   - make: a model without anything read.
    ///   - keys: the declared keys.
    ///   - onUnknownKey: looks at a key that is not declared, among all pairs; true means that it said what is wrong.
    package init(
        _ name: String, example: String? = nil, oneOf: [String] = [], otherWords: [String: String] = [:],
        rules: @escaping @Sendable () -> [KeyRule] = { [] }, make: @escaping @Sendable () -> Model, keys: [Key<Model>],
        onUnknownKey: (@Sendable (YAMLPair, [YAMLPair], inout DocumentDecoder) -> Bool)? = nil
    ) {
        self.keys = keys
        self.make = make
        reader = MapReader(
            name, example: example, oneOf: oneOf, otherWords: otherWords, keys: keys.map { $0.reader },
            onUnknownKey: onUnknownKey)
        makeRules = rules
    }

    /// What the map is, as messages call it: `a step`.
    package var name: String { reader.name }
    /// The keys of which exactly one must be there; empty: no such rule.
    package var oneOf: [String] { reader.oneOf }

    /// What the reference page and the schema say about the map.
    package var shape: Shape {
        Shape(.object(ObjectShape(name: name, keys: keys.map(\.shape), oneOf: oneOf, rules: makeRules())))
    }

    /// The map as a value of a key.
    package var value: ValueSpec<Model> {
        ValueSpec(self.shape) { node, decoder in
            var model = make()
            return decode(node, into: &model, &decoder) == nil ? nil : model
        }
    }

    /// The set of some declared keys.
    package func keySet(_ names: String...) -> KeySet { reader.keySet(of: names) }

    /// The names of a set's keys, in the order of the declaration.
    package func names(of set: KeySet) -> [String] { reader.names(of: set) }

    /// Reads a map; nil where the node is none, which was then said. All that can be read of it is in the model.
    package func decode(_ node: YAMLNode, _ decoder: inout DocumentDecoder) -> (model: Model, present: KeySet)? {
        var model = make()
        guard let present = decode(node, into: &model, &decoder) else { return nil }
        return (model, present)
    }

    /// Reads a map into a model; the keys that were there, nil where the node is none.
    package func decode(_ node: YAMLNode, into model: inout Model, _ decoder: inout DocumentDecoder) -> KeySet? {
        withUnsafeMutablePointer(to: &model) { reader.decode(node, into: UnsafeMutableRawPointer($0), &decoder) }
    }
}

extension ObjectSpec {
    /// The maps as values that keep the node they were read from.
    package func value(keeping node: any WritableKeyPath<Model, YAMLNode?> & Sendable) -> ValueSpec<Model> {
        let place = node
        return ValueSpec(self.shape) { node, decoder in
            guard var model = self.decode(node, &decoder)?.model else { return nil }
            model[keyPath: place] = node
            return model
        }
    }
}
