package import YAMLSyntax

/// A tree of plain values: what a file is asked to hold, and what it holds.
package indirect enum ValueTree: Sendable {
    /// A key and its value.
    package struct Entry: Sendable {
        /// The key.
        package var key: String
        /// Its value.
        package var value: ValueTree

        /// A key with a value.
        package init(_ key: String, _ value: ValueTree) {
            self.key = key
            self.value = value
        }
    }

    /// A map, in an order that only matters for writing.
    case map([Entry])
    /// A list.
    case list([ValueTree])
    /// A scalar with its type.
    case scalar(YAMLValue)
    /// What has a tag of the file's own, such as `!vault`; equal to no plain value.
    case tagged(String, ValueTree)

    /// A text.
    package static func string(_ text: String) -> ValueTree { .scalar(.string(text)) }

    /// Whether it is a map or a list with nothing in it.
    package var isEmptyCollection: Bool {
        switch self {
        case .map(let entries): entries.isEmpty
        case .list(let items): items.isEmpty
        case .scalar, .tagged: false
        }
    }

    /// Whether lists and maps are nested deeper than `limit` levels; stops there.
    package func isDeeper(than limit: Int) -> Bool {
        guard limit > 0 else { return true }
        switch self {
        case .map(let entries): return entries.contains { $0.value.isDeeper(than: limit - 1) }
        case .list(let items): return items.contains { $0.isDeeper(than: limit - 1) }
        case .tagged(_, let value): return value.isDeeper(than: limit - 1)
        case .scalar: return false
        }
    }

    /// The first key that stands twice in one of its maps.
    package var doubledKey: String? {
        switch self {
        case .map(let entries):
            var seen: Set<String> = []
            for entry in entries {
                if !seen.insert(entry.key).inserted { return entry.key }
                if let key = entry.value.doubledKey { return key }
            }
            return nil
        case .list(let items):
            for item in items { if let key = item.doubledKey { return key } }
            return nil
        case .tagged(_, let value): return value.doubledKey
        case .scalar: return nil
        }
    }
}

extension ValueTree: Equatable {
    /// Maps are equal whatever their order, numbers only with the same type, and what is no number equals itself.
    package static func == (left: ValueTree, right: ValueTree) -> Bool {
        switch (left, right) {
        case (.scalar(let one), .scalar(let other)): return one.isSame(as: other)
        case (.list(let one), .list(let other)): return one == other
        case (.tagged(let tag, let one), .tagged(let otherTag, let other)): return tag == otherTag && one == other
        case (.map(let one), .map(let other)):
            guard one.count == other.count else { return false }
            if zip(one, other).allSatisfy({ $0.key == $1.key }) {
                return zip(one, other).allSatisfy { $0.value == $1.value }
            }
            let index = Dictionary(other.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
            return one.allSatisfy { entry in index[entry.key].map { $0 == entry.value } ?? false }
        default: return false
        }
    }
}

extension ValueTree {
    /// What the tree becomes when another is set in it: maps are entered, all else is replaced.
    func entered(by tree: ValueTree) -> ValueTree {
        if case .tagged(let tag, let inner) = self, case .map = inner, case .map = tree {
            return .tagged(tag, inner.entered(by: tree))
        }
        guard case .map(let wanted) = tree, case .map(var entries) = self else { return tree }
        var index = Dictionary(entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in wanted {
            if let place = index[entry.key] {
                entries[place].value = entries[place].value.entered(by: entry.value)
            } else if let supplied = Self.supplied(entry.key, to: entries), supplied == entry.value {
                continue
            } else {
                index[entry.key] = entries.count
                entries.append(entry)
            }
        }
        return .map(entries)
    }

    /// What a merge key (`<<`) of a map supplies under a key.
    static func supplied(_ key: String, to entries: [Entry]) -> ValueTree? {
        guard let merge = entries.first(where: { $0.key == "<<" }) else { return nil }
        let sources: [ValueTree]
        if case .list(let items) = merge.value { sources = items } else { sources = [merge.value] }
        for case .map(let entries) in sources {
            if let entry = entries.first(where: { $0.key == key }) { return entry.value }
            if let deeper = supplied(key, to: entries) { return deeper }
        }
        return nil
    }

    /// The tree with its part at a path replaced by what `body` makes of it; nil where there is no such path.
    func changed(at path: ArraySlice<PathStep>, _ body: (ValueTree) -> ValueTree?) -> ValueTree? {
        guard let step = path.first else { return body(self) }
        switch (step, self) {
        case (.key(let key), .map(var entries)):
            guard let place = entries.firstIndex(where: { $0.key == key }),
                let value = entries[place].value.changed(at: path.dropFirst(), body)
            else { return nil }
            entries[place].value = value
            return .map(entries)
        case (.index(let index), .list(var items)):
            guard items.indices.contains(index), let value = items[index].changed(at: path.dropFirst(), body) else {
                return nil
            }
            items[index] = value
            return .list(items)
        default: return nil
        }
    }
}
