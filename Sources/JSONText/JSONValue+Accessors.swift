extension JSONValue {
    /// The text; nil for every other kind of value.
    package var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The whole number; nil for every other kind of value, also for 1.0 and for what is above `Int64.max`.
    package var intValue: Int? {
        guard case .int(let number) = self else { return nil }
        return Int(number)
    }

    /// The number as a double, whichever way it was written; nil for what is no number.
    package var doubleValue: Double? {
        switch self {
        case .int(let number): Double(number)
        case .unsigned(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    /// The truth value; nil for every other kind of value.
    package var boolValue: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements; nil for what is no array.
    package var arrayValue: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members; nil for what is no object.
    package var objectValue: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// Whether this is `null`.
    package var isNull: Bool { self == .null }

    /// The value of an object's member; nil where this is no object or has no such member.
    package subscript(key: String) -> JSONValue? { objectValue?[key] }

    /// The element of an array; nil where this is no array or is shorter.
    package subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}
