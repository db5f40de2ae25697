import CEL
import Interpreter
import RunbookModel
import Wording

/// What a report says, in the reader's language, without any markup: the same in all its forms.
struct ReportPhrases {
    let story: RunStory
    let words: ReportWords
    let times: ReportTimes

    init(_ story: RunStory, times: ReportTimes) {
        self.story = story
        self.times = times
        words = ReportWords(story.names.spoken)
    }

    // MARK: The whole

    /// How the run ended, in a word or two.
    var outcome: String {
        switch story.ending {
        case .interrupted(let reason): "\(words[.interrupted]) (\(words.say(reason)))"
        case .open: words[.running]
        case .ended(let end):
            end.outcome.map { outcome in
                end.isOutOfTime ? "\(word(for: outcome)), \(words[.outOfTime])" : word(for: outcome)
            } ?? words[.open]
        }
    }

    /// The class of the outcome, for style sheets.
    var outcomeClass: String { story.end?.outcome?.rawValue ?? "open" }

    private func word(for outcome: Outcome) -> String { words[outcome.word] }

    func word(for mode: Mode) -> String { words[mode.word] }

    /// What the head of a report says of the run.
    var facts: [(name: String, value: String)] {
        var facts = [
            (words[.run], story.run), (words[.target], story.target), (words[.host], story.host),
        ]
        let walkers = story.walkers.map { walker in
            let name = walker.name.isEmpty ? "" : "\(walker.name), "
            let since = story.walkers.count > 1 ? ", \(times.timeOfDay(walker.since))" : ""
            return "\(name)\(word(for: walker.mode))\(since)"
        }
        facts.append((words[.walkedBy], walkers.joined(separator: "; ")))
        facts.append((words[.began], times.dateAndTime(story.began)))
        facts.append((words[.ended], times.dateAndTime(story.ended)))
        facts.append((words[.took], (story.ended - story.began).brief))
        if story.waited > .milliseconds(500) { facts.append((words[.waitedForPeople], story.waited.brief)) }
        if story.paused > .milliseconds(500) { facts.append((words[.paused], story.paused.brief)) }
        return facts.filter { !$0.1.isEmpty }
    }

    /// A step as it is named: its id, and its name for people.
    func title(of step: String, _ name: String?) -> String { name.map { "\(step) · \($0)" } ?? step }

    // MARK: Steps

    /// Why the walk came to a step.
    func why(_ visit: StoryVisit) -> String {
        switch visit.reason {
        case .start(let isChosen): words[isChosen ? .begunFrom : .begun]
        case .fallback(let reason): "\(words[.fromFallback]): \(words.say(reason))"
        case .call(let step): "\(words[.calledBy]) \(step)"
        case .decision(let decision): "\(words[.because]) \(decision.step): \(words.say(decision.reason))"
        }
    }

    /// The branches that were weighed on the way to a step, each with the values that decided it.
    func branches(before visit: StoryVisit) -> [Branch] {
        guard case .decision(let decision) = visit.reason else { return [] }
        return decision.options.enumerated().map { place, option in
            Branch(
                number: place + 1, condition: option.condition.expression, goto: option.goto,
                verdict: word(for: option.condition.verdict), isTaken: option.condition.verdict == .yes,
                values: Self.values(of: option.condition))
        }
    }

    /// A branch as it was weighed.
    struct Branch {
        var number: Int
        var condition: String
        var goto: String
        var verdict: String
        var isTaken: Bool
        var values: [String]
    }

    func word(for verdict: ConditionTrace.Verdict) -> String {
        switch verdict {
        case .yes: words[.whenTrue]
        case .no: words[.whenFalse]
        case .unknown: words[.whenUnknown]
        }
    }

    /// The values at the leaves of a condition, as far as they were looked at.
    static func values(of condition: ConditionTrace) -> [String] {
        var values: [String] = condition.problem.map { [$0] } ?? []
        func gather(_ parts: [ConditionTrace.Part]) {
            for part in parts {
                if part.parts.isEmpty, case .value(let value) = part.state { values.append("\(part.text) = \(value)") }
                if part.parts.isEmpty, case .unknown(let problem) = part.state {
                    values.append("\(part.text): \(problem)")
                }
                gather(part.parts)
            }
        }
        gather(condition.parts)
        // One value may stand at several leaves.
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }

    /// What a change came to.
    func word(for change: StoryVisit.Change) -> String {
        switch change {
        case .helped: words[.helped]
        case .done: words[.notVerified]
        case .didNotHelp: words[.didNotHelp]
        case .failed: words[.failed]
        case .putBack: words[.putBack]
        case .alreadySo: words[.alreadySo]
        case .unknown: words[.endUnknown]
        case .planned: words[.isPlanned]
        }
    }

    /// How a verification ended: passed or not, after how many tries.
    func verification(_ visit: StoryVisit) -> String? {
        visit.verification.map { verification in
            let word = words[verification.passed ? .verified : .notVerifiedAfter]
            return "\(word), \(words[.tries]): \(verification.tries); \(words.say(verification.reason))"
        }
    }
}
