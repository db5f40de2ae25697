import Engine
package import Interpreter
import Reports
import RunbookModel
import Synchronization
import TerminalIO

extension Guide: Decider {
    package func decide(_ request: Request) async -> Reply {
        if case .wait = request.subject { return .granted(by: setting.operatorName) }
        let isPassed = state.withLock { state in
            guard state.isGoingOn else { return false }
            if case .look = request.subject { return true }
            // A change or a question: from here the operator goes step by step again.
            state.isGoingOn = false
            return false
        }
        if isPassed { return .granted(by: setting.operatorName) }
        return screen.isLive ? await askByKeys(request) : await askByLines(request)
    }

    private func dialogue(_ request: Request, _ state: borrowing State) -> Dialogue {
        Dialogue(
            request, operatorName: setting.operatorName, language: setting.names.language,
            destinations: state.model.destinations)
    }

    // MARK: Keys

    private func askByKeys(_ request: Request) async -> Reply {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Nothing typed ahead answers a question that was not yet on the screen.
                screen.discardTypeAhead()
                state.withLock { state in
                    guard !Task.isCancelled else { return continuation.resume(returning: .nobody) }
                    state.dialogue = dialogue(request, state)
                    state.waiter = (request.id, continuation)
                    state.notice = nil
                    draw(state)
                }
            }
        } onCancel: {
            answer(.nobody, to: request.id)
        }
    }

    /// Ends the question with an answer, if it is still put.
    func answer(_ reply: Reply, to request: Int? = nil) {
        let continuation = state.withLock { state -> CheckedContinuation<Reply, Never>? in
            guard let waiter = state.waiter, request == nil || waiter.request == request else { return nil }
            state.waiter = nil
            state.dialogue = nil
            return waiter.continuation
        }
        continuation?.resume(returning: reply)
    }

    // MARK: Lines

    /// Asks at a terminal that only takes lines: the same keys, each followed by Enter.
    private func askByLines(_ request: Request) async -> Reply {
        state.withLock { $0.dialogue = dialogue(request, $0) }
        let view = DialogueView(language: language)
        while true {
            guard let dialogue = state.withLock({ $0.dialogue }) else { return .nobody }
            for line in view.plainPreface(dialogue, columns: screen.size.columns) { screen.say("        \(line)\n") }
            let keys = view.plainKeys(dialogue).wrapped(toColumns: max(20, screen.size.columns - 12))
            for line in keys.dropLast() { screen.say("        \(line)\n") }
            prompt.discardTypeAhead()
            switch await prompt.ask("        \(keys.last ?? "") > ") {
            case .line(let text):
                let effect = state.withLock { $0.dialogue?.handle(line: TextLines.trimmed(text)) } ?? .none
                if case .reply(let reply) = effect {
                    state.withLock { $0.dialogue = nil }
                    return reply
                }
                perform(effect)
                if let reply = takePassed() { return reply }
            case .endOfInput:
                perform(.pause)
                return await never()
            case .interrupted: return .nobody
            }
        }
    }

    /// The reply of one who has just let the checks run on.
    private func takePassed() -> Reply? {
        state.withLock { state in
            guard state.isGoingOn, case .look? = state.dialogue?.request.subject else { return nil }
            state.dialogue = nil
            return .granted(by: setting.operatorName)
        }
    }

    /// An answer that is not wanted any more.
    private func never() async -> Reply {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        return .nobody
    }
}
