import CEL
import Interpreter
import RunbookModel
import Wording

extension ReportPhrases {
    /// A text that an action gave: a stream, a body, a content.
    struct Output {
        var title: String
        var captured: Captured
    }

    /// What an action was for, where that is not plain.
    func purpose(of action: StoryAction) -> String? {
        switch action.order.purpose {
        case .step(let attempt): attempt > 1 ? "\(words[.tryNumber]) \(attempt)" : nil
        case .verification(_, let attempt): "\(words[.verification]), \(words[.tryNumber]) \(attempt)"
        case .preview: words[.preview]
        case .validation: words[.validation]
        case .application(let again): words[again ? .appliedAgain : .application]
        }
    }

    /// What an action came to, in a few words.
    func summary(of action: StoryAction) -> String {
        guard let result = action.result else { return action.lost.map { words.say($0) } ?? words[.wasLost] }
        func over(_ timedOut: Bool) -> String { timedOut ? ", \(words[.timedOut])" : "" }
        switch result {
        case .command(let outcome):
            if let problem = outcome.startProblem { return problem }
            return "\(words[.exit]) \(outcome.exit)\(over(outcome.timedOut)) · \(outcome.elapsed.brief)"
        case .http(let outcome):
            let answer =
                outcome.status == 0
                ? "\(words[.noAnswer])\(outcome.problem.map { ": \($0)" } ?? "")"
                : "\(words[.status]) \(outcome.status)"
            return "\(answer)\(over(outcome.timedOut)) · \(outcome.elapsed.brief)"
        case .tcp(let outcome):
            let answer = words[outcome.isConnected ? .connected : .notConnected]
            let problem = outcome.problem.map { ": \($0)" } ?? ""
            return "\(answer)\(problem)\(over(outcome.timedOut)) · \(outcome.elapsed.brief)"
        case .file(let outcome):
            var parts: [String] = []
            if let exists = outcome.exists { parts.append(words[exists ? .exists : .absent]) }
            if let size = outcome.size { parts.append("\(size) \(words[.bytes])") }
            if let problem = outcome.problem { parts.append(problem) }
            return parts.joined(separator: ", ")
        case .edit(let outcome): return summary(of: outcome)
        case .notRun(let reason): return "\(words[.notRun]): \(words.say(reason))"
        }
    }

    private func summary(of outcome: EditOutcome) -> String {
        switch outcome.state {
        case .unchanged(let path): "\(path): \(words[.unchangedFile])"
        case .planned(let plan):
            plan.otherLinks > 0 ? "\(plan.path) · \(words[.linkedFile]): \(plan.otherLinks)" : plan.path
        case .written(let backup): backup.map { "\(words[.written]) (\($0))" } ?? words[.written]
        case .putBack: words[.oldFileIsBack]
        case .isBefore: words[.asBefore]
        case .isAfter: words[.asAfter]
        case .failed(let problem): problem
        }
    }

    /// What an action wrote; nothing where it wrote nothing.
    func outputs(of action: StoryAction) -> [Output] {
        let outputs: [Output] =
            switch action.result {
            case .command(let outcome)?:
                [
                    Output(title: words[.output], captured: outcome.stdout),
                    Output(title: words[.errors], captured: outcome.stderr),
                ]
            case .http(let outcome)?: [Output(title: words[.body], captured: outcome.body)]
            case .file(let outcome)?: outcome.content.map { [Output(title: words[.content], captured: $0)] } ?? []
            case .tcp?, .edit?, .notRun?, nil: []
            }
        return outputs.filter { $0.captured.size > 0 }
    }

    /// The unified diff of an edit, where the action planned one.
    func diff(of action: StoryAction) -> String? {
        guard case .edit(let outcome)? = action.result, case .planned(let plan) = outcome.state, !plan.diff.isEmpty
        else { return nil }
        return plan.diff
    }

    /// How much there was of an output, and how much of it is here.
    func size(of captured: Captured) -> String {
        if captured.isWithheld { return "\(captured.size) \(words[.bytes]), \(words[.sensitive])" }
        guard captured.isTruncated else { return "\(captured.size) \(words[.bytes])" }
        return "\(captured.size) \(words[.bytes]), \(words[.kept]): \(captured.text.utf8.count)"
    }

    /// What happened beside the steps' actions, in words; nil: what is told elsewhere, or needs no telling.
    func sentence(for happening: StoryVisit.Happening) -> String? {
        switch happening.kind {
        case .asked(let subject, let text):
            // What is asked of a change is its command, which is told where it ran.
            subject == "question" || subject == "task" ? "\(words[.asked]): \(text)" : nil
        case .replied(let reply): sentence(for: reply)
        case .skipped(let name): "\(words[.skipped]), \(words[.by]) \(name)"
        case .stopped(let name): "\(words[.stopped]), \(words[.by]) \(name)"
        case .jumped(let step, let name): "\(words[.jumped]) → \(step), \(words[.by]) \(name)"
        case .commandEdited(let command, let name): "\(words[.editedCommand]), \(words[.by]) \(name): \(command)"
        case .ticked(let item, let text, let isTicked, let name):
            "\(words[isTicked ? .ticked : .unticked]), \(words[.by]) \(name): \(item). \(text)"
        case .noted(let text, let name): "\(words[.noted]), \(words[.by]) \(name): \(text)"
        case .interrupted(let reason): "\(words[.interrupted]): \(words.say(reason))"
        case .resumed(let name, let mode): "\(words[.resumed]), \(words[.by]) \(name), \(word(for: mode))"
        case .waiting(let until): "\(words[.waits]) \(times.timeOfDay(until))"
        case .limitReached(let step, let limit): "\(words[.limitReached]): \(step): \(limit.text(in: words.language))"
        case .planned: words[.dryRun]
        case .refused(let reason): "\(words[.refusedInput]): \(words.say(reason))"
        case .walks(let runbook): "\(words[.walks]) \(runbook)"
        case .escalated(let to, let message):
            "\(words[.escalatedTo]): \(to)\(message.map { ": \($0)" } ?? "")"
        case .verified: nil
        }
    }

    private func sentence(for reply: Reply) -> String? {
        switch reply {
        case .granted(let name): name.isEmpty ? words[.allowed] : "\(words[.allowed]), \(words[.by]) \(name)"
        case .refused(let name, let reason): "\(words[.refused]), \(words[.by]) \(name): \(words.say(reason))"
        case .answered(let value, let name):
            "\(words[.answered]), \(words[.by]) \(name): \(value.summary(limit: ConditionTrace.valueLimit))"
        case .nobody: words[.nobody]
        case .planned: nil
        case .takenAsDone(let name): "\(words[.takenAsDone]), \(words[.by]) \(name)"
        }
    }
}
