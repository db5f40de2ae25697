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
    var keys: KeySet { Self.keysByKind[position] }

    /// The kinds that a key fits, as a sentence lists them.
    static func kinds(taking key: KeySet) -> String {
        allCases.filter { $0.keys.isSuperset(of: key) }.map { "`\($0.rawValue)`" }.asSentenceList
    }

    /// The keys of each kind, by its position.
    private static let keysByKind: [KeySet] = {
        let texts = stepSpec.keySet("name", "description", "visits")
        return allCases.map { $0.ownKeys.union(texts).union(KeySet(position: $0.position)) }
    }()

    /// The keys of the kind, without its own and those that fit all.
    private var ownKeys: KeySet {
        let way = stepSpec.keySet("next", "else")
        let execution = stepSpec.keySet("timeout", "env", "workdir", "host", "max_output", "sensitive")
        let output = stepSpec.keySet("exits", "parse", "retry")
        let change = stepSpec.keySet("effect", "verify", "preview")
        let person = stepSpec.keySet("timeout", "unattended")
        switch self {
        case .check:
            return way.union(execution).union(output).union(stepSpec.keySet("expect", "findings", "optional"))
        case .fix: return way.union(execution).union(output).union(change).union(stepSpec.keySet("idempotent"))
        case .edit: return way.union(execution).union(change).union(stepSpec.keySet("validate", "apply"))
        case .ask: return way.union(person).union(stepSpec.keySet("answer"))
        case .manual: return way.union(person).union(change).union(stepSpec.keySet("items"))
        case .all: return way.union(stepSpec.keySet("findings"))
        case .call: return way.union(stepSpec.keySet("with"))
        case .wait: return way
        case .decide: return stepSpec.keySet("else")
        case .escalate, .end: return KeySet()
        }
    }

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
