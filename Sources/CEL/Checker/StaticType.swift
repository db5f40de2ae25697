/// A type as the checker works with it: type parameters are numbers, whose meaning is found while checking.
indirect enum StaticType: Sendable {
    case dyn, null, bool, int, uint, double, string, bytes, duration, timestamp
    case list(StaticType)
    case map(StaticType, StaticType)
    case optional(StaticType)
    case type(StaticType)
    case object(String)
    case abstract(String, [StaticType])
    /// In a declaration the number of a type parameter, in a check the number of a type to be found.
    case variable(Int)

    /// A small number for types without parts, 0 for all others.
    @inline(__always)
    var simple: UInt8 {
        switch self {
        case .dyn: 1
        case .null: 2
        case .bool: 3
        case .int: 4
        case .uint: 5
        case .double: 6
        case .string: 7
        case .bytes: 8
        case .duration: 9
        case .timestamp: 10
        default: 0
        }
    }

    @inline(__always)
    var isDyn: Bool { simple == 1 }

    /// Whether it is int, uint or double.
    @inline(__always)
    var isNumber: Bool { simple >= 4 && simple <= 6 }

    /// The type of a public declaration; type parameters are numbered in the order in which they come.
    init(_ type: CELType, parameters: inout [String]) {
        switch type {
        case .null: self = .null
        case .bool: self = .bool
        case .int: self = .int
        case .uint: self = .uint
        case .double: self = .double
        case .string: self = .string
        case .bytes: self = .bytes
        case .dyn: self = .dyn
        case .duration: self = .duration
        case .timestamp: self = .timestamp
        case .list(let element): self = .list(StaticType(element, parameters: &parameters))
        case .map(let key, let value):
            self = .map(StaticType(key, parameters: &parameters), StaticType(value, parameters: &parameters))
        case .optional(let wrapped): self = .optional(StaticType(wrapped, parameters: &parameters))
        case .type(let inner): self = .type(StaticType(inner, parameters: &parameters))
        case .object(let name): self = .object(name)
        case .abstract(let name, let parts):
            var converted: [StaticType] = []
            for part in parts { converted.append(StaticType(part, parameters: &parameters)) }
            self = .abstract(name, converted)
        case .typeParam(let name):
            if let index = parameters.firstIndex(of: name) {
                self = .variable(index)
            } else {
                parameters.append(name)
                self = .variable(parameters.count - 1)
            }
        }
    }

    /// The type of a variable's declaration.
    init(_ type: CELType) {
        var parameters: [String] = []
        self.init(type, parameters: &parameters)
    }

    /// As hosts see it; what was not found is `dyn`.
    var declared: CELType {
        switch self {
        case .dyn, .variable: .dyn
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .duration: .duration
        case .timestamp: .timestamp
        case .list(let element): .list(element.declared)
        case .map(let key, let value): .map(key.declared, value.declared)
        case .optional(let wrapped): .optional(wrapped.declared)
        case .type(let inner): .type(inner.declared)
        case .object(let name): .object(name)
        case .abstract(let name, let parts): .abstract(name, parts.map(\.declared))
        }
    }

    /// The declaration's type with its parameters numbered from `base`.
    func numbered(from base: Int) -> StaticType {
        switch self {
        case .variable(let index): .variable(index + base)
        case .list(let element): .list(element.numbered(from: base))
        case .map(let key, let value): .map(key.numbered(from: base), value.numbered(from: base))
        case .optional(let wrapped): .optional(wrapped.numbered(from: base))
        case .type(let inner): .type(inner.numbered(from: base))
        case .abstract(let name, let parts): .abstract(name, parts.map { $0.numbered(from: base) })
        default: self
        }
    }

    /// Whether both are the very same.
    func isSame(as other: StaticType) -> Bool {
        let simple = simple
        if simple != 0 { return simple == other.simple }
        switch (self, other) {
        case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)), (.type(let a), .type(let b)):
            return a.isSame(as: b)
        case (.map(let a, let c), .map(let b, let d)): return a.isSame(as: b) && c.isSame(as: d)
        case (.object(let a), .object(let b)): return a == b
        case (.abstract(let a, let c), .abstract(let b, let d)):
            return a == b && c.count == d.count && zip(c, d).allSatisfy { $0.isSame(as: $1) }
        case (.variable(let a), .variable(let b)): return a == b
        default: return false
        }
    }
}
