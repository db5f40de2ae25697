import CEL
package import Interpreter
package import RunbookModel

/// A walk of a scenario: no process, no network, no clock. Time passes only as the scenario and the walk want it.
package struct ScenarioRun: Sendable {
    /// What kept the walk from going on.
    package enum Obstacle: Sendable, Equatable {
        /// The scenario has no result for an action.
        case noResult(action: String, shown: String)
        /// The scenario has no answer for a step that waits for a person.
        case noAnswer(step: String, asks: String)
        /// The walk went on for longer than anybody would wait, at the last at a step.
        case endless(step: String)
    }

    /// What was recorded, in order.
    package private(set) var records: [WalkRecord] = []
    /// How the walk ended; nil: it was kept from going on.
    package private(set) var end: WalkEnd?
    /// What kept the walk from going on.
    package private(set) var obstacle: Obstacle?
    /// How long it would have taken.
    package var elapsed: Duration { now - scenario.begin }

    private let scenario: Scenario
    private var walk: Walk
    private var now: Instant
    /// What will happen, the latest first.
    private var queue: [(time: Instant, input: WalkInput)] = []
    private var world: ScriptedWorld
    private var answered: [String: Int] = [:]

    /// Walks a scenario to its end.
    ///
    /// - Parameter parser: what reads outputs, as in a run.
    package init(of scenario: Scenario, in runbooks: RunbookSet, parser: OutputParser) {
        self.scenario = scenario
        now = scenario.begin
        world = ScriptedWorld(scenario, of: runbooks)
        walk = Walk(runbooks: runbooks, parser: parser)
        give(
            .started(
                StartFacts(
                    run: "scenario", mode: scenario.mode, params: scenario.params, from: scenario.from,
                    operatorName: Self.person)))
        goOn()
    }

    /// Who answers in scenarios, as records name them.
    private static let person = "scenario"

    /// More inputs than the longest walk of a day needs.
    private static let mostInputs = 20_000

    private mutating func goOn() {
        for _ in 0..<Self.mostInputs {
            guard case .walking = walk.phase, obstacle == nil else { break }
            let wake = walk.wakeTime
            if let next = queue.last, wake.map({ next.time <= $0 }) ?? true {
                queue.removeLast()
                now = max(now, next.time)
                give(next.input)
            } else if let wake {
                now = max(now, wake)
                give(.woke)
            } else {
                preconditionFailure("a walk of the scenario \(scenario.name) waits for nothing")
            }
        }
        if case .ended(let end) = walk.phase {
            self.end = end
        } else if obstacle == nil {
            obstacle = .endless(step: path.last ?? "")
        }
    }

    private mutating func give(_ input: WalkInput) {
        if case .actionEnded(let action, let result, _) = input { world.ended(action, result) }
        for output in walk.handle(input, at: now) {
            switch output {
            case .record(let record): records.append(record)
            case .perform(let command): perform(command)
            }
        }
    }

    private mutating func perform(_ command: WalkCommand) {
        switch command {
        case .execute(let order):
            guard let (result, takes) = world.result(of: order, begin: scenario.begin) else {
                obstacle = obstacle ?? .noResult(action: ActionName(of: order).text, shown: order.action.shown)
                return
            }
            let judgement = order.isSensitive ? walk.judgement(ofAction: order.id, result, at: now + takes) : nil
            let told = order.isSensitive ? result.withheld : result
            enqueue(.actionEnded(action: order.id, told, judgement), after: takes)
        case .cancel(let action):
            queue.removeAll { if case .actionEnded(action, _, _) = $0.input { true } else { false } }
        case .ask(let request):
            guard let reply = reply(to: request) else { return }
            if case .nobody = reply {} else { world.replied(request, reply) }
            enqueue(.replied(request: request.id, reply), after: .zero)
        case .withdraw(let id):
            queue.removeAll { if case .replied(id, _) = $0.input { true } else { false } }
        case .escalate: break
        }
    }

    private mutating func enqueue(_ input: WalkInput, after wait: Duration) {
        let time = now + wait
        // Of two at the same time the first comes first.
        var (low, high) = (0, queue.count)
        while low < high {
            let middle = (low + high) / 2
            if queue[middle].time > time { low = middle + 1 } else { high = middle }
        }
        queue.insert((time, input), at: low)
    }
}

// MARK: What people and the policy say

extension ScenarioRun {
    /// The reply to a request; nil: there is none, which is an obstacle.
    private mutating func reply(to request: Request) -> Reply? {
        let answer = nextAnswer(for: request.step)
        let isGuided = scenario.mode == .guided
        switch request.subject {
        case .look, .wait: return .granted(by: Self.person)
        case .change(let effect, _, _):
            if let answer { return leave(answer) }
            // What destroys needs a word of its own, guided and unattended alike.
            if effect != .destroy { return .granted(by: Self.person) }
            return isGuided
                ? missing(request, "whether it may destroy data")
                : .refused(by: Self.person, reason: .neverUnattended)
        case .task:
            if let answer { return leave(answer) }
            return isGuided ? missing(request, "whether a person has done it") : .nobody
        case .question:
            // That it is a right one was seen when the file was loaded.
            if let answer { return .answered(answer, by: Self.person) }
            return isGuided ? missing(request, "what a person answers") : .nobody
        case .unknownEnd:
            preconditionFailure("a walk that nothing interrupted asks about \(request.step)")
        }
    }

    private func leave(_ answer: Value) -> Reply {
        answer == .bool(true)
            ? .granted(by: Self.person) : .refused(by: Self.person, reason: .notAllowed)
    }

    private mutating func missing(_ request: Request, _ asks: String) -> Reply? {
        obstacle = obstacle ?? .noAnswer(step: request.step, asks: asks)
        return nil
    }

    private mutating func nextAnswer(for step: String) -> Value? {
        guard let answers = scenario.answers[step], !answers.isEmpty else { return nil }
        let index = answered[step, default: 0]
        answered[step] = index + 1
        return answers[min(index, answers.count - 1)]
    }
}
