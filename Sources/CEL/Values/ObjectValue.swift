/// A value of the host's own: its fields are read when an expression asks for them, not before.
///
/// Declare its fields with `Environment.declare(objectType:)`, and expressions over it are checked when compiled.
public protocol ObjectValue: Sendable {
    /// The name of its type, as `type(x)` shows it and as `CELType.object` names it.
    var typeName: String { get }

    /// The field of that name; nil where the object has no such field (selecting it is then an error, `has()` false).
    func field(_ name: String) -> Value?

    /// Why a field is not there, for the message: `it has not run yet`; nil (the default) where the object has no such
    /// field at all.
    func absence(of name: String) -> String?

    /// Whether CEL's `==` holds. By default no object equals another.
    func isEqual(to other: any ObjectValue) -> Bool

    /// What `string(x)` gives; nil (the default) where it is an error.
    var celString: String? { get }
}

extension ObjectValue {
    /// A field that is not there is no field of the object.
    public func absence(of name: String) -> String? { nil }

    /// No object equals another unless its type says so.
    public func isEqual(to other: any ObjectValue) -> Bool { false }

    /// An object has no text unless its type gives one.
    public var celString: String? { nil }
}
