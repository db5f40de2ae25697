/// The functions of a set of libraries.
final class FunctionTable: Sendable {
    private let functions: [String: Unmanaged<Function>]
    /// What keeps the functions alive.
    private let owned: [Function]
    /// The first parts of names such as `math.greatest`.
    let namespaces: Set<String>

    /// All functions, made once.
    private static let complete = FunctionTable(.all)

    /// The functions of the core and of these libraries.
    static func table(for libraries: Libraries) -> FunctionTable {
        libraries == .all ? complete : FunctionTable(libraries)
    }

    private init(_ libraries: Libraries) {
        var builder = LibraryBuilder()
        builder.addCore()
        builder.addTimes()
        if libraries.contains(.strings) { builder.addStrings() }
        if libraries.contains(.math) { builder.addMath() }
        if libraries.contains(.optionals) { builder.addOptionals() }
        if libraries.contains(.encoders) { builder.addEncoders() }
        if libraries.contains(.lists) { builder.addLists() }
        if libraries.contains(.sets) { builder.addSets() }
        if libraries.contains(.regularExpressions) { builder.addRegularExpressions() }
        if libraries.contains(.network) { builder.addNetwork() }
        let made = builder.functions
        owned = Array(made.values)
        functions = made.mapValues { .passUnretained($0) }
        namespaces = Set(
            functions.keys.compactMap { name in
                name.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) }
            })
    }

    /// A function, which lives as long as the table.
    subscript(name: String) -> Unmanaged<Function>? { functions[name] }

    /// The functions' names.
    var names: [String] { Array(functions.keys) }
}

/// Gathers the forms of functions.
struct LibraryBuilder {
    private var forms: [String: (builtin: Builtin, overloads: [Overload])] = [:]

    static let a = StaticType.variable(0)
    static let b = StaticType.variable(1)

    var functions: [String: Function] {
        var result: [String: Function] = [:]
        result.reserveCapacity(forms.count)
        for (name, form) in forms {
            result[name] = Function(name: name, builtin: form.builtin, overloads: form.overloads)
        }
        return result
    }

    /// A function `name(parameters)`.
    mutating func global(
        _ name: String, _ builtin: Builtin, _ parameters: [StaticType], _ result: StaticType, variables: Int = 0
    ) {
        add(name, builtin, Overload(isMember: false, parameters: parameters, result: result, variables: variables))
    }

    /// A function called on its first parameter.
    mutating func member(
        _ name: String, _ builtin: Builtin, _ parameters: [StaticType], _ result: StaticType, variables: Int = 0
    ) {
        add(name, builtin, Overload(isMember: true, parameters: parameters, result: result, variables: variables))
    }

    private mutating func add(_ name: String, _ builtin: Builtin, _ overload: Overload) {
        forms[name, default: (builtin, [])].overloads.append(overload)
    }
}
