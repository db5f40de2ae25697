package import Interpreter
import RunbookModel

/// Makes the story of a run, event by event.
package struct StoryBuilder: Sendable {
    private var told: RunStory
    private var place: [Int: (visit: Int, action: Int)] = [:]
    private var asked: (since: Instant, visit: Int)?
    private var interruptedAt: Instant?
    private var task: (request: Int, step: String, items: [String])?
    private var reason: StoryVisit.Reason?
    private var holders: [String: Set<String>] = [:]
    private var hasBegun = false

    /// The story of a run of which no event is known yet.
    package init(names: RunbookNames) {
        told = RunStory(names: names)
    }

    /// The story as far as it is known.
    package var story: RunStory {
        var story = told
        for index in story.causes.indices {
            let cause = story.causes[index]
            story.causes[index].holds = holders[Self.passage(of: cause.step) + cause.id]?.isEmpty == false
        }
        return story
    }

    /// Takes in an event.
    package mutating func add(_ event: RunEvent, at time: Instant) {
        if !hasBegun {
            told.began = time
            hasBegun = true
        }
        switch event {
        case .input(let input): add(input, at: time)
        case .record(let record): add(record, at: time)
        }
        told.ended = time
        if let last = told.visits.indices.last, told.end == nil || told.visits[last].left < time {
            told.visits[last].left = time
        }
    }

    // MARK: From outside

    private mutating func add(_ input: WalkInput, at time: Instant) {
        switch input {
        case .started(let facts): begin(facts, at: time)
        case .actionEnded(let action, let result, _):
            change(action) { action in
                action.result = result
                action.ended = time
            }
        case .actionLost(let action, let reason): change(action) { $0.lost = reason }
        case .replied(_, let reply):
            endWaiting(at: time)
            happened(.replied(reply), at: time)
        case .skipped(let name):
            endWaiting(at: time)
            happened(.skipped(by: name), at: time)
        case .jumped(let step, let name):
            endWaiting(at: time)
            happened(.jumped(to: step, by: name), at: time)
        case .stopped(let name):
            endWaiting(at: time)
            happened(.stopped(by: name), at: time)
        case .commandEdited(let command, let name): happened(.commandEdited(command, by: name), at: time)
        case .itemTicked(let request, let item, let isTicked, let name):
            tick(item, isTicked, of: request, by: name, at: time)
        case .noted(let text, let name):
            told.notes.append(RunStory.Note(time: time, text: text, by: name, visit: told.visits.count))
            happened(.noted(text, by: name), at: time)
        case .interrupted(let reason):
            endWaiting(at: time)
            interruptedAt = time
            told.ending = .interrupted(reason)
            happened(.interrupted(reason), at: time)
        case .resumed(let facts):
            // Where the process died, nobody said so: it is paused since the last event.
            let since = interruptedAt ?? told.ended
            endWaiting(at: since)
            told.paused += time - since
            if let last = told.visits.indices.last { told.visits[last].paused += time - since }
            interruptedAt = nil
            told.ending = .open
            told.walkers.append(RunStory.Walker(name: facts.operatorName, mode: facts.mode, since: time))
            happened(.resumed(by: facts.operatorName, facts.mode), at: time)
        case .processStarted, .woke: break
        }
    }

    private mutating func begin(_ facts: StartFacts, at time: Instant) {
        told.run = facts.run
        told.host = facts.host
        told.target = facts.target
        told.mode = facts.mode
        told.params = facts.params.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        told.walkers = [RunStory.Walker(name: facts.operatorName, mode: facts.mode, since: time)]
        reason = .start(isChosen: facts.from != nil)
    }

    private mutating func change(_ action: Int, _ body: (inout StoryAction) -> Void) {
        guard let place = place[action] else { return }
        body(&told.visits[place.visit].actions[place.action])
    }

    private mutating func endWaiting(at time: Instant) {
        guard let asked else { return }
        told.waited += time - asked.since
        told.visits[asked.visit].waited += time - asked.since
        self.asked = nil
    }

    /// A task is asked for: one that is put again on the same visit keeps its ticks.
    private mutating func begin(_ request: Int, of step: String, _ texts: [[ShownText]]) {
        let shown = texts.map { ShownText.version(of: $0, for: told.names.language) ?? "" }
        let items = shown.isEmpty ? told.names.items(step) : shown
        if task?.step != step || told.ticks[step]?.count != items.count {
            told.ticks[step] = items.map { _ in false }
        }
        task = (request, step, items)
    }

    private mutating func tick(_ item: Int, _ isTicked: Bool, of request: Int, by name: String, at time: Instant) {
        guard let task, task.request == request, task.items.indices.contains(item) else { return }
        told.ticks[task.step]?[item] = isTicked
        happened(.ticked(item: item + 1, text: task.items[item], isTicked: isTicked, by: name), at: time)
    }

    private mutating func happened(_ kind: StoryVisit.Happening.Kind, at time: Instant) {
        guard let last = told.visits.indices.last else { return }
        told.visits[last].happenings.append(StoryVisit.Happening(time: time, kind: kind))
    }

    // MARK: What the walk made of it

    private mutating func add(_ record: WalkRecord, at time: Instant) {
        switch record {
        case .stepEntered(let step, let visit, _): enter(step, visit, at: time)
        case .actionOrdered(let order):
            guard let last = told.visits.indices.last else { return }
            told.visits[last].actions.append(StoryAction(order: order, began: time))
            place[order.id] = (last, told.visits[last].actions.count - 1)
        case .asked(let request, let step, let subject, let texts, let items):
            endWaiting(at: time)
            if subject == "task" { begin(request, of: step, items) }
            let text = ShownText.version(of: texts, for: told.names.language) ?? ""
            happened(.asked(subject: subject, text: text), at: time)
            if subject != "wait", let last = told.visits.indices.last { asked = (time, last) }
        case .stepEnded(let step, let result): end(step, result, at: time)
        case .verified(_, let passed, let tries, let reason):
            happened(.verified(passed: passed, tries: tries, reason: reason), at: time)
        case .decided(let decision):
            if let visit = told.visits.lastIndex(where: { $0.step == decision.step }) {
                told.visits[visit].decision = decision
            }
            reason = .decision(decision)
        case .waiting(_, let until): happened(.waiting(until: until), at: time)
        case .limitReached(let step, let limit): happened(.limitReached(step: step, limit), at: time)
        case .fellBack(_, let words): reason = .fallback(words)
        case .planned: happened(.planned, at: time)
        case .refused(let words): happened(.refused(words), at: time)
        case .escalated(_, let to, let texts):
            let message = ShownText.version(of: texts, for: told.names.language)
            told.call = RunStory.Call(to: to, message: message)
            happened(.escalated(to: to, message: message), at: time)
        case .callEntered(let step, let runbook):
            happened(.walks(runbook), at: time)
            if !told.passages.contains(step + "/") { told.passages.append(step + "/") }
            reason = .call(step: step)
        case .ended(let end):
            endWaiting(at: time)
            told.ending = .ended(end)
        }
    }

    private mutating func enter(_ step: String, _ visit: Int, at time: Instant) {
        told.visits.append(
            StoryVisit(
                number: told.visits.count + 1, step: step, visit: visit, name: told.names.step(step),
                effect: told.names.effect(of: step), reason: reason ?? .start(isChosen: false), entered: time,
                left: time))
        reason = nil
        task = nil
    }

    private mutating func end(_ step: String, _ record: StepRecord, at time: Instant) {
        guard let visit = visit(ending: step) else { return }
        let action = told.visits[visit].actions.lastIndex { action in
            if action.order.step == step { return action.result != nil }
            // A verification of its own bears the name of the step it verifies.
            return step == action.order.step + ".verify" && action.result != nil
        }
        told.visits[visit].results.append(
            StoryResult(step: step, name: told.names.step(step), time: time, record: record, action: action))
        if told.visits[visit].step == step { told.visits[visit].left = time }
        let verdict = StoryVerdict(record)
        told.looks[step] = (told.looks[step]?.first ?? verdict, verdict)
        note(record.causes, of: step, during: visit)
    }

    /// The visit that a result belongs to: one of the step itself, or the one under way, of which it is a part.
    private func visit(ending step: String) -> Int? {
        guard let last = told.visits.indices.last else { return nil }
        if told.visits[last].step == step { return last }
        let isAbove = told.visits[last].step.utf8.starts(with: (step + "/").utf8)
        return isAbove ? told.visits.lastIndex { $0.step == step } ?? last : last
    }

    /// A new result replaces the findings of the old one (rule 15).
    private mutating func note(_ causes: [String], of step: String, during visit: Int) {
        let passage = Self.passage(of: step)
        for key in holders.keys { holders[key]?.remove(step) }
        for cause in causes {
            holders[passage + cause, default: []].insert(step)
            let isKnown = told.causes.contains { $0.id == cause && Self.passage(of: $0.step) == passage }
            guard !isKnown else { continue }
            told.causes.append(
                StoryCause(
                    id: cause, name: told.names.cause(cause, at: step), step: step, visit: visit + 1, holds: true))
        }
    }

    /// The calls that led to a step, each followed by `/`.
    static func passage(of step: String) -> String {
        step.lastIndex(of: "/").map { String(step[...$0]) } ?? ""
    }
}
