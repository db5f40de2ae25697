import Engine
import Interpreter
import RunbookModel
import Synchronization
import TerminalIO
import Wording

extension Guide {
    /// A key was pressed at a live screen.
    func pressed(_ key: Key) {
        if key == .gone { return terminalIsGone() }
        if typePassword(key) || turnPage(key) { return }
        let effect = state.withLock { state -> Dialogue.Effect in
            guard state.dialogue != nil else { return whileRunning(key, &state) }
            let effect = state.dialogue?.handle(key) ?? .none
            if effect == .none { draw(state) }
            return effect
        }
        perform(effect)
    }

    /// A key while nothing is asked: only what needs no question.
    private func whileRunning(_ key: Key, _ state: inout State) -> Dialogue.Effect {
        switch key {
        case .character("q"), .endOfInput: return .pause
        case .character("?"), .character("h"): return .show(.help)
        case .character("g"): return .show(.graph)
        case .character("w"): return .show(.why)
        default: return .none
        }
    }

    /// Does what a key came to.
    func perform(_ effect: Dialogue.Effect) {
        switch effect {
        case .none: break
        case .reply(let reply): answer(reply)
        case .note(let text):
            control.operate(.noted(text: text, by: setting.operatorName))
            redraw()
        case .tick(let item, let isTicked): tick(item, isTicked)
        case .edited(let command): control.operate(.commandEdited(command: command, by: setting.operatorName))
        case .edit(let command): edit(command)
        case .jump(let step): control.operate(.jumped(to: step, by: setting.operatorName))
        case .back: goBack()
        case .runOn: runOn()
        case .pause: pause()
        case .show(let shown): show(shown)
        }
    }

    private func tick(_ item: Int, _ isTicked: Bool) {
        let request = state.withLock { state in
            draw(state)
            return state.dialogue?.request.id
        }
        guard let request else { return }
        control.operate(.itemTicked(request: request, item: item, isTicked: isTicked, by: setting.operatorName))
    }

    private func goBack() {
        let target = state.withLock { state -> String? in
            let target = state.model.goBack()
            if target == nil {
                state.dialogue?.say(.nothingBefore)
                draw(state)
            }
            return target
        }
        if let target { control.operate(.jumped(to: target, by: setting.operatorName)) }
    }

    private func runOn() {
        let isLook = state.withLock { state -> Bool in
            guard case .look? = state.dialogue?.request.subject else {
                // A change is never allowed by this; from the next step on it counts.
                state.isGoingOn = true
                draw(state)
                return false
            }
            state.isGoingOn = true
            return true
        }
        if isLook { answer(.granted(by: setting.operatorName)) }
    }

    private func pause() {
        tell(.pausing)
        control.interrupt(reason: .pausedByOperator)
    }

    /// Says something below, for some seconds.
    func tell(_ phrase: Phrase) {
        state.withLock { state in
            state.notice = (phrase, clock.now + .seconds(3))
            state.dialogue?.say(phrase)
            draw(state)
        }
    }

    private func terminalIsGone() {
        let control = control
        // The signal that says so comes at the same moment, and has the better name for it.
        Task {
            try? await Task.sleep(for: .milliseconds(300))
            control.interrupt(reason: .terminalGone, changesGoOn: true)
        }
    }

    /// Ctrl-C: once ends what runs and comes back to the question, twice pauses the run.
    package func interrupted() {
        if typePassword(.escape) || turnPage(.escape) { return }
        let now = clock.now
        enum Meaning { case nothing, cancelText, stop, pause }
        let meaning = state.withLock { state -> Meaning in
            if screen.isLentToAnother { return .nothing }
            if let last = state.lastInterrupt, now - last < .seconds(2) { return .pause }
            state.lastInterrupt = now
            state.isGoingOn = false
            if case .typing? = state.dialogue?.mode { return .cancelText }
            if case .jumping? = state.dialogue?.mode { return .cancelText }
            return state.dialogue == nil ? .stop : .nothing
        }
        switch meaning {
        case .nothing: tell(.againPauses)
        case .cancelText:
            pressed(.escape)
            tell(.againPauses)
        case .stop:
            tell(.stopping)
            control.operate(.stopped(by: setting.operatorName))
        case .pause: pause()
        }
    }
}
