/// A value of the Common Expression Language: what expressions read and what they give.
///
/// ```swift
/// let row: Value = ["name": "redis", "restarts": 3]
/// row["name"]?.asString        // "redis"
/// ```
public enum Value: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A signed 64-bit integer.
    case int(Int64)
    /// An unsigned 64-bit integer, written `1u`.
    case uint(UInt64)
    /// An IEEE 754 double.
    case double(Double)
    /// A string of Unicode code points.
    case string(String)
    /// A sequence of bytes, written `b"…"`.
    case bytes(Bytes)
    /// A list.
    case list([Value])
    /// A map; its keys are bools, ints, uints or strings.
    case map(MapValue)
    /// A length of time, of at most some 292 years.
    case duration(Duration)
    /// A point in time, in the years 1 to 9999.
    case timestamp(Timestamp)
    /// A type, as `type(x)` gives it.
    indirect case type(CELType)
    /// A value that may be absent, as `a.?b` gives it.
    indirect case optional(Value?)
    /// A host's object.
    indirect case object(any ObjectValue)
}

extension Value {
    /// The bool, if it is one.
    public var asBool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The signed integer, if it is one.
    public var asInt: Int64? { if case .int(let value) = self { value } else { nil } }
    /// The unsigned integer, if it is one.
    public var asUInt: UInt64? { if case .uint(let value) = self { value } else { nil } }
    /// The double, if it is one.
    public var asDouble: Double? { if case .double(let value) = self { value } else { nil } }
    /// The string, if it is one.
    public var asString: String? { if case .string(let value) = self { value } else { nil } }
    /// The bytes, if it is bytes.
    public var asBytes: Bytes? { if case .bytes(let value) = self { value } else { nil } }
    /// The elements, if it is a list.
    public var asList: [Value]? { if case .list(let value) = self { value } else { nil } }
    /// The map, if it is one.
    public var asMap: MapValue? { if case .map(let value) = self { value } else { nil } }
    /// The duration, if it is one.
    public var asDuration: Duration? { if case .duration(let value) = self { value } else { nil } }
    /// The point in time, if it is one.
    public var asTimestamp: Timestamp? { if case .timestamp(let value) = self { value } else { nil } }
    /// The host's object, if it is one.
    public var asObject: (any ObjectValue)? { if case .object(let value) = self { value } else { nil } }
    /// Whether it is `null`.
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// The value under a string key of a map, or a field of an object; nil where there is none.
    public subscript(name: String) -> Value? {
        switch self {
        case .map(let map): map[name]
        case .object(let object): object.field(name)
        default: nil
        }
    }

    /// A map from strings.
    public static func fields(_ pairs: [(String, Value)]) -> Value {
        .map(MapValue(pairs.map { (.string($0.0), $0.1) }))
    }

    /// The type of the value; the parameters of lists and maps are `dyn`.
    public var type: CELType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .list: .list(.dyn)
        case .map: .map(.dyn, .dyn)
        case .duration: .duration
        case .timestamp: .timestamp
        case .type: .type(.dyn)
        case .optional: .optional(.dyn)
        case .object(let object): .object(object.typeName)
        }
    }

    /// The name of the value's type, for messages.
    public var typeName: String {
        switch self {
        case .list: "list"
        case .map: "map"
        case .duration: "duration"
        case .timestamp: "timestamp"
        case .type: "type"
        case .optional: "optional"
        case .null: "null"
        case .object(let object): object.typeName
        default: type.runtimeName
        }
    }
}

extension Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A bool.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An int.
    public init(integerLiteral value: Int64) { self = .int(value) }
    /// A double.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A list.
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    /// A map.
    public init(dictionaryLiteral elements: (Value, Value)...) { self = .map(MapValue(elements)) }
}
