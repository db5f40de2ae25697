import Diagnostics
package import YAMLSyntax

/// One declared key of a map: the one place that says what it is called, means, takes and does.
package struct Key<Model>: Sendable {
    /// The key.
    package let name: String
    /// What it means, in one sentence.
    package let summary: String
    /// Whether it must be there.
    package let isRequired: Bool
    /// What holds where it is left out, as it would be written; nil: nothing.
    package let defaultText: String?
    private let valueShape: @Sendable () -> Shape
    /// How messages name it: with backticks, made once.
    let subject: String
    /// Reads the value into the model.
    let read: @Sendable (YAMLNode, inout Model, inout DocumentDecoder) -> Void

    /// A key, its value's spec, what holds without it (as it would be written), its meaning, and where its value goes.
    package init<Value>(
        _ name: String, _ value: ValueSpec<Value>, required isRequired: Bool = false,
        default defaultText: String? = nil,
        _ summary: String, set: @escaping @Sendable (inout Model, Value) -> Void
    ) {
        let decode = value.decode
        self.init(name, isRequired: isRequired, defaultText, summary, shape: { value.shape }) { node, model, decoder in
            guard let value = decode(node, &decoder) else { return }
            set(&model, value)
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
            set(&model, value)
        }
    }

    private init(
        _ name: String, isRequired: Bool, _ defaultText: String?, _ summary: String,
        shape: @escaping @Sendable () -> Shape,
        read: @escaping @Sendable (YAMLNode, inout Model, inout DocumentDecoder) -> Void
    ) {
        self.name = name
        self.summary = summary
        self.isRequired = isRequired
        self.defaultText = defaultText
        valueShape = shape
        subject = "`\(name)`"
        self.read = read
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
    /// What the map is, as messages call it: `a step`.
    package let name: String
    /// The declared keys, at most 64.
    package let keys: [Key<Model>]
    /// The keys of which exactly one must be there; empty: no such rule.
    package let oneOf: [String]
    private let positions: KeyTable
    private let required: KeySet
    private let alternatives: KeySet
    private let otherWords: [String: String]
    private let wanted: String
    private let make: @Sendable () -> Model
    private let makeRules: @Sendable () -> [KeyRule]
    private let onUnknownKey: (@Sendable (YAMLPair, [YAMLPair], inout DocumentDecoder) -> Bool)?

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
        precondition(keys.count <= 64, "\(name) declares \(keys.count) keys; a KeySet holds 64")
        self.name = name
        self.keys = keys
        self.oneOf = oneOf
        self.otherWords = otherWords
        self.make = make
        makeRules = rules
        wanted =
            example.map { "a map such as `\($0)`" }
            ?? "a map with \(keys.prefix(3).map { "`\($0.name)`" }.asSentenceList)"
        self.onUnknownKey = onUnknownKey
        let positions = KeyTable(keys.map(\.name))
        self.positions = positions
        var required = KeySet()
        for (position, key) in keys.enumerated() where key.isRequired { required.insert(KeySet(position: position)) }
        self.required = required
        alternatives = Self.keySet(of: oneOf, in: positions, name: name)
    }

    /// What the reference page and the schema say about the map.
    package var shape: Shape {
        Shape(.object(ObjectShape(name: name, keys: keys.map(\.shape), oneOf: oneOf, rules: makeRules())))
    }

    /// The map as a value of a key.
    package var value: ValueSpec<Model> {
        ValueSpec(self.shape) { node, decoder in
            var model = make()
            return self.decode(node, into: &model, &decoder) == nil ? nil : model
        }
    }

    /// The set of some declared keys.
    package func keySet(_ names: String...) -> KeySet {
        Self.keySet(of: names, in: positions, name: name)
    }

    /// The names of a set's keys, in the order of the declaration.
    package func names(of set: KeySet) -> [String] {
        keys.indices.filter { set.contains(KeySet(position: $0)) }.map { keys[$0].name }
    }

    /// Reads a map; nil where the node is none, which was then said. All that can be read of it is in the model.
    package func decode(_ node: YAMLNode, _ decoder: inout DocumentDecoder) -> (model: Model, present: KeySet)? {
        var model = make()
        return decode(node, into: &model, &decoder).map { (model, $0) }
    }

    /// Reads a map into a model; the keys that were there, nil where the node is none.
    private func decode(
        _ node: YAMLNode, into model: inout Model, _ decoder: inout DocumentDecoder
    ) -> KeySet? {
        if decoder.refusesTag(of: node) { return nil }
        guard case .mapping(let pairs, _) = node.content else {
            decoder.wrongType(node, wants: wanted)
            return nil
        }
        let outer = decoder.subject
        var present = KeySet()
        var hints: [String] = []
        for pair in pairs {
            guard case .scalar(let key) = pair.key.content, let position = positions[key.text] else {
                decoder.subject = outer
                if let hint = reportUnknown(pair, pairs, &decoder) { hints.append(hint) }
                continue
            }
            present.insert(KeySet(position: position))
            decoder.subject = keys[position].subject
            keys[position].read(pair.value, &model, &decoder)
        }
        decoder.subject = outer
        if !required.isSubset(of: present) { sayMissing(required.subtracting(present), of: node, hints, &decoder) }
        if !alternatives.isEmpty, present.intersection(alternatives).rawValue.nonzeroBitCount != 1 {
            checkAlternatives(present.intersection(alternatives), of: node, hints, &decoder)
        }
        return present
    }

    /// Says which keys are missing, but for those that the hint to an unknown key names already.
    private func sayMissing(
        _ missing: KeySet, of node: YAMLNode, _ hints: [String], _ decoder: inout DocumentDecoder
    ) {
        for key in names(of: missing) where !hints.contains(where: { $0.contains("`\(key)`") }) {
            let summary = keys[positions[key] ?? 0].summary
            decoder.error("missing-key", "\(name) needs `\(key)`", at: node.headRange, hint: "`\(key)`: \(summary)")
        }
    }

    private func checkAlternatives(
        _ found: KeySet, of node: YAMLNode, _ hints: [String], _ decoder: inout DocumentDecoder
    ) {
        let written = (node.pairs ?? []).filter { pair in
            pair.key.text.flatMap { positions[$0] }.map { found.contains(KeySet(position: $0)) } ?? false
        }
        if written.count > 1 {
            let list = written.map { "`\($0.keyText)`" }.asSentenceList
            decoder.error("conflicting-keys", "\(name) can have only one of \(list)", at: written[1].key.range)
        } else if !hints.contains(where: { hint in oneOf.contains { hint.contains("`\($0)") } }) {
            decoder.error("missing-key", "\(name) needs \(oneOf.asChoice)", at: node.headRange)
        }
    }

    /// Says that a key is not declared.
    ///
    /// - Returns: the hint, where it says what was meant.
    private func reportUnknown(
        _ pair: YAMLPair, _ pairs: [YAMLPair], _ decoder: inout DocumentDecoder
    ) -> String? {
        if let onUnknownKey, onUnknownKey(pair, pairs, &decoder) { return nil }
        let key = pair.keyText
        let meant = otherWords[key] ?? decoder.nearMiss(for: key, among: keys.lazy.map(\.name))
        let list = keys.count <= 12 ? "\(name) takes \(keys.map { "`\($0.name)`" }.asSentenceList)" : nil
        decoder.error(
            "unknown-key", "\(name) has no key `\(YAMLNode.shortened(key))`", at: pair.key.range, hint: meant ?? list)
        return meant
    }

    private static func keySet(of names: [String], in positions: KeyTable, name: String) -> KeySet {
        var set = KeySet()
        for key in names {
            guard let position = positions[key] else {
                preconditionFailure("\(name) declares no key \(key)")
            }
            set.insert(KeySet(position: position))
        }
        return set
    }
}
