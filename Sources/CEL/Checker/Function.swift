/// A function with all its overloads.
final class Function: Sendable {
    /// Its full name, such as `math.greatest`.
    let name: String
    /// How the machine does it; nil for a function that only the host declares.
    let builtin: Builtin?
    /// The forms it has.
    let overloads: [Overload]
    /// Whether the host gave one of the forms.
    let hasHostOverloads: Bool

    init(name: String, builtin: Builtin?, overloads: [Overload]) {
        self.name = name
        self.builtin = builtin
        self.overloads = overloads
        hasHostOverloads = overloads.contains { $0.implementation != nil }
    }
}

/// What a host's function does.
public typealias Implementation = @Sendable ([Value]) throws(EvaluationError) -> Value

/// One form of a function.
struct Overload: Sendable {
    /// Whether it is called as `x.f()`; the target is then the first parameter.
    let isMember: Bool
    let parameters: [StaticType]
    let result: StaticType
    /// How many type parameters it has.
    let variables: Int
    /// For a host's function: what it does.
    let implementation: Implementation?

    init(
        isMember: Bool, parameters: [StaticType], result: StaticType, variables: Int,
        implementation: Implementation? = nil
    ) {
        self.isMember = isMember
        self.parameters = parameters
        self.result = result
        self.variables = variables
        self.implementation = implementation
    }

    /// The form as people write it: `string.indexOf(string, int)`.
    func text(_ name: String) -> String {
        var types = parameters.map { $0.letters }
        let target = isMember && !types.isEmpty ? types.removeFirst() + "." : ""
        return "\(target)\(name)(\(types.joined(separator: ", ")))"
    }

    /// Whether values fit the parameters at run time, as far as their kinds say.
    func accepts(_ values: [Value]) -> Bool {
        guard values.count == parameters.count else { return false }
        for index in values.indices where !parameters[index].admits(values[index]) { return false }
        return true
    }
}

extension StaticType {
    /// The type with letters for type parameters.
    fileprivate var letters: String {
        switch self {
        case .variable(let index): ["A", "B", "C", "D"].indices.contains(index) ? ["A", "B", "C", "D"][index] : "T"
        case .list(let element): "list(\(element.letters))"
        case .map(let key, let value): "map(\(key.letters), \(value.letters))"
        case .optional(let wrapped): "optional_type(\(wrapped.letters))"
        default: declared.description
        }
    }

    /// Whether a value is of this type, its parts not looked at.
    func admits(_ value: Value) -> Bool {
        switch (self, value) {
        case (.dyn, _), (.variable, _), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint),
            (.double, .double), (.string, .string), (.bytes, .bytes), (.duration, .duration),
            (.timestamp, .timestamp), (.list, .list), (.map, .map), (.optional, .optional), (.type, .type):
            true
        case (.object(let name), .object(let object)), (.abstract(let name, _), .object(let object)):
            object.typeName == name
        default: false
        }
    }
}
