/// The members of a JSON object, in order; a key that comes twice is kept twice, and the last one is found.
package struct JSONObject: Sendable {
    /// All members in the order of the text, also those that a later one with the same key hides.
    package private(set) var members: [(key: String, value: JSONValue)]

    /// An object with these members.
    package init(_ members: [(String, JSONValue)] = []) {
        self.members = members.map { (key: $0.0, value: $0.1) }
    }

    /// An object that takes over members as the parser collected them.
    init(parsed members: [(key: String, value: JSONValue)]) {
        self.members = members
    }

    /// The number of members.
    package var count: Int { members.count }

    /// Whether there is no member.
    package var isEmpty: Bool { members.isEmpty }

    /// The keys in order.
    package var keys: [String] { members.map(\.key) }

    /// The value of the last member with this key (found by a linear search); nil where there is none.
    ///
    /// Setting replaces that value, or appends a member; setting nil removes every member with this key.
    package subscript(key: String) -> JSONValue? {
        get {
            guard let index = members.lastIndex(where: { $0.key == key }) else { return nil }
            return members[index].value
        }
        set {
            guard let newValue else {
                members.removeAll { $0.key == key }
                return
            }
            if let index = members.lastIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                members.append((key: key, value: newValue))
            }
        }
    }

    /// Adds a member at the end without looking whether its key is there already.
    package mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key: key, value: value))
    }
}

extension JSONObject: Equatable {
    /// Whether both have the same members in the same order.
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { $0.key == $1.key && $0.value == $1.value }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object with the members of the literal, in its order.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}
