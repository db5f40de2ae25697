import CEL
package import Interpreter
import RunbookModel
import TerminalIO
import Wording

/// A run as a person reads it, line by line as its events come: on the screen while it is walked, and afterwards.
package struct TextTranscript: Sendable {
    /// How much is told.
    package enum Detail: Sendable {
        /// What a person wants while the run goes on: of outputs, the last lines of what is not ok.
        case brief
        /// What an operator wants who walks beside it: as `brief`, and why each step was come to.
        case guided
        /// All that was recorded.
        case full
    }

    /// How it looks.
    package struct Style: Sendable {
        /// Whether colours are used.
        package var isColoured: Bool
        /// How much is told.
        package var detail: Detail
        /// The time of day of an instant, such as `12:00:03`.
        package var timeOfDay: @Sendable (Instant) -> String
        /// How wide the screen is at this moment, so that what people wrote is broken at words; nil: it is not broken.
        package var columns: (@Sendable () -> Int)?

        /// A style.
        package init(
            isColoured: Bool, detail: Detail, timeOfDay: @escaping @Sendable (Instant) -> String,
            columns: (@Sendable () -> Int)? = nil
        ) {
            self.isColoured = isColoured
            self.detail = detail
            self.timeOfDay = timeOfDay
            self.columns = columns
        }
    }

    let names: RunbookNames
    let style: Style
    let language: Language
    var current = ""
    var orders: [Int: ActionOrder] = [:]
    var results: [String: (order: ActionOrder, result: ActionResult)] = [:]
    /// The verification under way: of which step, and what its tries came to last.
    var verifying: (step: String, last: [String: StepRecord]) = ("", [:])
    /// The command that leave was asked for last, which need not be told again when it is run.
    var offered: (step: String, command: String)?
    /// What led to the next step.
    var way: [String] = []
    /// The items of the task that was asked for last.
    var items: [String] = []
    var lines: [String] = []

    /// A transcript of a run that has not begun.
    package init(names: RunbookNames, style: Style) {
        self.names = names
        self.style = style
        language = names.spoken
    }

    /// The lines of one event, each with its newline; many events have none.
    package mutating func render(_ event: RunEvent, at time: Instant) -> String {
        lines.removeAll(keepingCapacity: true)
        switch event {
        case .input(let input): tell(input, at: time)
        case .record(let record): tell(record, at: time)
        }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    private mutating func tell(_ input: WalkInput, at time: Instant) {
        switch input {
        case .started(let facts): tellStart(facts)
        case .actionEnded(let action, let result, _):
            guard let order = orders.removeValue(forKey: action) else { return }
            results[order.step] = (order, result)
            if order.isTold { tellResult(result, of: order) }
        case .actionLost(let action, let reason):
            orders[action] = nil
            line(1, mark(.unknown) + " \(say(.endNotKnown)): \(clean(reason))")
        case .replied(_, let reply): tellReply(reply)
        case .skipped(let name): line(1, "\(say(.skippedBy)) \(Sanitizer.clean(name))")
        case .jumped(let step, let name): line(1, "\(say(.jumpedTo)) \(step) \(say(.by)) \(Sanitizer.clean(name))")
        case .commandEdited(let command, let name):
            line(1, "\(say(.editedBy)) \(Sanitizer.clean(name)):")
            // Whoever walks beside it is asked about it at once, and so sees it.
            if style.detail != .guided { tellCommand(command) }
        case .itemTicked(_, let item, let isTicked, let name):
            let words = say(isTicked ? .ticked(item + 1) : .unticked(item + 1)) + " " + Sanitizer.clean(name)
            line(1, items.indices.contains(item) ? "\(words): \(Sanitizer.clean(items[item]))" : words)
        case .stopped(let name): line(1, "\(say(.stoppedBy)) \(Sanitizer.clean(name))")
        case .noted(let text, let name): line(1, "\(say(.noteBy)) \(Sanitizer.clean(name)): \(Sanitizer.clean(text))")
        case .interrupted(let reason):
            lines.append("")
            lines.append("\(style.timeOfDay(time))  \(say(.interrupted)): \(clean(reason))")
        case .resumed(let facts):
            lines.append("")
            let name = facts.operatorName.isEmpty ? "" : " \(say(.by)) \(Sanitizer.clean(facts.operatorName))"
            lines.append("\(style.timeOfDay(time))  \(say(.resumedBy))\(name), \(word(for: facts.mode))")
            if !current.isEmpty { line(0, say(.at) + " " + heading(of: current)) }
        case .processStarted, .woke: break
        }
    }

    private mutating func tellStart(_ facts: StartFacts) {
        let title = names.runbook.map { Sanitizer.clean($0) + " · " } ?? ""
        let who =
            facts.operatorName.isEmpty
            ? "" : " · " + Sanitizer.clean(say(.byOn(operator: facts.operatorName, host: facts.host)))
        lines.append(bold("\(title)\(say(.run)) \(facts.run)") + " · \(word(for: facts.mode))\(who)")
        lines.append("\(say(.target)) \(Sanitizer.clean(facts.target))")
        if style.detail == .full {
            for (name, value) in facts.params.sorted(by: { $0.key < $1.key }) {
                lines.append("  \(name) = \(Sanitizer.clean(value.summary(limit: 200)))")
            }
        }
    }

    private mutating func tellReply(_ reply: Reply) {
        switch reply {
        case .granted(let name) where style.detail == .full: line(1, "\(say(.allowedBy)) \(Sanitizer.clean(name))")
        case .answered(let value, let name):
            line(1, "\(Sanitizer.clean(name)) \(say(.answered)) \(Sanitizer.clean(value.summary(limit: 200)))")
        case .takenAsDone(let name): line(1, "\(say(.takenAsDoneBy)) \(Sanitizer.clean(name))")
        case .granted, .refused, .nobody, .planned: break
        }
    }
}

// MARK: What the walk made of it

extension TextTranscript {
    private mutating func tell(_ record: WalkRecord, at time: Instant) {
        switch record {
        case .stepEntered(let step, let visit, _): tellEntry(step, visit, at: time)
        case .actionOrdered(let order): tellOrder(order)
        case .asked(_, let step, let subject, let text, let items): tellQuestion(subject, at: step, text, items)
        case .stepEnded(let step, let result): tellEnd(of: step, result)
        case .verified(_, let passed, let tries, let reason): tellVerification(passed, tries, reason)
        case .decided(let decision): tellDecision(decision)
        case .waiting(_, let until): line(1, "\(say(.waitsUntil)) \(style.timeOfDay(until))")
        case .limitReached(_, let limit):
            line(1, mark(.unknown) + " \(say(.limitReached)): \(limit.text(in: language))")
        case .fellBack(_, let reason):
            let words = "→ \(say(.fallback)): \(clean(reason))"
            if style.detail == .guided { way.append(words) } else { line(1, words) }
        case .planned: line(1, say(.planned))
        case .refused(let reason): line(1, mark(.bad) + " \(say(.refused)): \(clean(reason))")
        case .escalated(_, let to, let message):
            let text = ShownText.version(of: message, for: names.language).map { ": " + $0 } ?? ""
            prose(1, "\(say(.calls)) \(to)\(text)")
        case .callEntered(_, let runbook): line(1, "\(say(.walks)) \(runbook)")
        case .ended(let end): tellEnd(end)
        }
    }

    private mutating func tellEntry(_ step: String, _ visit: Int, at time: Instant) {
        current = step
        offered = nil
        lines.append("")
        lines.append("\(style.timeOfDay(time))  " + heading(of: step, visit: visit))
        guard style.detail == .guided else { return }
        for text in names.description(step).map(TextLines.split) ?? [] { prose(1, String(text)) }
        for text in way.flatMap({ broken($0, after: 10) }) { line(1, dim(text)) }
        way.removeAll()
    }

    /// A step as it is announced: its id, its name, what it does to the world.
    private func heading(of step: String, visit: Int = 1) -> String {
        let name = names.step(step).map { " · " + Sanitizer.clean($0) } ?? ""
        let again = visit > 1 ? " (\(say(.visit(visit))))" : ""
        return bold(step) + name + again + badge(of: step)
    }

    /// What a step does to the world; of one that only reads, only whoever is asked is told.
    private func badge(of step: String) -> String {
        let effect = names.effect(of: step)
        guard effect == .read, style.detail == .guided else { return badge(effect) }
        switch names.kind(of: step) {
        case .check?, .group?: return " " + dim("[\(say(.reads))]")
        default: return ""
        }
    }

    private mutating func tellOrder(_ order: ActionOrder) {
        orders[order.id] = order
        if case .verification(let step, _) = order.purpose, verifying.step != step { verifying = (step, [:]) }
        guard order.isTold else { return }
        switch order.purpose {
        case .step(let attempt) where attempt > 1: line(1, say(.attempt(attempt)))
        case .preview: line(1, say(.lost))
        case .validation: line(1, say(.isValid))
        case .application(let again): line(1, say(again ? .appliedAgain : .applied))
        case .step, .verification: break
        }
        // What a stage of an edit comes to says it all.
        if case .edit = order.action { return }
        if let offered, offered == (order.step, order.action.shown) { return }
        tellCommand(order.action.shown)
    }

    /// Tells what is asked for: whoever is to say yes sees the command first.
    private mutating func tellQuestion(
        _ subject: String, at step: String, _ texts: [ShownText], _ items: [[ShownText]]
    ) {
        self.items = items.map { ShownText.version(of: $0, for: names.language) ?? "" }
        let text = ShownText.version(of: texts, for: names.language) ?? ""
        switch subject {
        case "question", "task": prose(1, "? " + text)
        case "wait", "unknown_end": break
        case _ where names.isEdit(step): line(1, Sanitizer.clean(text))
        default:
            tellCommand(text)
            offered = (step, text)
        }
    }

    private mutating func tellCommand(_ command: String) {
        for text in TextLines.split(command) {
            line(1, dim("$ ") + Sanitizer.clean(String(text)))
        }
    }

    private mutating func tellVerification(_ passed: Bool, _ tries: Int, _ reason: Reason) {
        if style.detail != .full, !passed {
            for (step, result) in verifying.last.sorted(by: { $0.key < $1.key }) where result.ok != true {
                line(2, "\(Sanitizer.clean(step.lastPathPart)): \(clean(result.reason))")
                tellExpectation(result)
            }
        }
        line(1, "\(mark(passed ? .good : .bad)) \(say(.verification(tries))): \(clean(reason))")
        verifying = ("", [:])
    }

    /// Whether a result of a verification's try needs no telling: in brief none does, else one that is as the last.
    private mutating func isTold(_ step: String, _ result: StepRecord) -> Bool {
        guard !verifying.step.isEmpty, step != verifying.step else { return false }
        defer { verifying.last[step] = result }
        guard style.detail == .full else { return true }
        guard let last = verifying.last[step], last.ok == result.ok, last.reason == result.reason,
            last.conditions == result.conditions
        else { return false }
        line(
            1,
            "\(result.ok == true ? mark(.good) : mark(.bad)) \(Sanitizer.clean(step.lastPathPart)): \(say(.asBefore))")
        return true
    }

    private mutating func tellEnd(of step: String, _ result: StepRecord) {
        let seen = results.removeValue(forKey: step)
        if isTold(step, result) { return }
        let isFix = names.effect(of: step) != .read
        let isMember = step != current
        let verdict: Mark = !result.ran ? .skipped : result.ok.map { $0 ? .good : .bad } ?? .unknown
        let label = isMember ? Sanitizer.clean(step.lastPathPart) + ": " : ""
        let time = result.ran && result.elapsed > .zero ? dim(" (\(result.elapsed.brief))") : ""
        let (word, reason) = (say(verdict.word), clean(result.reason))
        // A reason that begins with the verdict itself need not say it twice.
        let words = reason.hasPrefix(word) ? reason : reason.isEmpty ? word : "\(word) · \(reason)"
        line(1, "\(mark(verdict)) \(label)\(words)\(time)")
        for cause in result.causes {
            let name = names.cause(cause, at: step).map { ": " + Sanitizer.clean($0) } ?? ""
            line(2, bold("\(say(.found)) \(cause)") + name)
        }
        if style.detail == .full { tellConditions(result.conditions) } else { tellExpectation(result) }
        if let seen, !isFix {
            // Whoever walks beside it has seen the command before it ran.
            if style.detail == .full || (style.detail == .brief && result.ok != true) { tellAction(seen.order) }
            if style.detail == .full || result.ok != true { tellOutput(seen.result, depth: 2) }
        }
    }

    /// What was expected and is not so, with the values that decided it.
    private mutating func tellExpectation(_ result: StepRecord) {
        guard result.ok != true, let expect = result.conditions.last, expect.role == "expect", expect.verdict != .yes
        else { return }
        let problem = expect.problem.map { ": " + Sanitizer.clean($0) } ?? ""
        line(2, "\(say(.expected)) \(Sanitizer.clean(expect.expression))\(problem)")
        if expect.verdict == .no { tellDecidingValues(expect.parts) }
    }

    /// The values at the leaves of a condition, without those that did not matter.
    private mutating func tellDecidingValues(_ parts: [ConditionTrace.Part]) {
        for part in parts {
            if case .value(let value) = part.state, part.parts.isEmpty {
                line(3, "\(Sanitizer.clean(part.text)) = \(Sanitizer.clean(value))")
            }
            tellDecidingValues(part.parts)
        }
    }

    private mutating func tellAction(_ order: ActionOrder) {
        for text in TextLines.split(order.action.shown) {
            line(2, dim("$ ") + Sanitizer.clean(String(text)))
        }
    }

    private mutating func tellConditions(_ conditions: [ConditionTrace]) {
        for condition in conditions {
            let problem = condition.problem.map { ": " + Sanitizer.clean($0) } ?? ""
            line(
                2,
                "\(condition.role): \(Sanitizer.clean(condition.expression)) \(say(condition.verdict.word))\(problem)")
            tellParts(condition.parts, depth: 3)
        }
    }

    private mutating func tellParts(_ parts: [ConditionTrace.Part], depth: Int) {
        for part in parts {
            switch part.state {
            case .value(let value): line(depth, "\(Sanitizer.clean(part.text)) = \(Sanitizer.clean(value))")
            case .unknown(let problem):
                line(depth, "\(Sanitizer.clean(part.text)) \(say(.isUnknown)): \(Sanitizer.clean(problem))")
            case .notLookedAt: line(depth, "\(Sanitizer.clean(part.text)): \(say(.notLookedAt))")
            }
            tellParts(part.parts, depth: depth + 1)
        }
    }

    private mutating func tellDecision(_ decision: Decision) {
        if style.detail == .guided {
            way = reasons(of: decision)
            return
        }
        for option in decision.options {
            let isTaken = option.condition.verdict == .yes
            guard style.detail == .full || isTaken || option.condition.verdict == .unknown else { continue }
            let problem = option.condition.problem.map { ": " + Sanitizer.clean($0) } ?? ""
            let condition = Sanitizer.clean(option.condition.expression)
            line(1, dim("\(say(.when)) \(condition) \(say(option.condition.verdict.word))\(problem)"))
            if style.detail == .full { tellParts(option.condition.parts, depth: 2) }
        }
        if let goto = decision.goto { line(1, "→ \(bold(goto)) (\(clean(decision.reason)))") }
    }

    /// Why a way was chosen, in short: the condition that decided, with the values that decided it.
    private func reasons(of decision: Decision) -> [String] {
        var reasons: [String] = []
        for option in decision.options where option.condition.verdict == .unknown {
            let problem = option.condition.problem.map { ": " + Sanitizer.clean($0) } ?? ""
            reasons.append("? \(Sanitizer.clean(option.condition.expression)) \(say(.isUnknown))\(problem)")
        }
        let from = Sanitizer.clean(decision.step.lastPathPart)
        guard let taken = decision.options.last, taken.condition.verdict == .yes else {
            let target = decision.goto == nil ? " → \(say(.fallback))" : ""
            return reasons + ["← \(from): \(clean(decision.reason))\(target)"]
        }
        reasons.append("← \(from): \(Sanitizer.clean(taken.condition.expression)) \(say(.isTrue))")
        let values = Self.decidingValues(taken.condition.parts)
        let isSaid = values.count == 1 && values[0].text == taken.condition.expression
        if !isSaid {
            reasons += values.prefix(6).map { "    \(Sanitizer.clean($0.text)) = \(Sanitizer.clean($0.value))" }
        }
        return reasons
    }

    private static func decidingValues(_ parts: [ConditionTrace.Part]) -> [(text: String, value: String)] {
        parts.flatMap { part -> [(text: String, value: String)] in
            if case .value(let value) = part.state, part.parts.isEmpty { return [(part.text, value)] }
            return decidingValues(part.parts)
        }
    }

    private mutating func tellEnd(_ end: WalkEnd) {
        lines.append("")
        // Whoever walks beside it is told all of it in the summary that follows.
        if style.detail == .guided { return }
        if let reason = end.reason { lines.append("\(say(.ended)): \(clean(reason))") }
        if !end.causes.isEmpty {
            let causes = end.causes.map { cause in
                names.cause(cause, at: end.step).map { "\(cause) (\(Sanitizer.clean($0)))" } ?? cause
            }
            lines.append("\(say(.stillHold)): \(causes.joined(separator: ", "))")
        }
        if end.outcome != .resolved || !end.causes.isEmpty {
            for advice in names.advice(causes: end.causes) {
                lines += broken(Sanitizer.clean("\(say(.advice)): \(advice)"), after: 0)
            }
        }
    }
}

extension ActionOrder {
    /// Whether it is told when it is ordered, and what came of it when it ended: what changes, and what belongs to that.
    fileprivate var isTold: Bool {
        if case .edit = action { return true }
        switch purpose {
        case .preview, .validation, .application: return true
        case .step, .verification: return effect != .read
        }
    }
}
