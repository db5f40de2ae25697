import Diagnostics
import YAMLSyntax

/// What reads the value of a key, without the type of the model that it goes into.
final class KeyReader: Sendable {
    /// Reads a value into the model at a place in memory, which is of the type that the key was declared for.
    typealias Read = @Sendable (YAMLNode, UnsafeMutableRawPointer, inout DocumentDecoder) -> Void

    let name: String
    let summary: String
    let isRequired: Bool
    /// How messages name it: with backticks, made once.
    let subject: String
    let read: Read

    init(name: String, summary: String, isRequired: Bool, read: @escaping Read) {
        self.name = name
        self.summary = summary
        self.isRequired = isRequired
        subject = "`\(name)`"
        self.read = read
    }
}

/// What reads a map with declared keys, without the type of the model that it becomes.
///
/// Most of the time of decoding is spent here. Without the type nothing is asked of the runtime; and the keys are found
/// without counting references to them, for which threads that decode side by side would wait for one another.
final class MapReader: Sendable {
    let name: String
    let keys: [KeyReader]
    let oneOf: [String]
    /// The keys once more; `keys` keeps them alive.
    private let unowned: [Unmanaged<KeyReader>]
    private let positions: KeyTable
    private let required: KeySet
    private let alternatives: KeySet
    private let otherWords: [String: String]
    private let example: String?
    private let onUnknownKey: (@Sendable (YAMLPair, [YAMLPair], inout DocumentDecoder) -> Bool)?

    init(
        _ name: String, example: String?, oneOf: [String], otherWords: [String: String], keys: [KeyReader],
        onUnknownKey: (@Sendable (YAMLPair, [YAMLPair], inout DocumentDecoder) -> Bool)?
    ) {
        precondition(keys.count <= 64, "\(name) declares \(keys.count) keys; a KeySet holds 64")
        self.name = name
        self.keys = keys
        unowned = keys.map { .passUnretained($0) }
        self.oneOf = oneOf
        self.otherWords = otherWords
        self.example = example
        self.onUnknownKey = onUnknownKey
        let positions = KeyTable(keys.map(\.name))
        self.positions = positions
        var required = KeySet()
        for (position, key) in keys.enumerated() where key.isRequired { required.insert(KeySet(position: position)) }
        self.required = required
        alternatives = Self.keySet(of: oneOf, in: positions, name: name)
    }

    /// What it takes, as messages say it.
    private var wanted: String {
        example.map { "a map such as `\($0)`" }
            ?? "a map with \(keys.prefix(3).map { "`\($0.name)`" }.asSentenceList)"
    }

    func keySet(of names: [String]) -> KeySet { Self.keySet(of: names, in: positions, name: name) }

    func names(of set: KeySet) -> [String] {
        keys.indices.filter { set.contains(KeySet(position: $0)) }.map { keys[$0].name }
    }

    /// Reads a map into a model; the keys that were there, nil where the node is none.
    func decode(
        _ node: YAMLNode, into model: UnsafeMutableRawPointer, _ decoder: inout DocumentDecoder
    ) -> KeySet? {
        if decoder.refusesTag(of: node) { return nil }
        guard case .mapping(let pairs, _) = node.content else {
            decoder.wrongType(node, wants: wanted)
            return nil
        }
        let outer = decoder.reading
        var present = KeySet()
        var hints: [String] = []
        for index in pairs.indices {
            guard case .scalar(let key) = pairs[index].key.content, let position = positions[key.text] else {
                decoder.reading = outer
                if let hint = reportUnknown(pairs[index], pairs, &decoder) { hints.append(hint) }
                continue
            }
            present.insert(KeySet(position: position))
            unowned[position]._withUnsafeGuaranteedRef { key in
                decoder.reading = DocumentDecoder.Subject(key: key.subject)
                key.read(pairs[index].value, model, &decoder)
            }
        }
        decoder.reading = outer
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

    static func keySet(of names: [String], in positions: KeyTable, name: String) -> KeySet {
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
