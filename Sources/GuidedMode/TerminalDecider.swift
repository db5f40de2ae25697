import CEL
import Engine
package import Interpreter
import Reports
import RunbookModel
package import TerminalIO

/// An operator at a terminal, who is asked in plain lines.
///
/// Enter allows a change; a destroy wants the step's id typed. What was typed before the question is thrown away.
package struct TerminalDecider: Decider {
    private let channel: OutputChannel
    private let prompt: LinePrompt
    private let language: String
    private let operatorName: String
    private let interrupt: @Sendable () -> Void

    /// An operator who reads questions from a channel; `q` interrupts the run, so that it can be resumed.
    package init(
        channel: OutputChannel, language: String, operatorName: String, interrupt: @escaping @Sendable () -> Void
    ) {
        self.channel = channel
        prompt = LinePrompt(input: 0, output: channel)
        self.language = language
        self.operatorName = operatorName
        self.interrupt = interrupt
    }

    package func decide(_ request: Request) async -> Reply {
        switch request.subject {
        case .wait: .granted(by: operatorName)
        case .change(.destroy, _, let preview): await confirmDestroy(request, preview)
        case .change: await confirmChange()
        case .unknownEnd(let order, let reason): await askAboutUnknownEnd(order, reason)
        case .question(let ask): await putQuestion(ask, request)
        case .task(let manual): await putTask(manual, request)
        }
    }

    private func confirmChange() async -> Reply {
        while let answer = await ask("Enter: run it · s: skip it · q: pause the run") {
            switch answer {
            case "": return .granted(by: operatorName)
            case "s": return .refused(by: operatorName, reason: "skipped by \(operatorName)")
            default: say("Enter, s or q.")
            }
        }
        return await paused()
    }

    private func confirmDestroy(_ request: Request, _ preview: CommandOutcome?) async -> Reply {
        if preview == nil { say("This step can lose data, and it has no preview that says which.") }
        let id = request.step.split(separator: "/").last.map(String.init) ?? request.step
        while let answer = await ask("This step DESTROYS. Type \(id) to run it · s: skip it · q: pause the run") {
            switch answer {
            case id: return .granted(by: operatorName)
            case "s": return .refused(by: operatorName, reason: "skipped by \(operatorName)")
            default: say("Only \(id), typed in full, runs it.")
            }
        }
        return await paused()
    }

    private func askAboutUnknownEnd(_ order: ActionOrder, _ reason: String) async -> Reply {
        let name = Sanitizer.clean(order.step)
        say("\(name): \(reason).")
        for line in TextLines.split(order.action.shown) { say("  $ " + Sanitizer.clean(String(line))) }
        while let answer = await ask(
            "r: run it again · d: it is done, verify it · f: go to the fallback · q: pause the run")
        {
            switch answer {
            case "r": return .granted(by: operatorName)
            case "d": return .takenAsDone(by: operatorName)
            case "f": return .refused(by: operatorName, reason: "left open by \(operatorName)")
            default: say("r, d, f or q.")
            }
        }
        return await paused()
    }

    private func putQuestion(_ ask: Ask, _ request: Request) async -> Reply {
        let hint = Self.hint(for: ask)
        while let answer = await self.ask("\(hint) · s: skip it · q: pause the run") {
            if answer == "s", !Self.isChoice("s", of: ask) {
                return .refused(by: operatorName, reason: "skipped by \(operatorName)")
            }
            switch Self.value(of: answer, for: ask) {
            case .success(let value): return .answered(value, by: operatorName)
            case .failure(let problem): say("The answer \(problem.message).")
            }
        }
        return await paused()
    }

    private func putTask(_ manual: Manual, _ request: Request) async -> Reply {
        for (index, item) in request.texts.items.enumerated() {
            say("  \(index + 1). " + Sanitizer.clean(ShownText.version(of: item, for: language) ?? ""))
        }
        while let answer = await ask("Enter: it is done · s: skip it · q: pause the run") {
            switch answer {
            case "": return .granted(by: operatorName)
            case "s": return .refused(by: operatorName, reason: "skipped by \(operatorName)")
            default: say("Enter, s or q.")
            }
        }
        return await paused()
    }

    // MARK: Answers

    private static func hint(for ask: Ask) -> String {
        if !ask.answer.choices.isEmpty {
            return ask.answer.choices.map { $0.celString() ?? "" }.joined(separator: " / ")
        }
        return ask.answer.kind == .bool ? "y / n" : "Type \(ask.answer.kind.inWords)"
    }

    private static func isChoice(_ text: String, of ask: Ask) -> Bool {
        ask.answer.kind == .string && (ask.answer.choices.isEmpty || ask.answer.choices.contains(.string(text)))
    }

    private static func value(of text: String, for ask: Ask) -> Result<Value, ValueProblem> {
        guard ask.answer.kind == .bool else { return ask.answer.value(fromText: text) }
        switch text.lowercased() {
        case "y", "yes", "true": return .success(.bool(true))
        case "n", "no", "false": return .success(.bool(false))
        default: return .failure(ValueProblem("is neither y nor n"))
        }
    }

    // MARK: The terminal

    /// One answer, without blanks around it; nil: the operator wants to pause.
    private func ask(_ keys: String) async -> String? {
        // Nothing typed ahead answers a question that was not yet on the screen.
        prompt.discardTypeAhead()
        switch await prompt.ask("        \(keys) > ") {
        case .line(let text):
            let answer = TextLines.trimmed(text)
            return answer == "q" ? nil : answer
        case .endOfInput, .interrupted: return nil
        }
    }

    private func say(_ text: String) {
        channel.write("        \(text)\n")
    }

    /// Interrupts the run; the reply is not wanted any more, and never comes.
    private func paused() async -> Reply {
        interrupt()
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        return .nobody
    }
}
