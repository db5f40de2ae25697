import Synchronization
import TerminalIO

extension Guide {
    /// A password that is being typed: it is nowhere shown, and gone as soon as it is handed on.
    struct PasswordQuestion {
        var prompt: String
        var editor = LineEditor()
        var continuation: CheckedContinuation<String?, Never>
    }

    /// Asks the operator for a password; nil: they gave none, or another one is being asked for.
    package func askPassword(_ prompt: String) async -> String? {
        let shown = Sanitizer.clean(prompt.split(separator: "\n").last.map(String.init) ?? "")
        guard screen.isLive else { return await self.prompt.askHidden("        \(shown) ") }
        return await withCheckedContinuation { continuation in
            screen.discardTypeAhead()
            state.withLock { state in
                guard state.password == nil, !state.isOver else { return continuation.resume(returning: nil) }
                state.password = PasswordQuestion(prompt: shown, continuation: continuation)
                draw(state)
            }
        }
    }

    /// Takes a key of a password; false where none is being typed.
    func typePassword(_ key: Key) -> Bool {
        enum Step { case notAsked, goesOn, ends(CheckedContinuation<String?, Never>, String?) }
        let step = state.withLock { state -> Step in
            guard var question = state.password else { return .notAsked }
            let outcome = key == .endOfInput ? .cancelled : question.editor.handle(key)
            switch outcome {
            case .edited:
                state.password = question
                return .goesOn
            case .entered, .cancelled:
                state.password = nil
                draw(state)
                return .ends(question.continuation, outcome == .entered ? question.editor.text : nil)
            }
        }
        switch step {
        case .notAsked: return false
        case .goesOn: break
        case .ends(let continuation, let password): continuation.resume(returning: password)
        }
        return true
    }
}
