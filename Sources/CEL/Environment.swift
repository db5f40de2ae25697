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
    /// What an environment knows, shared by its copies: the compilation of each expression takes one.
    ///
    /// `@unchecked Sendable`: written only while one environment alone holds it.
    final class Storage: @unchecked Sendable {
        let libraries: Libraries
        /// What programs keep of the environment.
        var linkage: Linkage
        /// What the environment knew that this one was derived from.
        let parent: Storage?
        var variables: [String: StaticType] = [:]
        var objectTypes: [String: CheckedObjectType] = [:]
        /// Whether a variable's name has a dot, so that `a.b` may be one name.
        var hasDottedNames = false
        /// Whether the name of a function that was declared has one.
        var hasDottedFunctions = false
        var container = ""
        var comparesAcrossNumberTypes = true

        init(libraries: Libraries, builtins: FunctionTable) {
            self.libraries = libraries
            linkage = Linkage(builtins: builtins)
            parent = nil
        }

        /// A copy of another, or what is derived from it and declares nothing yet.
        init(_ other: Storage, isDerived: Bool) {
            libraries = other.libraries
            linkage = Linkage(other.linkage, isDerived: isDerived)
            parent = isDerived ? other : other.parent
            hasDottedNames = other.hasDottedNames
            hasDottedFunctions = other.hasDottedFunctions
            container = other.container
            comparesAcrossNumberTypes = other.comparesAcrossNumberTypes
            guard !isDerived else { return }
            variables = other.variables
            objectTypes = other.objectTypes
        }

        /// The linkage to write into: no program holds it.
        func ownLinkage() -> Linkage {
            if !isKnownUniquelyReferenced(&linkage) { linkage = Linkage(linkage, isDerived: false) }
            return linkage
        }

        func variable(named name: String) -> StaticType? {
            if let type = variables[name] { return type }
            return parent?.variable(named: name)
        }

        func objectType(named name: String) -> CheckedObjectType? {
            if let type = objectTypes[name] { return type }
            return parent?.objectType(named: name)
        }
    }

    private(set) var storage: Storage

    /// Names are also looked for in this namespace: in the container `a.b`, `x` may be `a.b.x`, `a.x` or `x`.
    public var container: String {
        get { storage.container }
        set { own().container = newValue }
    }
    /// Whether ints, uints and doubles compare with one another (`1 < 2.5`, `1 == 1.0`), as numbers do. On by default.
    public var comparesAcrossNumberTypes: Bool {
        get { storage.comparesAcrossNumberTypes }
        set { own().comparesAcrossNumberTypes = newValue }
    }
    /// Where time zones come from; by default the system's files.
    public var timeZones: any TimeZoneSource {
        get { storage.linkage.timeZones }
        set { own().ownLinkage().timeZones = newValue }
    }

    /// An environment that knows the core language and these libraries.
    public init(libraries: Libraries = .all) {
        storage = Storage(libraries: libraries, builtins: FunctionTable.table(for: libraries))
    }

    private init(_ storage: Storage) { self.storage = storage }

    /// The storage to write into: no other environment holds it.
    private mutating func own() -> Storage {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage, isDerived: false) }
        return storage
    }

    /// An environment that knows all of this one; what is declared on it costs nothing of what is declared here.
    public func derived() -> Environment {
        Environment(Storage(storage, isDerived: true))
    }

    /// An environment that knows all of this one and some variables more.
    public func derived(variables: some Sequence<(String, CELType)>) -> Environment {
        var child = derived()
        for (name, type) in variables { child.declare(variable: name, type: type) }
        return child
    }

    /// Declares a variable; a later declaration hides an earlier one.
    public mutating func declare(variable name: String, type: CELType) {
        let storage = own()
        storage.variables[name] = StaticType(type)
        if name.utf8.contains(UInt8(ascii: ".")) { storage.hasDottedNames = true }
    }

    /// Declares an object type.
    public mutating func declare(objectType type: ObjectType) {
        own().objectTypes[type.name] = CheckedObjectType(type)
    }

    /// Declares a function, or more forms of one that is known.
    public mutating func declare(function name: String, _ overloads: FunctionOverload...) {
        declare(function: name, overloads: overloads)
    }

    /// Declares a function, or more forms of one that is known.
    public mutating func declare(function name: String, overloads: [FunctionOverload]) {
        let known = function(named: name)?.takeUnretainedValue()
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
        let storage = own()
        if name.utf8.contains(UInt8(ascii: ".")) { storage.hasDottedFunctions = true }
        let function = Function(name: name, builtin: known?.builtin, overloads: all + (known?.overloads ?? []))
        storage.ownLinkage().add(function)
    }

    // MARK: Look-up

    var libraries: Libraries { storage.libraries }
    var hasDottedNames: Bool { storage.hasDottedNames }

    func variable(named name: String) -> StaticType? { storage.variable(named: name) }

    func objectType(named name: String) -> CheckedObjectType? { storage.objectType(named: name) }

    /// A function, which lives as long as the linkage.
    func function(named name: String) -> Unmanaged<Function>? { storage.linkage.function(named: name) }

    /// All names of variables, for suggestions.
    var variableNames: [String] {
        var names: [String] = []
        var next: Storage? = storage
        while let storage = next {
            names.append(contentsOf: storage.variables.keys)
            next = storage.parent
        }
        return names
    }

    /// All names of functions, for suggestions.
    var functionNames: [String] {
        storage.linkage.functionNames
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
