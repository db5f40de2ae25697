/// Which parts of the language beyond the core are known.
public struct Libraries: OptionSet, Sendable, Hashable {
    /// A bit for each library.
    public let rawValue: UInt32
    /// Libraries by their bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `charAt`, `indexOf`, `split`, `format`, …
    public static let strings = Libraries(rawValue: 1)
    /// `math.greatest`, `math.round`, `math.bitAnd`, …
    public static let math = Libraries(rawValue: 2)
    /// `a.?b`, `a[?b]`, `orValue`, `optMap`, …
    public static let optionals = Libraries(rawValue: 4)
    /// `base64.encode`, `base64.decode`.
    public static let encoders = Libraries(rawValue: 8)
    /// `cel.bind`.
    public static let bindings = Libraries(rawValue: 16)
    /// `slice`, `flatten`, `distinct`, `sort`, `sortBy`, `lists.range`, …
    public static let lists = Libraries(rawValue: 32)
    /// `all(i, v, …)`, `transformList`, `transformMap`, …
    public static let twoVariableComprehensions = Libraries(rawValue: 64)
    /// `cel.block`.
    public static let block = Libraries(rawValue: 128)
    /// `ip`, `cidr` and what belongs to them.
    public static let network = Libraries(rawValue: 256)
    /// `sets.contains`, `sets.equivalent`, `sets.intersects`.
    public static let sets = Libraries(rawValue: 512)
    /// `regex.replace`, `regex.extract`, `regex.extractAll`.
    public static let regularExpressions = Libraries(rawValue: 1_024)

    /// The core language alone.
    public static let core: Libraries = []
    /// All of them.
    public static let all = Libraries(rawValue: 2_047)
}

/// The fields of a host's object type.
public struct ObjectType: Sendable {
    /// The type's name, as `CELType.object` names it.
    public var name: String
    /// The fields and their types.
    public var fields: [String: CELType]
    /// Whether there may be other fields, which are `dyn`; if not, an unknown field is a problem when compiling.
    public var isOpen: Bool

    /// A type with these fields.
    public init(name: String, fields: [String: CELType], isOpen: Bool = false) {
        self.name = name
        self.fields = fields
        self.isOpen = isOpen
    }
}

/// One form of a function that a host declares.
public struct FunctionOverload: Sendable {
    /// The parameters' types, the target's first where there is one.
    public var parameters: [CELType]
    /// The type of what it gives.
    public var result: CELType
    /// Whether it is called on its first parameter, as in `x.f()`.
    public var isMember: Bool
    /// What it does.
    public var implementation: Implementation

    /// A form of a function.
    public init(
        parameters: [CELType], result: CELType, isMember: Bool = false, implementation: @escaping Implementation
    ) {
        self.parameters = parameters
        self.result = result
        self.isMember = isMember
        self.implementation = implementation
    }
}

/// What expressions may speak of: variables, object types and functions with their types.
///
/// ```swift
/// var environment = Environment()
/// environment.declare(variable: "limit", type: .int)
/// let program = try environment.compile("limit > 90")
/// let isAbove = try program.evaluate(["limit": 95] as Variables)      // .bool(true)
/// ```
///
/// An environment is a value. `derived()` makes one that knows all of this one and more, at the cost of what is added.
public struct Environment: Sendable {
    /// What an environment knew when another was derived from it.
    final class Parent: Sendable {
        let environment: Environment
        init(_ environment: Environment) { self.environment = environment }
    }

    let libraries: Libraries
    let builtins: FunctionTable
    var parent: Parent?
    var variables: [String: StaticType] = [:]
    var objectTypes: [String: CheckedObjectType] = [:]
    var functions: [String: Function] = [:]
    /// Whether a variable's name has a dot, so that `a.b` may be one name.
    var hasDottedNames = false

    /// Names are also looked for in this namespace: in the container `a.b`, `x` may be `a.b.x`, `a.x` or `x`.
    public var container: String = ""
    /// Whether ints, uints and doubles compare with one another (`1 < 2.5`, `1 == 1.0`), as numbers do. On by default.
    public var comparesAcrossNumberTypes = true
    /// Where time zones come from; by default the system's files.
    public var timeZones: any TimeZoneSource = SystemTimeZones.shared

    /// An environment that knows the core language and these libraries.
    public init(libraries: Libraries = .all) {
        self.libraries = libraries
        builtins = FunctionTable.table(for: libraries)
    }

    /// An environment that knows all of this one; what is declared on it costs nothing of what is declared here.
    public func derived() -> Environment {
        var child = self
        child.parent = Parent(self)
        child.variables = [:]
        child.objectTypes = [:]
        child.functions = [:]
        return child
    }

    /// An environment that knows all of this one and some variables more.
    public func derived(variables: some Sequence<(String, CELType)>) -> Environment {
        var child = derived()
        for (name, type) in variables { child.declare(variable: name, type: type) }
        return child
    }

    /// Declares a variable; a later declaration hides an earlier one.
    public mutating func declare(variable name: String, type: CELType) {
        variables[name] = StaticType(type)
        if name.utf8.contains(UInt8(ascii: ".")) { hasDottedNames = true }
    }

    /// Declares an object type.
    public mutating func declare(objectType type: ObjectType) {
        objectTypes[type.name] = CheckedObjectType(type)
    }

    /// Declares a function, or more forms of one that is known.
    public mutating func declare(function name: String, _ overloads: FunctionOverload...) {
        declare(function: name, overloads: overloads)
    }

    /// Declares a function, or more forms of one that is known.
    public mutating func declare(function name: String, overloads: [FunctionOverload]) {
        let known = function(named: name)
        var all: [Overload] = []
        for overload in overloads {
            var parameters: [String] = []
            let types = overload.parameters.map { StaticType($0, parameters: &parameters) }
            let result = StaticType(overload.result, parameters: &parameters)
            all.append(
                Overload(
                    isMember: overload.isMember, parameters: types, result: result, variables: parameters.count,
                    implementation: overload.implementation))
        }
        functions[name] = Function(
            name: name, builtin: known?.builtin, overloads: all + (known?.overloads ?? []))
    }

    // MARK: Look-up

    func variable(named name: String) -> StaticType? {
        if let type = variables[name] { return type }
        var next = parent
        while let environment = next?.environment {
            if let type = environment.variables[name] { return type }
            next = environment.parent
        }
        return nil
    }

    func objectType(named name: String) -> CheckedObjectType? {
        if let type = objectTypes[name] { return type }
        var next = parent
        while let environment = next?.environment {
            if let type = environment.objectTypes[name] { return type }
            next = environment.parent
        }
        return nil
    }

    func function(named name: String) -> Function? {
        if !functions.isEmpty, let function = functions[name] { return function }
        var next = parent
        while let environment = next?.environment {
            if !environment.functions.isEmpty, let function = environment.functions[name] { return function }
            next = environment.parent
        }
        return builtins[name]
    }

    /// All names of variables, for suggestions.
    var variableNames: [String] {
        var names = Array(variables.keys)
        var next = parent
        while let environment = next?.environment {
            names.append(contentsOf: environment.variables.keys)
            next = environment.parent
        }
        return names
    }

    /// All names of functions, for suggestions.
    var functionNames: [String] {
        var names = Array(functions.keys) + builtins.names
        var next = parent
        while let environment = next?.environment {
            names.append(contentsOf: environment.functions.keys)
            next = environment.parent
        }
        return names
    }
}

/// An object type as the checker asks it.
final class CheckedObjectType: Sendable {
    let fields: [String: StaticType]
    let isOpen: Bool

    init(_ type: ObjectType) {
        fields = type.fields.mapValues { StaticType($0) }
        isOpen = type.isOpen
    }
}
