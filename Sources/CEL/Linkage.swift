/// What the programs of an environment need of it as long as they live: the functions that they call, and time zones.
///
/// Nothing in it counts references to functions: threads that compile side by side would wait for one another's counts.
///
/// `@unchecked Sendable`: written only while one environment alone holds it.
final class Linkage: @unchecked Sendable {
    let builtins: FunctionTable
    var timeZones: any TimeZoneSource
    /// That of the environment that this one's was derived from.
    private let parent: Linkage?
    /// The functions that were declared; `owned` keeps them alive.
    private var functions: [String: Unmanaged<Function>]
    private var owned: [Function]

    /// What an environment without declarations has.
    init(builtins: FunctionTable) {
        self.builtins = builtins
        timeZones = SystemTimeZones.shared
        parent = nil
        functions = [:]
        owned = []
    }

    /// A copy of another, or what is derived from it and declares nothing yet.
    init(_ other: Linkage, isDerived: Bool) {
        builtins = other.builtins
        timeZones = other.timeZones
        parent = isDerived ? other : other.parent
        functions = isDerived ? [:] : other.functions
        owned = isDerived ? [] : other.owned
    }

    /// Adds a function, in the place of one of the same name.
    func add(_ function: Function) {
        owned.append(function)
        functions[function.name] = .passUnretained(function)
    }

    /// A function, which lives as long as this.
    func function(named name: String) -> Unmanaged<Function>? {
        if !functions.isEmpty, let function = functions[name] { return function }
        if let parent { return parent.function(named: name) }
        return builtins[name]
    }

    /// All names of functions, for suggestions.
    var functionNames: [String] { (parent?.functionNames ?? builtins.names) + functions.keys }
}
