package import Diagnostics

/// A step of a runbook: one of eleven kinds, what it takes from outside, and where it leads.
package struct Step: Sendable {
    /// What a step does; boxed, so that 100,000 steps of a large file stay small.
    package enum Kind: Sendable {
        /// Looks at something, and changes nothing.
        indirect case check(Check)
        /// Changes something by a command.
        indirect case fix(Fix)
        /// Changes a file.
        indirect case edit(Edit)
        /// Asks a person a question.
        indirect case ask(Ask)
        /// Asks a person to do something.
        indirect case manual(Manual)
        /// Runs checks side by side.
        indirect case group(Group)
        /// Walks another runbook.
        indirect case call(Call)
        /// Waits.
        case wait(Duration)
        /// Decides, and does nothing else.
        case decide
        /// Ends the walk and calls a person.
        indirect case escalate(Escalation)
        /// Ends the walk.
        case end(Outcome)
    }

    /// Its name in conditions and messages.
    package var id: String
    /// Its title for people.
    package var name: Text?
    /// More about it.
    package var description: Text?
    /// What it does.
    package var kind: Kind
    /// Where it leads.
    package var way: Way
    /// How often it may be entered; nil: `limits.visits`.
    package var visits: Int?
    /// Whether a group's verdict leaves it out (rule 16).
    package var isOptional: Bool
    /// A command that only reads, shown before a destroy is confirmed (rule 30).
    package var preview: Preview? {
        get { previewBox.map { $0.preview } }
        set { previewBox = newValue.map(PreviewBox.init) }
    }
    /// Few steps have a preview: those that have none do not pay for it.
    private var previewBox: PreviewBox?
    /// Where its id stands.
    package var range: SourceRange

    /// A step.
    package init(
        id: String, name: Text? = nil, description: Text? = nil, kind: Kind, way: Way = Way(), visits: Int? = nil,
        isOptional: Bool = false, preview: Preview? = nil, range: SourceRange = SourceRange(start: 0, end: 0)
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.kind = kind
        self.way = way
        self.visits = visits
        self.isOptional = isOptional
        previewBox = preview.map(PreviewBox.init)
        self.range = range
    }

    /// What the step does to the world (rule 25).
    package var effect: Effect {
        switch kind {
        case .fix(let fix): fix.effect
        case .edit(let edit): edit.effect
        case .manual(let manual): manual.effect
        default: .read
        }
    }
}

/// A preview in a place of its own.
private final class PreviewBox: Sendable {
    let preview: Preview

    init(_ preview: Preview) {
        self.preview = preview
    }
}

extension Step.Kind {
    /// The kind as the format names it.
    package var name: String {
        switch self {
        case .check: "check"
        case .fix: "fix"
        case .edit: "edit"
        case .ask: "ask"
        case .manual: "manual"
        case .group: "all"
        case .call: "call"
        case .wait: "wait"
        case .decide: "decide"
        case .escalate: "escalate"
        case .end: "end"
        }
    }
}

/// What a step does to the world (rule 25).
package enum Effect: String, Sendable, CaseIterable {
    /// It only looks.
    case read
    /// It changes something that can be changed back.
    case change
    /// It can lose data.
    case destroy
}

/// How a walk ended.
package enum Outcome: String, Sendable, CaseIterable {
    /// The symptom is gone, and that was verified.
    case resolved
    /// A person was called.
    case escalated
    /// Neither.
    case unresolved
}

/// Where a step leads (rules 18 and 19).
package struct Way: Sendable {
    /// What `next` holds.
    package enum Next: Sendable {
        /// There is none.
        case none
        /// One step.
        case step(String)
        /// A list of branches; a step of kind `decide` holds its own here.
        case branches([Branch])
    }

    /// What `next` (or `decide`) holds.
    package var next: Next
    /// Where it leads otherwise.
    package var otherwise: String?

    /// A way.
    package init(next: Next = .none, otherwise: String? = nil) {
        self.next = next
        self.otherwise = otherwise
    }
}

/// One branch of a decision.
package struct Branch: Sendable {
    /// What must be true for it to be taken.
    package var when: Expression
    /// The step it leads to.
    package var goto: String

    /// A branch.
    package init(when: Expression, goto: String) {
        self.when = when
        self.goto = goto
    }
}
