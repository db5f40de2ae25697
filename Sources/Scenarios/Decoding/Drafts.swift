import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

// What is read of a file of scenarios before its runbook is loaded and names are resolved. Texts stay nodes, whose places
// the messages need.

/// The top of a file of scenarios.
struct ScenarioFileDraft: Sendable {
    var runbook: YAMLNode?
    var set: [MapEntry<YAMLNode>] = []
    var results: [MapEntry<[ResultDraft]>] = []
    var scenarios: [MapEntry<ScenarioDraft>] = []
}

/// A scenario.
struct ScenarioDraft: Sendable {
    var description: String?
    var like: YAMLNode?
    var mode: ScenarioMode?
    var begins: YAMLNode?
    var from: YAMLNode?
    var set: [MapEntry<YAMLNode>] = []
    var results: [MapEntry<[ResultDraft]>] = []
    var after: [MapEntry<[MapEntry<[ResultDraft]>]>] = []
    var answers: [MapEntry<[YAMLNode]>] = []
    var expect = ExpectationDraft()
}

/// How a scenario is walked; a plan is no walk that could prove anything.
enum ScenarioMode: String, CaseIterable, Sendable {
    case guided, unattended
}

/// What an action comes to, as written.
struct ResultDraft: Sendable {
    var exit: Int?
    var stdout: String?
    var stderr: String?
    var status: Int?
    var headers: [MapEntry<YAMLNode>]?
    var body: String?
    var isConnected: Bool?
    var exists: Bool?
    var content: String?
    var size: Int?
    var modified: YAMLNode?
    var changes: Bool?
    var problem: String?
    var takes: Duration?
    var timesOut: Bool?
    /// A text alone: what the action gives, whatever its kind.
    var text: String?
    var node: YAMLNode?
}

/// What must come of a scenario, as written.
struct ExpectationDraft: Sendable {
    var outcome: Outcome?
    var end: YAMLNode?
    var path: [YAMLNode]?
    var through: [YAMLNode]?
    var never: [YAMLNode]?
    var causes: [YAMLNode]?
    var changes: [YAMLNode]?
    var node: YAMLNode?
}
