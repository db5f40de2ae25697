package import CEL
package import Diagnostics
package import Interpreter
package import RunbookModel

/// A file of scenarios with the runbook that they are about.
package struct ScenarioFile: Sendable {
    /// The runbook, and all that it calls.
    package var runbooks: RunbookSet
    /// The scenarios, in the order of the file.
    package var scenarios: [Scenario]
    /// The file's text.
    package var source: SourceText
}

/// A scenario: what the world answers while a runbook is walked, and what must come of it.
package struct Scenario: Sendable {
    /// Its name.
    package var name: String
    /// Where the name stands.
    package var range: SourceRange
    /// What happens in it, for people.
    package var description: String?
    /// How it is walked.
    package var mode: Mode
    /// When the walk begins.
    package var begin: Instant
    /// The step to begin at, if not at the runbook's own start.
    package var from: String?
    /// The inputs, all of them, checked against their declarations.
    package var params: [String: Value]
    /// What actions come to.
    var results: ResultTable
    /// What actions come to once a step has changed something, by that step.
    var after: [String: ResultTable]
    /// What people say, by step, one after another.
    var answers: [String: [Value]]
    /// What must come of it.
    package var expectation: Expectation
}

/// What actions come to, one result after another; the last of them from then on.
typealias ResultTable = [ActionName: [ScriptedResult]]

/// What an action comes to.
struct ScriptedResult: Sendable {
    /// What came of it, by the kind of the action.
    enum Content: Sendable {
        case command(exit: Int, stdout: String, stderr: String)
        case http(status: Int, headers: [(name: String, value: String)], body: String, problem: String?)
        case tcp(isConnected: Bool, problem: String?)
        /// Changed last when the walk begins, where it does not say when.
        case file(exists: Bool?, size: Int?, modified: Instant?, content: String?, problem: String?)
        case edit(changes: Bool, problem: String?)
    }

    /// What came of it.
    var content: Content
    /// How long it takes.
    var takes: Duration
    /// Whether its time is over before it ends.
    var timesOut: Bool

    /// How long an action takes that does not say it.
    static let usualTime = Duration.milliseconds(10)
}

/// What must come of a scenario.
package struct Expectation: Sendable {
    /// A wanted value with its place in the file.
    package struct Wanted<Value: Sendable>: Sendable {
        /// The value.
        package var value: Value
        /// Where it stands.
        package var range: SourceRange
    }

    /// How the walk ends.
    package var outcome: Wanted<Outcome>
    /// The step at which it ends.
    package var end: Wanted<String>?
    /// All the steps that are entered, in order.
    package var path: Wanted<[String]>?
    /// Steps that are entered in this order, with any others between them.
    package var through: [Wanted<String>]
    /// Steps that are not entered.
    package var never: [Wanted<String>]
    /// The causes that hold at the end.
    package var causes: Wanted<[String]>?
    /// The steps that change something, in order.
    package var changes: Wanted<[String]>?
}
