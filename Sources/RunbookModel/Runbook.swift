package import Diagnostics

/// A runbook: a decision graph of steps, with everything resolved and checked that can be before a walk.
///
/// A plain value without a place to read or write anything. Made by RunbookLoading; rules (`rule 12`) are those of the
/// format, version 1.
package struct Runbook: Sendable {
    /// The runbook's own name in messages, locks and the journal: `[a-z0-9][a-z0-9._-]*`.
    package var id: String
    /// Its title for people.
    package var name: Text?
    /// What it is about.
    package var description: Text?
    /// What is said at the end, and when the incident recurs.
    package var advice: [Text] = []
    /// The typed inputs, in the order of the file.
    package var params: [Param] = []
    /// The secrets, in the order of the file.
    package var secrets: [Secret] = []
    /// What a diagnosis may conclude, in the order of the file.
    package var causes: [Cause] = []
    /// What steps take where they say nothing themselves.
    package var defaults = Defaults()
    /// What is being healed: the name of the lock that runs share; nil: the runbook's id.
    package var target: Template?
    /// The bounds of a walk.
    package var limits = Limits()
    /// The step where a walk begins.
    package var start: String
    /// The step a walk goes to when nothing else is left.
    package var fallback: String
    /// The steps, in the order of the file.
    package private(set) var steps: [Step]
    /// Where each step stands in `steps`.
    private var index: [String: Int]

    /// A runbook of steps whose ids differ.
    package init(id: String, start: String, fallback: String, steps: [Step]) {
        self.id = id
        self.start = start
        self.fallback = fallback
        self.steps = steps
        index = Dictionary(minimumCapacity: steps.count)
        for (position, step) in steps.enumerated() {
            index[step.id] = position
        }
    }

    /// A runbook of steps whose places are known already, by their ids.
    package init(id: String, start: String, fallback: String, steps: [Step], index: [String: Int]) {
        precondition(index.count == steps.count, "\(steps.count) steps, and \(index.count) places of them")
        self.id = id
        self.start = start
        self.fallback = fallback
        self.steps = steps
        self.index = index
    }

    /// The step of this id, if there is one.
    package func step(_ id: String) -> Step? {
        index[id].map { steps[$0] }
    }

    /// Whether a step of this id exists.
    package func hasStep(_ id: String) -> Bool {
        index[id] != nil
    }

    /// The cause of this id, if there is one.
    package func cause(_ id: String) -> Cause? {
        causes.first { $0.id == id }
    }

    /// The steps that only a person can do and that say nothing for when nobody is there.
    package var humanStepsWithoutPolicy: [Step] {
        steps.filter { step in
            switch step.kind {
            case .ask(let ask): ask.unattended == nil
            case .manual(let manual): manual.unattended == nil
            default: false
            }
        }
    }
}

/// What steps take where they say nothing themselves.
package struct Defaults: Sendable {
    /// How long a check may take.
    package var timeout: Duration = .seconds(30)
    /// How long a fix or an edit may take.
    package var fixTimeout: Duration = .seconds(600)
    /// Where commands start; nil: where Rung was started.
    package var workdir: Template?
    /// What every command's environment holds beside the inherited, in the order of the file.
    package var env: [EnvironmentEntry] = []
    /// The host on which steps run; nil: this machine.
    package var host: Template?

    /// The format's own defaults.
    package init() {}
}

/// The bounds of a walk (rules 21 and 22).
package struct Limits: Sendable {
    /// How often a step may be entered that does not say it itself.
    package var visits = 3
    /// How long a run may be active, without the waiting for people.
    package var time: Duration = .seconds(1800)

    /// The format's own limits.
    package init() {}
}

/// One variable of a command's environment.
package struct EnvironmentEntry: Sendable {
    /// The variable's name.
    package var name: String
    /// Its value.
    package var value: Template

    /// An entry of a name and a value.
    package init(name: String, value: Template) {
        self.name = name
        self.value = value
    }
}

/// What a diagnosis may conclude.
package struct Cause: Sendable {
    /// Its name in conditions.
    package var id: String
    /// Its name for people.
    package var name: Text?
    /// More about it.
    package var description: Text?
    /// What is said at the end of a walk that found it.
    package var advice: [Text]

    /// A cause with its texts.
    package init(id: String, name: Text? = nil, description: Text? = nil, advice: [Text] = []) {
        self.id = id
        self.name = name
        self.description = description
        self.advice = advice
    }
}

/// A secret: a value that reaches commands and requests, and is stored nowhere (rule 5).
package struct Secret: Sendable {
    /// Where a secret's value is found.
    package enum Origin: Sendable, Equatable {
        /// In this variable of Rung's own environment.
        case environment(String)
        /// In this file, without its trailing newline.
        case file(String)
    }

    /// Its name in `${secrets.…}`.
    package var id: String
    /// Where its value is found.
    package var origin: Origin
    /// Whether a run starts without it.
    package var isOptional: Bool
    /// Where it is declared.
    package var range: SourceRange

    /// A secret of a name and an origin.
    package init(id: String, origin: Origin, isOptional: Bool, range: SourceRange) {
        self.id = id
        self.origin = origin
        self.isOptional = isOptional
        self.range = range
    }
}
