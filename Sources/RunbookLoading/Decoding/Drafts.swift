import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

// What is read of a file before its expressions are compiled and its names resolved. Texts stay nodes, whose places
// the messages need; a step's draft lives only until the step is built of it.

/// A text in its languages.
struct TextDraft: Sendable {
    /// The versions, in the order of the file; nil: in no particular language.
    var versions: [(language: String?, node: YAMLNode)]
}

/// The top of a file.
struct RunbookDraft: Sendable {
    var id: YAMLNode?
    var name: TextDraft?
    var description: TextDraft?
    var advice: [TextDraft] = []
    var params: [MapEntry<ConstraintDraft>] = []
    var secrets: [MapEntry<SecretDraft>] = []
    var causes: [MapEntry<CauseDraft>] = []
    var defaults = DefaultsDraft()
    var target: YAMLNode?
    var limits = Limits()
    var start: YAMLNode?
    var fallback: YAMLNode?
    var steps: YAMLNode?
}

/// An input, or what an answer must be.
struct ConstraintDraft: Sendable {
    var type: Param.Kind?
    var defaultValue: YAMLNode?
    var pattern: YAMLNode?
    var minimum: YAMLNode?
    var maximum: YAMLNode?
    var choices: YAMLNode?
    var description: TextDraft?
}

/// A secret.
struct SecretDraft: Sendable {
    var environment: String?
    var file: String?
    var isOptional = false
}

/// A cause.
struct CauseDraft: Sendable {
    var name: TextDraft?
    var description: TextDraft?
    var advice: [TextDraft] = []
}

/// The defaults.
struct DefaultsDraft: Sendable {
    var timeout: Duration?
    var fixTimeout: Duration?
    var workdir: YAMLNode?
    var host: YAMLNode?
    var env: [MapEntry<YAMLNode>] = []
}

/// How something is executed.
struct ExecutionDraft: Sendable {
    var timeout: Duration?
    var env: [MapEntry<YAMLNode>] = []
    var workdir: YAMLNode?
    var host: YAMLNode?
    var exits: [Int]?
    var maxOutput: Int?
    var isSensitive = false
}

/// What is executed.
enum ActionDraft: Sendable {
    case script(YAMLNode)
    case argv([YAMLNode])
    indirect case request(RequestDraft)
}

/// A request, a connection or a file to look at.
struct RequestDraft: Sendable {
    var http: YAMLNode?
    var tcp: YAMLNode?
    var file: YAMLNode?
    var method: YAMLNode?
    var headers: [MapEntry<YAMLNode>] = []
    var body: YAMLNode?
    var isInsecure = false
    var node: YAMLNode?
}

/// A branch.
struct BranchDraft: Sendable {
    var when: YAMLNode?
    var goto: YAMLNode?
}

/// A finding.
struct FindingDraft: Sendable {
    var when: YAMLNode?
    var cause: YAMLNode?
}

/// What `next` holds.
enum NextDraft: Sendable {
    case step(YAMLNode)
    case branches([BranchDraft])
}

/// What `verify` holds.
struct VerificationDraft: Sendable, HasExecution {
    var step: YAMLNode?
    var check: ActionDraft?
    var expect: YAMLNode?
    var parse: ParseFormat?
    var execution = ExecutionDraft()
    var every: Duration?
    var within: Duration?
    var passes: Int?
}

/// What `edit` holds.
struct EditDraft: Sendable {
    var file: YAMLNode?
    var set: YAMLNode?
    var replace: ReplacementDraft?
    var ensureLine: LineDraft?
    var block: BlockDraft?
    var creates = false
    var usesSudo = false
}

/// What `replace` holds.
struct ReplacementDraft: Sendable {
    var pattern: YAMLNode?
    var text: YAMLNode?
}

/// What `ensure_line` holds.
struct LineDraft: Sendable {
    var line: YAMLNode?
    var pattern: YAMLNode?
}

/// What `block` holds.
struct BlockDraft: Sendable {
    var name: YAMLNode?
    var text: YAMLNode?
}

/// What `escalate` holds.
struct EscalationDraft: Sendable {
    var to: YAMLNode?
    var message: TextDraft?
}

/// What `unattended` holds.
enum UnattendedDraft: Sendable {
    case word(String)
    case goto(YAMLNode)
    case answer(YAMLNode)
}

/// What few steps have, in a place of its own: a step's draft is made and moved for every step.
final class Box<Value: Sendable>: Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}

/// A step.
struct StepDraft: Sendable, HasExecution {
    var name: TextDraft?
    var description: TextDraft?
    var check: ActionDraft?
    var fix: ActionDraft?
    var edit: Box<EditDraft>?
    var ask: TextDraft?
    var manual: TextDraft?
    var all: [YAMLNode]?
    var call: YAMLNode?
    var wait: Duration?
    var decide: [BranchDraft]?
    var escalate: Box<EscalationDraft>?
    var end: Outcome?
    var next: NextDraft?
    var otherwise: YAMLNode?
    var execution = ExecutionDraft()
    var retry: Retry?
    var visits: Int?
    var isOptional = false
    var isIdempotent = false
    var preview: ActionDraft?
    var parse: ParseFormat?
    var expect: YAMLNode?
    var findings: [FindingDraft] = []
    var verify: Box<VerificationDraft>?
    var effect: Effect?
    var validate: ActionDraft?
    var apply: ActionDraft?
    var answer: Box<ConstraintDraft>?
    var unattended: UnattendedDraft?
    var items: [TextDraft] = []
    var arguments: [MapEntry<YAMLNode>] = []
}

/// A draft that holds how something is executed.
protocol HasExecution: SendableMetatype {
    /// How it is executed.
    var execution: ExecutionDraft { get set }
}
