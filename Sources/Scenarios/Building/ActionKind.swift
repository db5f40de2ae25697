import RunbookModel

/// What an action does, as far as its results differ.
enum ActionKind: Sendable, CaseIterable {
    case command, http, tcp, file, edit

    /// The kind of an action.
    init(_ action: Action) {
        self =
            switch action {
            case .script, .argv: .command
            case .http: .http
            case .tcp: .tcp
            case .file: .file
            }
    }

    /// The kind in words that follow "it".
    var words: String {
        switch self {
        case .command: "runs a command"
        case .http: "asks for a page"
        case .tcp: "opens a connection"
        case .file: "looks at a file"
        case .edit: "edits a file"
        }
    }

    /// The keys of its results, beside those of every result.
    var keys: [String] {
        switch self {
        case .command: ["exit", "stdout", "stderr"]
        case .http: ["status", "headers", "body", "problem"]
        case .tcp: ["connected", "problem"]
        case .file: ["exists", "content", "size", "modified", "problem"]
        case .edit: ["changes", "problem"]
        }
    }

    /// The keys that every result takes.
    static let commonKeys = ["takes", "times_out"]
}

extension Step {
    /// What a step's own action does; nil: it has none.
    var actionKind: ActionKind? {
        switch kind {
        case .check(let check): ActionKind(check.action)
        case .fix: .command
        case .edit: .edit
        case .ask, .manual, .group, .call, .wait, .decide, .escalate, .end: nil
        }
    }

    /// How it is seen that the step helped.
    var verification: Verification? {
        switch kind {
        case .fix(let fix): fix.verify
        case .edit(let edit): edit.verify
        case .manual(let manual): manual.verify
        default: nil
        }
    }
}

extension RunbookSet {
    /// A step by its path: its name, after the names of the calls that lead to it, joined by `/`.
    func step(at path: String) -> Step? {
        place(of: path).flatMap { self[$0.runbook].step($0.step) }
    }

    /// The runbook in which the step of a path stands, and its name there; nil: the calls do not lead so far.
    func place(of path: String) -> (runbook: RunbookKey, step: String)? {
        var key = root
        var names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let last = names.popLast() else { return nil }
        for name in names {
            guard case .call(let call)? = self[key].step(name)?.kind else { return nil }
            key = call.runbook
        }
        return (key, last)
    }
}
