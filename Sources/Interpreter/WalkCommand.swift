import CEL
package import RunbookModel

/// What the walk wants done; each is answered by an input.
package enum WalkCommand: Sendable {
    /// Execute this; answered by `actionEnded`.
    case execute(ActionOrder)
    /// End this action early; its `actionEnded` comes all the same, and is ignored.
    case cancel(action: Int)
    /// Ask for leave or for an answer; answered by `replied`.
    case ask(Request)
    /// Take a request back: its answer is not wanted any more.
    case withdraw(request: Int)
    /// Call a person, as the walk ends; the message is what was recorded of it.
    case escalate(to: String, message: [ShownText], step: String)
}

/// A request to whoever decides: the operator, a policy, a plan, a test.
package struct Request: Sendable {
    /// What is asked for.
    package enum Subject: Sendable {
        /// Leave to look: the checks that would run.
        case look([PlannedCheck])
        /// Leave to change something; for a destroy with what the preview said.
        case change(Effect, order: ActionOrder, preview: CommandOutcome?)
        /// What to do about a fix whose end is not known.
        case unknownEnd(order: ActionOrder, reason: Reason)
        /// Leave to wait.
        case wait(Duration)
        /// An answer.
        case question(Ask)
        /// A task for a person, and which of its items are ticked already.
        case task(Manual, ticked: [Bool])
    }

    /// The request's number in this run.
    package var id: Int
    /// The step it belongs to, as `ActionOrder.step`.
    package var step: String
    /// What is asked for.
    package var subject: Subject
    /// The texts of the request, their expressions resolved, by language; empty where the subject has none.
    package var texts: RequestTexts
}

/// A check that would run if leave were given.
package struct PlannedCheck: Sendable, Equatable {
    /// The step's path.
    package var step: String
    /// What would run, as a person reads it.
    package var shown: String
    /// Whether it is a command, which may be edited.
    package var isCommand: Bool
    /// How long it may take.
    package var timeout: Duration
}

/// The texts of a request, with their values in place.
package struct RequestTexts: Sendable, Equatable {
    /// The question or the task, in each language of the runbook.
    package var body: [ShownText]
    /// The items of a task.
    package var items: [[ShownText]]

    /// No texts.
    package init(body: [ShownText] = [], items: [[ShownText]] = []) {
        self.body = body
        self.items = items
    }
}

/// A text in one language, with its values in place.
package struct ShownText: Sendable, Equatable {
    /// The language; nil: none named.
    package var language: String?
    /// The text; `?` stands for what is unknown (rule 6).
    package var text: String

    /// A text.
    package init(language: String?, text: String) {
        self.language = language
        self.text = text
    }

    /// The version for a reader, chosen as `Text.version(for:)` does.
    package static func version(of texts: [ShownText], for language: String) -> String? {
        texts.isEmpty ? nil : texts[Text.choice(for: language, among: texts.map(\.language))].text
    }
}
