import CEL
import RunbookModel

/// The names and types that the conditions of one runbook see.
///
/// The environment of all is made when the first condition is compiled, those with the names of a step's own result
/// when one of such a result is; both are kept.
struct ConditionScope {
    private let params: [(name: String, type: Param.Kind?)]
    private let secrets: [String]
    private let causes: Set<String>
    private let table: StepTable
    private let paramSet: Set<String>
    private var common: Environment?
    private var beforeWalk: Environment?
    /// Those of a step's own result, by its shape: with `ok` for its branches, and without.
    private var local: [ResultShape: (withOK: Environment?, withoutOK: Environment?)] = [:]
    /// The one of `local` that was asked for last: the conditions of a step stand together.
    private var latest: (shape: ResultShape, hasOK: Bool, environment: Environment)?
    /// How many expressions could not be compiled.
    private var failures = 0
    /// Whether the checker lets any name of a step, param or cause pass, for the builder to check: looking for the
    /// nearest name costs the time of all, and there may be as many names as expressions that miss them.
    private(set) var isOpen = false

    /// After how many failures in a row of steps the environments of a large runbook are open.
    private static let mostFailures = 50

    /// A scope of nothing.
    init() {
        self.init(params: [], secrets: [], causes: [], table: StepTable(capacity: 0))
    }

    /// A scope of what a runbook declares.
    init(params: [(name: String, type: Param.Kind?)], secrets: [String], causes: [String], table: StepTable) {
        self.params = params
        self.secrets = secrets
        self.causes = Set(causes)
        self.table = table
        paramSet = Set(params.map(\.name))
    }

    /// The names of the params, secrets and causes.
    var paramNames: [String] { params.map(\.name) }
    var secretNames: [String] { secrets }
    var causeNames: Set<String> { causes }

    /// Whether a param, a secret or a cause is declared.
    func hasParam(_ name: String) -> Bool { paramSet.contains(name) }
    func hasSecret(_ name: String) -> Bool { secrets.contains(name) }
    func hasCause(_ name: String) -> Bool { causes.contains(name) }

    /// Counts an expression that could not be compiled; after many in a large runbook the environments are open.
    mutating func countFailure() {
        failures += 1
        guard failures == Self.mostFailures, params.count + causes.count + table.outlines.count > 1000 else { return }
        isOpen = true
        forgetEnvironments()
    }

    /// Begins to count anew.
    mutating func forgetFailures() {
        failures = 0
        guard isOpen else { return }
        isOpen = false
        forgetEnvironments()
    }

    private mutating func forgetEnvironments() {
        common = nil
        beforeWalk = nil
        local = [:]
        latest = nil
    }

    /// The names of the fields of the result that an expression in a role sees as its own; empty: it sees none.
    func localNames(for role: ExpressionRole) -> [String] {
        switch role {
        case .text, .secretPlace, .beforeWalk: []
        case .verdict(let step), .groupFinding(let step):
            ResultTypes.fields(of: table.outlines[step].result).map(\.0).filter { $0 != "ok" }
        case .branch(let step): ResultTypes.fields(of: table.outlines[step].result).map(\.0)
        case .verification(let shape): ResultTypes.fields(of: shape).map(\.0).filter { $0 != "ok" }
        }
    }

    /// What an expression in a role sees.
    mutating func environment(for role: ExpressionRole) -> Environment {
        switch role {
        case .text, .secretPlace: return commonEnvironment()
        case .beforeWalk: return environmentBeforeWalk()
        case .verdict(let step), .groupFinding(let step):
            return environment(of: table.outlines[step].result, hasOK: false)
        case .branch(let step):
            return environment(of: table.outlines[step].result, hasOK: true)
        case .verification(let shape): return environment(of: shape, hasOK: false)
        }
    }

    private mutating func environment(of shape: ResultShape, hasOK: Bool) -> Environment {
        if let latest, latest.hasOK == hasOK, latest.shape == shape { return latest.environment }
        let known = local[shape]
        let environment = (hasOK ? known?.withOK : known?.withoutOK) ?? newEnvironment(of: shape, hasOK: hasOK)
        local[shape] = hasOK ? (environment, known?.withoutOK) : (known?.withOK, environment)
        latest = (shape, hasOK, environment)
        return environment
    }

    private mutating func newEnvironment(of shape: ResultShape, hasOK: Bool) -> Environment {
        var environment = commonEnvironment().derived()
        for (name, type) in ResultTypes.fields(of: shape) where name != "ok" || hasOK {
            environment.declare(variable: name, type: type)
        }
        return environment
    }

    private mutating func environmentBeforeWalk() -> Environment {
        if let beforeWalk { return beforeWalk }
        var environment = Self.base.derived()
        declareParams(in: &environment)
        beforeWalk = environment
        return environment
    }

    private mutating func commonEnvironment() -> Environment {
        if let common { return common }
        var environment = Self.base.derived()
        declareParams(in: &environment)
        let shapes = Set(table.outlines.lazy.map(\.result))
        ResultTypes.declare(shapes, in: &environment)
        let known = causes.map { ($0, CELType.bool) }
        declare("causes", fields: known, in: &environment)
        var steps: [(String, CELType)] = []
        var visits: [(String, CELType)] = []
        steps.reserveCapacity(table.outlines.count)
        visits.reserveCapacity(table.outlines.count)
        let types = Dictionary(uniqueKeysWithValues: shapes.map { ($0, ResultTypes.type(of: $0)) })
        for outline in table.outlines {
            steps.append((outline.id, types[outline.result] ?? .dyn))
            visits.append((outline.id, .int))
        }
        declare("steps", fields: steps, in: &environment)
        declare("visits", fields: visits, in: &environment)
        // Declared so that a message can say where secrets may stand; no condition reads one (rule 5).
        declare("secrets", fields: secrets.map { ($0, .string) }, in: &environment)
        declare("run", fields: [("id", .string)], in: &environment)
        environment.declare(variable: "now", type: .timestamp)
        environment.declare(variable: "mode", type: .string)
        common = environment
        return environment
    }

    private func declareParams(in environment: inout Environment) {
        declare("params", fields: params.map { ($0.name, $0.type?.celType ?? .dyn) }, in: &environment)
    }

    private func declare(_ name: String, fields: [(String, CELType)], in environment: inout Environment) {
        let known = Dictionary(fields) { first, _ in first }
        environment.declare(objectType: ObjectType(name: name, fields: known, isOpen: isOpen))
        environment.declare(variable: name, type: .object(name))
    }

    /// CEL with the format's own functions.
    static let base: Environment = {
        var environment = Environment()
        HelperFunctions.declare(in: &environment)
        return environment
    }()
}
