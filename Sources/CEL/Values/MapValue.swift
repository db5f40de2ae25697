/// An immutable map of CEL values, in the order in which its entries came.
///
/// A number finds its entry whatever its type: `{1: "a"}[1u]` is `"a"`. Keys are bools, ints, uints and strings.
public struct MapValue: Sendable {
    /// One key with its value.
    struct Entry: Sendable {
        var hash: UInt32
        var key: Value
        var value: Value
    }

    /// What all copies of one map share.
    ///
    /// `@unchecked Sendable`: the memory is written in `init` and never after.
    final class Storage: @unchecked Sendable {
        let entries: UnsafeMutableBufferPointer<Entry>
        /// Open addressing over indices of entries plus one; empty for small maps, which are searched in a line.
        let table: UnsafeMutableBufferPointer<UInt32>

        init(entries: ContiguousArray<Entry>, table: ContiguousArray<UInt32>) {
            self.entries = .allocate(capacity: entries.count)
            _ = self.entries.initialize(from: entries)
            self.table = .allocate(capacity: table.count)
            _ = self.table.initialize(from: table)
        }

        deinit {
            entries.deinitialize()
            entries.deallocate()
            table.deallocate()
        }
    }

    /// Up to so many entries a search in a line is the fastest.
    static let linearLimit = 8

    let storage: Storage

    /// A map of these entries; of entries with the same key the last one counts, at the place of the first.
    public init(_ pairs: some Sequence<(Value, Value)>) {
        var builder = Builder(capacity: pairs.underestimatedCount)
        for (key, value) in pairs { builder.set(key, value) }
        self = builder.finish()
    }

    /// A map from strings.
    public init(fields: some Sequence<(String, Value)>) {
        var builder = Builder(capacity: fields.underestimatedCount)
        for (key, value) in fields { builder.set(.string(key), value) }
        self = builder.finish()
    }

    init(storage: Storage) { self.storage = storage }

    /// How many entries there are.
    public var count: Int { storage.entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { storage.entries.isEmpty }

    /// The keys, in order.
    public var keys: [Value] { storage.entries.map(\.key) }

    /// The entries, in order.
    public var pairs: [(key: Value, value: Value)] { storage.entries.map { ($0.key, $0.value) } }

    /// The value under a key; nil where there is none.
    public subscript(key: Value) -> Value? {
        guard let hash = key.keyHash, let index = index(of: key, hash: hash) else { return nil }
        return storage.entries[index].value
    }

    /// The value under a string key; nil where there is none.
    public subscript(name: String) -> Value? { field(name, hash: name.scalarHash) }

    /// The value under a string key whose hash is known.
    @inline(__always)
    func field(_ name: String, hash: UInt32) -> Value? {
        let entries = storage.entries
        let table = storage.table
        if table.isEmpty {
            var index = 0
            while index < entries.count {
                if entries[index].hash == hash, entries[index].key.isString(name) { return entries[index].value }
                index &+= 1
            }
            return nil
        }
        var place = Int(hash) & (table.count &- 1)
        while table[place] != 0 {
            let index = Int(table[place] &- 1)
            if entries[index].hash == hash, entries[index].key.isString(name) { return entries[index].value }
            place = (place &+ 1) & (table.count &- 1)
        }
        return nil
    }

    /// The place of a key among the entries.
    func index(of key: Value, hash: UInt32) -> Int? {
        MapValue.find(
            key, hash: hash, in: UnsafeBufferPointer(storage.entries), table: UnsafeBufferPointer(storage.table))
    }

    static func find(
        _ key: Value, hash: UInt32, in entries: UnsafeBufferPointer<Entry>, table: UnsafeBufferPointer<UInt32>
    ) -> Int? {
        if table.isEmpty {
            for index in entries.indices where entries[index].hash == hash && entries[index].key.isSameKey(as: key) {
                return index
            }
            return nil
        }
        var place = Int(hash) & (table.count &- 1)
        while table[place] != 0 {
            let index = Int(table[place] &- 1)
            if entries[index].hash == hash && entries[index].key.isSameKey(as: key) { return index }
            place = (place &+ 1) & (table.count &- 1)
        }
        return nil
    }
}

extension MapValue: ExpressibleByDictionaryLiteral {
    /// A map of these entries.
    public init(dictionaryLiteral elements: (Value, Value)...) { self.init(elements) }
}

extension MapValue {
    /// Makes a map entry by entry.
    public struct Builder: Sendable {
        var entries: ContiguousArray<Entry> = []
        var table: ContiguousArray<UInt32> = []

        /// An empty builder with room for so many entries.
        public init(capacity: Int = 0) { entries.reserveCapacity(capacity) }

        /// Sets a key that must be a bool, an int, a uint or a string (others, and a fraction, are taken as they are
        /// and can never be found); a key that is there gets the new value.
        public mutating func set(_ key: Value, _ value: Value) {
            let hash = key.keyHash ?? 0
            if let index = find(key, hash: hash) {
                entries[index].value = value
            } else {
                append(key, hash, value)
            }
        }

        /// Adds an entry unless its key is there already, which `false` says.
        mutating func insert(_ key: Value, hash: UInt32, _ value: Value) -> Bool {
            if find(key, hash: hash) != nil { return false }
            append(key, hash, value)
            return true
        }

        private func find(_ key: Value, hash: UInt32) -> Int? {
            entries.withUnsafeBufferPointer { entries in
                table.withUnsafeBufferPointer { MapValue.find(key, hash: hash, in: entries, table: $0) }
            }
        }

        private mutating func append(_ key: Value, _ hash: UInt32, _ value: Value) {
            entries.append(Entry(hash: hash, key: key, value: value))
            guard entries.count > MapValue.linearLimit else { return }
            if entries.count * 2 > table.count {
                rebuild(capacity: max(32, table.count * 2))
            } else {
                place(entries.count - 1)
            }
        }

        private mutating func rebuild(capacity: Int) {
            table = ContiguousArray(repeating: 0, count: capacity)
            for index in entries.indices { place(index) }
        }

        private mutating func place(_ index: Int) {
            var place = Int(entries[index].hash) & (table.count &- 1)
            while table[place] != 0 { place = (place &+ 1) & (table.count &- 1) }
            table[place] = UInt32(index + 1)
        }

        /// The map.
        public func finish() -> MapValue { MapValue(storage: Storage(entries: entries, table: table)) }
    }
}

extension Value {
    /// The hash of a map's key; nil for what cannot be one.
    @inline(__always)
    var keyHash: UInt32? {
        switch self {
        case .string(let text): text.scalarHash
        case .int(let number): hashWord(UInt64(bitPattern: number), tag: 1)
        case .uint(let number): hashWord(number, tag: 1)
        case .bool(let flag): hashWord(flag ? 1 : 0, tag: 2)
        case .double(let number):
            if let whole = Int64(exactly: number) {
                hashWord(UInt64(bitPattern: whole), tag: 1)
            } else if let whole = UInt64(exactly: number) {
                hashWord(whole, tag: 1)
            } else {
                nil
            }
        default: nil
        }
    }

    /// Whether it is this string.
    @inline(__always)
    func isString(_ name: String) -> Bool {
        if case .string(let text) = self { text.hasSameScalars(as: name) } else { false }
    }

    /// Whether both are the same key; numbers compare across their types.
    func isSameKey(as other: Value) -> Bool {
        switch (self, other) {
        case (.string(let a), .string(let b)): a.hasSameScalars(as: b)
        case (.int(let a), .int(let b)): a == b
        case (.uint(let a), .uint(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .uint(let b)), (.uint(let b), .int(let a)): a >= 0 && UInt64(a) == b
        case (.int(let a), .double(let b)), (.double(let b), .int(let a)): Int64(exactly: b) == a
        case (.uint(let a), .double(let b)), (.double(let b), .uint(let a)): UInt64(exactly: b) == a
        case (.double(let a), .double(let b)): a == b
        default: false
        }
    }
}
