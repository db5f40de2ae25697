import Documents

/// The kinds of a step, named as the format's keys.
enum StepKind: String, CaseIterable, Sendable {
    case check, fix, edit, ask, manual, all, call, wait, decide, escalate, end

    /// The kind with its article, as messages name it.
    var inWords: String {
        switch self {
        case .edit, .ask, .end: "an `\(rawValue)`"
        case .escalate: "an `escalate`"
        case .all: "a group (`all`)"
        default: "a `\(rawValue)`"
        }
    }

    /// The keys that fit the kind, beside its own.
    var keys: KeySet { Self.keysByKind[self] ?? [] }

    /// The kinds that a key fits, as a sentence lists them.
    static func kinds(taking key: KeySet) -> String {
        allCases.filter { $0.keys.isSuperset(of: key) }.map { "`\($0.rawValue)`" }.asSentenceList
    }

    private static let keysByKind: [StepKind: KeySet] = {
        let texts = stepSpec.keySet("name", "description", "visits")
        let way = stepSpec.keySet("next", "else")
        let execution = stepSpec.keySet("timeout", "env", "workdir", "host", "max_output", "sensitive")
        let output = stepSpec.keySet("exits", "parse", "retry")
        let change = stepSpec.keySet("effect", "verify", "preview")
        let person = stepSpec.keySet("timeout", "unattended")
        let special: [StepKind: KeySet] = [
            .check: [way, execution, output, stepSpec.keySet("expect", "findings", "optional")],
            .fix: [way, execution, output, change, stepSpec.keySet("idempotent")],
            .edit: [way, execution, change, stepSpec.keySet("validate", "apply")],
            .ask: [way, person, stepSpec.keySet("answer")],
            .manual: [way, person, change, stepSpec.keySet("items")],
            .all: [way, stepSpec.keySet("findings")],
            .call: [way, stepSpec.keySet("with")],
            .wait: way,
            .decide: stepSpec.keySet("else"),
            .escalate: [], .end: [],
        ]
        var sets: [StepKind: KeySet] = [:]
        for kind in allCases {
            sets[kind] = special[kind, default: []].union(texts).union(KeySet(position: kind.position))
        }
        return sets
    }()

    /// Where the kind's key stands in the declaration of a step, which begins with the kinds.
    var position: Int {
        switch self {
        case .check: 0
        case .fix: 1
        case .edit: 2
        case .ask: 3
        case .manual: 4
        case .all: 5
        case .call: 6
        case .wait: 7
        case .decide: 8
        case .escalate: 9
        case .end: 10
        }
    }
}
