package import CEL

/// What is executed: a command, a request, a connection or a look at a file.
package enum Action: Sendable {
    /// A script for `sh -eu -c` (rule 8).
    case script(String)
    /// A program and its arguments.
    case argv([Template])
    /// A request over HTTP.
    indirect case http(HTTPCheck)
    /// A connection to `host:port`.
    case tcp(Template)
    /// A file.
    case file(Template)

    /// Whether it is a command, with an exit and two streams.
    package var isCommand: Bool {
        switch self {
        case .script, .argv: true
        case .http, .tcp, .file: false
        }
    }
}

/// A request over HTTP; it follows no redirect.
package struct HTTPCheck: Sendable {
    /// The address.
    package var url: Template
    /// The method.
    package var method: String
    /// The header fields, in the order of the file.
    package var headers: [EnvironmentEntry]
    /// The body, if one is sent.
    package var body: Template?
    /// Whether any certificate is taken.
    package var isInsecure: Bool

    /// A request.
    package init(
        url: Template, method: String = "GET", headers: [EnvironmentEntry] = [], body: Template? = nil,
        isInsecure: Bool = false
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.isInsecure = isInsecure
    }
}

/// How an action is executed.
package struct Execution: Sendable {
    /// How long one try may take; nil: the runbook's default.
    package var timeout: Duration?
    /// What the command's environment holds beside, in the order of the file.
    package var env: [EnvironmentEntry] = []
    /// Where the command starts; nil: the runbook's default.
    package var workdir: Template?
    /// The host it runs on; nil: the runbook's default.
    package var host: Template?
    /// The exits that mean that the command did its work (rule 8).
    package var exits: [Int] = Execution.successAlone
    /// How many bytes of each stream are kept.
    package var maxOutput = 1 << 20
    /// Whether its output is neither stored nor shown (rule 30).
    package var isSensitive = false
    /// How often it is tried; nil: once.
    package var retry: Retry?

    /// The format's own defaults.
    package init() {}

    /// One list for all that say nothing, lest each step has its own.
    private static let successAlone = [0]
}

/// Several tries (rule 11).
package struct Retry: Sendable {
    /// How many tries at the most.
    package var times = 1
    /// The pause after the first try.
    package var every: Duration = .seconds(1)
    /// By what each further pause is longer.
    package var backoff = 1.0

    /// One try.
    package init() {}
}

/// How a text becomes `out` (rule 9).
package enum ParseFormat: String, Sendable, CaseIterable {
    case text, json, jsonl, yaml, lines, table, number
}

/// Looks at something, and changes nothing.
package struct Check: Sendable {
    /// What is executed.
    package var action: Action
    /// How it is executed.
    package var execution = Execution()
    /// How its output becomes `out`; nil: as text, and not said in the file, which matters to the verdict (rule 10).
    package var parse: ParseFormat?
    /// What must be true for it to be ok.
    package var expect: Expression?
    /// What it may find.
    package var findings: [Finding] = []

    /// A check of an action.
    package init(action: Action) {
        self.action = action
    }
}

/// What a check or a group may find.
package struct Finding: Sendable {
    /// What must be true for it to be found.
    package var when: Expression
    /// The cause that it is a sign of.
    package var cause: String

    /// A finding.
    package init(when: Expression, cause: String) {
        self.when = when
        self.cause = cause
    }
}

/// How it is seen that a change helped (rule 12).
package struct Verification: Sendable {
    /// What is looked at.
    package enum Subject: Sendable {
        /// A check or a group of the runbook.
        case step(String)
        /// A check of its own.
        indirect case check(Check)
    }

    /// What is looked at.
    package var subject: Subject
    /// The pause between the end of a try and the next.
    package var every: Duration = .seconds(2)
    /// How long it may take in all.
    package var within: Duration = .seconds(60)
    /// How many oks in a row it takes.
    package var passes = 1

    /// A verification with the format's own times.
    package init(subject: Subject) {
        self.subject = subject
    }
}

/// Changes something by a command.
package struct Fix: Sendable {
    /// What is executed; always a command.
    package var action: Action
    /// How it is executed.
    package var execution = Execution()
    /// What it does to the world.
    package var effect: Effect = .change
    /// How it is seen that it helped.
    package var verify: Verification?
    /// How its output becomes `out`.
    package var parse: ParseFormat?
    /// Whether it may run again when it is not known whether it ran.
    package var isIdempotent = false

    /// A fix of an action.
    package init(action: Action) {
        self.action = action
    }
}

/// A command that only reads, run before a destroy is confirmed.
package struct Preview: Sendable {
    /// What is executed; always a command.
    package var action: Action
    /// How it is executed.
    package var execution = Execution()

    /// A preview by an action.
    package init(action: Action) {
        self.action = action
    }
}

/// Changes a file (rule 13).
package struct Edit: Sendable {
    /// How the file's text changes.
    package enum Change: Sendable {
        /// A tree set in a YAML, JSON or nginx file.
        case set(EditTree)
        /// The one place that a pattern matches becomes a text.
        case replace(pattern: Template, with: Template)
        /// The one line that a pattern matches becomes a line; with none, it is appended.
        case ensureLine(line: Template, pattern: Template?)
        /// The lines between Rung's two marker comments.
        case block(name: Template, text: Template)
    }

    /// The file.
    package var file: Template
    /// How it changes.
    package var change: Change
    /// Whether it is made where it is absent.
    package var createsFile = false
    /// Whether it is written as the superuser.
    package var usesSudo = false
    /// What it does to the world.
    package var effect: Effect = .change
    /// How its commands are executed.
    package var execution = Execution()
    /// What must succeed for the new file to stay.
    package var validate: Action?
    /// What makes the change effective.
    package var apply: Action?
    /// How it is seen that it helped.
    package var verify: Verification?

    /// An edit of a file.
    package init(file: Template, change: Change) {
        self.file = file
        self.change = change
    }
}

/// A tree of values to set in a file; its scalars keep the type that YAML gave them (rule 1).
package indirect enum EditTree: Sendable {
    case map([(key: Template, value: EditTree)])
    case list([EditTree])
    case scalar(Value)
    case template(Template)
}

/// What a human step does when nobody is there (rule 26).
package enum UnattendedPolicy: Sendable {
    /// Goes to `fallback`.
    case escalate
    /// Leaves it not run and not ok.
    case skip
    /// Goes to a step.
    case goto(String)
    /// Takes this answer (an ask).
    case answer(Value)
}

/// Asks a person a question.
package struct Ask: Sendable {
    /// The question.
    package var question: Text
    /// What the answer must be.
    package var answer = ValueConstraint(kind: .bool)
    /// The answer that a plan takes (rule 29).
    package var defaultAnswer: Value?
    /// How long the people on call are asked; nil: not at all.
    package var timeout: Duration?
    /// What happens when nobody is there; nil: an unattended run is refused.
    package var unattended: UnattendedPolicy?

    /// A yes/no question.
    package init(question: Text) {
        self.question = question
    }
}

/// Asks a person to do something.
package struct Manual: Sendable {
    /// What is to be done.
    package var instruction: Text
    /// Its parts, ticked one by one.
    package var items: [Text] = []
    /// What it does to the world.
    package var effect: Effect = .change
    /// How it is seen that it helped.
    package var verify: Verification?
    /// How long the people on call are asked; nil: not at all.
    package var timeout: Duration?
    /// What happens when nobody is there; nil: an unattended run is refused.
    package var unattended: UnattendedPolicy?

    /// A task for a person.
    package init(instruction: Text) {
        self.instruction = instruction
    }
}

/// Runs checks side by side (rule 16).
package struct Group: Sendable {
    /// The checks, by their ids.
    package var members: [String]
    /// What it may find over all its members.
    package var findings: [Finding] = []

    /// A group of checks.
    package init(members: [String]) {
        self.members = members
    }
}

/// Walks another runbook (rule 27).
package struct Call: Sendable {
    /// The file, as written.
    package var file: String
    /// The file's place among the runbooks that were loaded together.
    package var runbook: RunbookKey
    /// The called runbook's params, in the order of the file.
    package var arguments: [(name: String, value: Template)] = []

    /// A call of a file.
    package init(file: String, runbook: RunbookKey) {
        self.file = file
        self.runbook = runbook
    }
}

/// Ends the walk and calls a person.
package struct Escalation: Sendable {
    /// Who is called: a name that the configuration knows.
    package var to: String
    /// What is said.
    package var message: Text?

    /// A call for somebody.
    package init(to: String, message: Text? = nil) {
        self.to = to
        self.message = message
    }
}
