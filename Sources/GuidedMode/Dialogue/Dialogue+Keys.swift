import CEL
import Interpreter
import RunbookModel
import TerminalIO
import Wording

extension Dialogue {
    /// A key that is no part of a text.
    mutating func handleKey(_ key: Key) -> Effect {
        switch key {
        case .enter: return answerByEnter()
        case .character(let character): return press(character)
        case .escape:
            restart()
            return .none
        default: return .none
        }
    }

    private mutating func answerByEnter() -> Effect {
        switch request.subject {
        case .look, .change(.change, _, _), .change(.read, _, _), .task: return .reply(.granted(by: operatorName))
        case .change(.destroy, _, _), .question:
            restart()
            return .none
        case .unknownEnd, .wait: return .none
        }
    }

    /// A letter.
    mutating func press(_ letter: Character) -> Effect {
        if let answer = answer(letter) { return .reply(answer) }
        switch letter {
        case "s" where isSkippable: return .reply(.refused(by: operatorName, reason: .skipped(by: operatorName)))
        case "e":
            guard let command else {
                message = .notACommand
                return .none
            }
            return .edit(command)
        case "n", "N":
            mode = .typing(LineEditor(), .note)
            return .none
        case "b": return .back
        case "j":
            mode = .jumping(LineEditor(), selected: 0)
            return .none
        case "o": return .show(.output)
        case "w": return .show(.why)
        case "g": return .show(.graph)
        case "?", "h": return .show(.help)
        case "a": return .runOn
        case "q": return .pause
        default:
            message = .notAKey(String(letter))
            return .none
        }
    }

    /// Whether the step can be passed over: what has run cannot.
    var isSkippable: Bool {
        if case .unknownEnd = request.subject { false } else { true }
    }

    /// The letters that answer this request.
    private func answer(_ letter: Character) -> Reply? {
        switch (request.subject, letter) {
        case (.unknownEnd, "r"): .granted(by: operatorName)
        case (.unknownEnd, "d"): .takenAsDone(by: operatorName)
        case (.unknownEnd, "f"): .refused(by: operatorName, reason: .leftOpen(by: operatorName))
        case (.question(let ask), "y"), (.question(let ask), "д"):
            Self.isYesNo(ask) ? .answered(.bool(true), by: operatorName) : nil
        case (.question(let ask), "n"), (.question(let ask), "н"):
            Self.isYesNo(ask) ? .answered(.bool(false), by: operatorName) : nil
        default: nil
        }
    }

    static func isYesNo(_ ask: Ask) -> Bool { ask.answer.kind == .bool && ask.answer.choices.isEmpty }

    // MARK: Texts

    mutating func type(_ key: Key, _ editor: LineEditor, _ purpose: Purpose) -> Effect {
        var editor = editor
        switch editor.handle(key) {
        case .edited:
            mode = .typing(editor, purpose)
            return .none
        case .cancelled:
            // Of a question whose answer is a text, Escape leads to the keys, and again back to the text.
            if purpose == .answer || purpose == .identity { mode = .keys } else { restart() }
            return .none
        case .entered: return entered(editor.text, purpose)
        }
    }

    private mutating func entered(_ text: String, _ purpose: Purpose) -> Effect {
        switch purpose {
        case .note:
            restart()
            guard !TextLines.trimmed(text).isEmpty else {
                message = .notedNothing
                return .none
            }
            return .note(text)
        case .command:
            restart()
            guard text != command, !TextLines.trimmed(text).isEmpty else {
                message = .unchanged
                return .none
            }
            return .edited(text)
        case .identity: return enteredIdentity(text)
        case .answer: return enteredAnswer(text)
        }
    }

    private mutating func enteredIdentity(_ text: String) -> Effect {
        let text = TextLines.trimmed(text)
        if text == stepID { return .reply(.granted(by: operatorName)) }
        restart()
        if let key = Self.key(in: text) ?? (text.count == 1 ? text.first : nil) { return press(key) }
        message = .onlyID(stepID)
        return .none
    }

    private mutating func enteredAnswer(_ text: String) -> Effect {
        guard case .question(let ask) = request.subject else { return .none }
        let text = TextLines.trimmed(text)
        if let key = Self.key(in: text) {
            restart()
            return press(key)
        }
        switch ask.answer.value(fromText: text) {
        case .success(let value): return .reply(.answered(value, by: operatorName))
        case .failure(let problem):
            mode = .typing(LineEditor(text), .answer)
            message = .answerProblem(problem)
            return .none
        }
    }

    /// The key that a text such as `/s` stands for.
    private static func key(in text: String) -> Character? {
        text.count == 2 && text.first == "/" ? text.last : nil
    }
}
