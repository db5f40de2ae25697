/// A type of the Common Expression Language, as declared for variables and functions and as deduced for expressions.
public indirect enum CELType: Sendable, Hashable {
    /// The type of `null`.
    case null
    /// Booleans.
    case bool
    /// Signed 64-bit integers.
    case int
    /// Unsigned 64-bit integers.
    case uint
    /// IEEE 754 doubles.
    case double
    /// Unicode strings.
    case string
    /// Byte sequences.
    case bytes
    /// Anything: what is checked only when it is evaluated.
    case dyn
    /// Durations.
    case duration
    /// Points in time.
    case timestamp
    /// Lists of an element type.
    case list(CELType)
    /// Maps from a key type (bool, int, uint, string or dyn) to a value type.
    case map(CELType, CELType)
    /// A value that may be absent.
    case optional(CELType)
    /// The type of types.
    case type(CELType)
    /// A host's object type, declared with `Environment.declare(objectType:)`.
    case object(String)
    /// An opaque type with parameters, such as `tuple(int, string)`.
    case abstract(String, [CELType])
    /// A type parameter of a function's declaration, such as the `T` of `first(list(T)) -> T`.
    case typeParam(String)

    /// The name a value's type has at run time, without parameters: what `type(x)` shows.
    public var runtimeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .dyn: "dyn"
        case .duration: "google.protobuf.Duration"
        case .timestamp: "google.protobuf.Timestamp"
        case .list: "list"
        case .map: "map"
        case .optional: "optional_type"
        case .type: "type"
        case .object(let name), .abstract(let name, _), .typeParam(let name): name
        }
    }
}

extension CELType: CustomStringConvertible {
    /// The type in CEL's own notation: `list(int)`, `map(string, dyn)`.
    public var description: String {
        switch self {
        case .duration: "duration"
        case .timestamp: "timestamp"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let wrapped): "optional_type(\(wrapped))"
        case .type(let inner): "type(\(inner))"
        case .abstract(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        default: runtimeName
        }
    }
}
