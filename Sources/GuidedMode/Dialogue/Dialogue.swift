import CEL
package import Interpreter
import RunbookModel
package import TerminalIO
package import Wording

/// A question to the operator, and how far its answering has come: each key makes the next state and says what is to be
/// done. Pure: it reads no key and draws nothing itself.
package struct Dialogue: Sendable {
    /// What a key came to.
    package enum Effect: Sendable, Equatable {
        /// Only the dialogue changed.
        case none
        /// The request is answered.
        case reply(Reply)
        /// Something is written into the transcript.
        case note(String)
        /// An item of the task is ticked, or no longer.
        case tick(item: Int, Bool)
        /// Another command is to run.
        case edited(String)
        /// The command is to be edited in the operator's own editor, or here where they have none.
        case edit(String)
        /// The walk goes on at another step.
        case jump(String)
        /// The step before.
        case back
        /// Checks run on without being asked for.
        case runOn
        /// The run is paused.
        case pause
        /// Something is shown beside the question.
        case show(Shown)
    }

    /// What can be shown beside a question.
    package enum Shown: Sendable, Equatable {
        case output, why, graph, help
    }

    /// How it is being answered.
    package enum Mode: Sendable, Equatable {
        /// By a key.
        case keys
        /// By a text.
        case typing(LineEditor, Purpose)
        /// By one of several choices.
        case choosing(selected: Int?)
        /// By ticking items.
        case ticking(ticked: [Bool], selected: Int)
        /// By a step to go to.
        case jumping(LineEditor, selected: Int)
    }

    /// What a text is typed for.
    package enum Purpose: Sendable, Equatable {
        case answer, identity, note, command
    }

    /// The request.
    package private(set) var request: Request
    /// Who answers.
    let operatorName: String
    /// The reader's language.
    package let language: String
    /// The steps that one can jump to.
    package let destinations: [String]
    /// How it is being answered.
    package internal(set) var mode: Mode
    /// What the last key was told.
    package internal(set) var message: Phrase?

    /// A dialogue about a request.
    package init(_ request: Request, operatorName: String, language: String, destinations: [String]) {
        self.request = request
        self.operatorName = operatorName
        self.language = language
        self.destinations = destinations
        mode = Self.firstMode(of: request)
    }

    /// How a request is answered, when no key has been pressed.
    static func firstMode(of request: Request) -> Mode {
        switch request.subject {
        case .change(.destroy, _, _): .typing(LineEditor(), .identity)
        case .question(let ask) where !ask.answer.choices.isEmpty: .choosing(selected: nil)
        case .question(let ask) where ask.answer.kind != .bool: .typing(LineEditor(), .answer)
        case .task(_, let ticked) where !request.texts.items.isEmpty:
            .ticking(ticked: ticked, selected: ticked.firstIndex(of: false) ?? 0)
        case .look, .change, .unknownEnd, .wait, .question, .task: .keys
        }
    }

    /// The step's own id, without the calls that led to it.
    package var stepID: String { request.step.split(separator: "/").last.map(String.init) ?? request.step }

    /// The command that would run, where it is one that can be edited.
    package var command: String? {
        switch request.subject {
        case .look(let checks) where checks.count == 1 && checks[0].isCommand && checks[0].step == request.step:
            checks[0].shown
        case .change(_, let order, _): order.action.isCommand ? order.action.shown : nil
        default: nil
        }
    }

    /// Takes a key.
    package mutating func handle(_ key: Key) -> Effect {
        if key == .endOfInput { return .pause }
        message = nil
        switch mode {
        case .keys: return handleKey(key)
        case .typing(let editor, let purpose): return type(key, editor, purpose)
        case .choosing(let selected): return choose(key, selected)
        case .ticking(let ticked, let selected): return tick(key, ticked, selected)
        case .jumping(let editor, let selected): return findStep(key, editor, selected)
        }
    }

    /// Takes a line, where keys come in lines: a letter is the key, a text is what is typed.
    package mutating func handle(line: String) -> Effect {
        if case .choosing = mode, case .question(let ask) = request.subject,
            let index = ask.answer.choices.firstIndex(where: { $0.celString() == line })
        {
            return .reply(.answered(ask.answer.choices[index], by: operatorName))
        }
        // One after the other: each may change what the next one means.
        let keys = line.map { Key.character($0) }
        if case .typing = mode {
            for key in keys { _ = handle(key) }
            return handle(.enter)
        }
        if case .jumping = mode {
            for key in keys { _ = handle(key) }
            return handle(.enter)
        }
        if keys.isEmpty { return handle(.enter) }
        if case .choosing = mode, keys.allSatisfy({ $0.isDigit }) {
            for key in keys { _ = handle(key) }
            return handle(.enter)
        }
        guard keys.count == 1 else {
            message = .notAKey(line)
            return .none
        }
        return handle(keys[0])
    }

    /// Opens the command for editing here.
    package mutating func editHere(_ command: String) {
        mode = .typing(LineEditor(command), .command)
    }

    /// Says something to the last key.
    package mutating func say(_ phrase: Phrase) {
        message = phrase
    }

    /// Keeps which items are ticked, whatever else is pressed meanwhile.
    mutating func keep(_ ticked: [Bool]) {
        if case .task(let manual, _) = request.subject { request.subject = .task(manual, ticked: ticked) }
    }

    /// Goes back to how the request is answered at first.
    mutating func restart() {
        mode = Self.firstMode(of: request)
    }
}

extension Key {
    var isDigit: Bool {
        if case .character(let character) = self { "0123456789".contains(character) } else { false }
    }
}
