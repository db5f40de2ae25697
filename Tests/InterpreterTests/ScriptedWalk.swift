import CEL
import Diagnostics
import Interpreter
import RunbookLoading
import RunbookModel
import Testing

/// A walk whose effects are a script: no process, no clock. Time passes only as the script and the walk want it.
struct ScriptedWalk {
    /// What each step's actions come to, in order; the last is repeated. A step that is not named exits 0; a
    /// verification's own check is named `STEP.verify`, a preview `STEP.preview`, the commands of an edit
    /// `STEP.validate` and `STEP.apply`, its stages `STEP.plan`, `.write`, `.look` and `.put_back`.
    var results: [String: [Scripted]] = [:]
    /// What each step's requests are answered, in order; the last is repeated.
    var replies: [String: [Reply]] = [:]
    /// The SHA-256 of the file that the walk's edits change, as far as they are not scripted.
    var file = "old"
    /// How long people take to answer.
    var thinking: Duration = .zero
    /// Whether leave is asked for looking too.
    var asksToLook = false
    /// How it is walked.
    var mode = Mode.unattended
    /// The inputs.
    var params: [String: Value] = [:]
    /// The step to begin at.
    var from: String?
    /// Inputs that come at a time after the beginning.
    var interventions: [(after: Duration, input: WalkInput)] = []
    /// Ends the script right after an event of this kind: Rung dies there.
    var stopsAt: ((RunEvent) -> Bool)?

    private(set) var walk: Walk
    private(set) var now = ScriptedWalk.begin
    private(set) var events: [(time: Instant, event: RunEvent)] = []
    private(set) var orders: [ActionOrder] = []
    private(set) var requests: [Request] = []
    private(set) var cancelled: [Int] = []
    private(set) var escalations: [String] = []
    private var queue: [(time: Instant, order: Int, input: WalkInput)] = []
    private var queued = 0
    private var used: [String: Int] = [:]
    private var answered: [String: Int] = [:]
    /// Whether the script ended where `stopsAt` said.
    private(set) var isStopped = false
    private let sourceLocation: SourceLocation

    static let begin = Instant(nanoseconds: 1_750_000_000_000_000_000)

    /// A walk of a runbook's text; called runbooks by their paths beside it.
    init(_ text: String, called: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation) throws {
        var texts = called.mapValues { Array($0.utf8) }
        texts["test.yaml"] = Array(text.utf8)
        let loaded = RunbookLoader(texts: texts).load(path: "test.yaml")
        let set = try #require(
            loaded.set, "\(DiagnosticRenderer().render(loaded.diagnostics))", sourceLocation: sourceLocation)
        self.init(set, sourceLocation: sourceLocation)
    }

    /// A walk of runbooks that are loaded.
    init(_ set: RunbookSet, sourceLocation: SourceLocation = #_sourceLocation) {
        self.sourceLocation = sourceLocation
        walk = Self.fresh(set)
        params = Dictionary(
            uniqueKeysWithValues: set.main.params.compactMap { param in param.defaultValue.map { (param.name, $0) } })
    }

    private static func fresh(_ set: RunbookSet) -> Walk {
        Walk(runbooks: set, parser: OutputParser(readYAML: { $0 == "a: 1\n" ? .fields([("a", .int(1))]) : nil }))
    }

    /// Walks until the end, or until nothing more can happen.
    mutating func run() {
        for intervention in interventions { enqueue(intervention.input, at: Self.begin + intervention.after) }
        give(.started(StartFacts(run: "test-run", mode: mode, params: params, from: from, asksToLook: asksToLook)))
        step()
    }

    /// Goes on with what is scripted until nothing more can happen.
    mutating func step() {
        var rounds = 0
        while case .walking = walk.phase, rounds < 100_000, !isStopped {
            rounds += 1
            let wake = walk.wakeTime
            let next = queue.indices.min { (queue[$0].time, queue[$0].order) < (queue[$1].time, queue[$1].order) }
            if let next, wake.map({ queue[next].time <= $0 }) ?? true {
                let entry = queue.remove(at: next)
                now = max(now, entry.time)
                give(entry.input)
            } else if let wake {
                now = max(now, wake)
                give(.woke)
            } else {
                break
            }
        }
        checkReplay()
    }

    /// Goes on after the event at which the script ended.
    mutating func goOn() {
        stopsAt = nil
        isStopped = false
        step()
    }

    /// Rung dies, and is away for a while: what ran is gone, and the walk is made anew of the events.
    mutating func die(for duration: Duration = .seconds(3600)) {
        queue.removeAll()
        now = now + duration
        walk = checkReplay()
        stopsAt = nil
        isStopped = false
    }

    /// Takes the run up again, and goes on with what is scripted.
    mutating func resume(_ mode: Mode = .unattended, lost: Int? = nil) {
        self.mode = mode
        if let lost { give(.actionLost(action: lost, reason: .rungDied(wasEnded: false))) }
        give(.resumed(ResumeFacts(mode: mode, operatorName: "anna")))
        step()
    }

    /// Replays the inputs, as they were stored, into a new walk: it must record the very same; and every event must
    /// survive being stored.
    @discardableResult
    func checkReplay() -> Walk {
        var again = Self.fresh(walk.runbooks)
        var expected = events[...]
        while let (time, event) = expected.popFirst() {
            guard let stored = try? RunEvent(kind: event.kind, payload: event.payload), stored.payload == event.payload
            else {
                Issue.record(
                    "does not survive being stored: \(event.kind) \(event.payload)", sourceLocation: sourceLocation)
                return again
            }
            guard case .input(let input) = stored else {
                Issue.record("a record that the replay does not make: \(event.kind)", sourceLocation: sourceLocation)
                return again
            }
            for output in again.handle(input, at: time) {
                guard case .record(let record) = output else { continue }
                let made = RunEvent.record(record).payload
                let was = expected.popFirst()?.event.payload
                if made != was {
                    Issue.record("replayed otherwise: \(was ?? "-") became \(made)", sourceLocation: sourceLocation)
                    return again
                }
            }
        }
        #expect(again.phase == walk.phase, sourceLocation: sourceLocation)
        return again
    }

    /// Gives the walk an input at the present time.
    mutating func give(_ input: WalkInput) {
        note(.input(input))
        for output in walk.handle(input, at: now) {
            switch output {
            case .record(let record): note(.record(record))
            case .perform(let command): perform(command)
            }
        }
    }

    private mutating func note(_ event: RunEvent) {
        events.append((now, event))
        if stopsAt?(event) == true { isStopped = true }
    }

    /// Lets time pass without an input.
    mutating func pass(_ duration: Duration) {
        now = now + duration
    }

    private mutating func perform(_ command: WalkCommand) {
        switch command {
        case .execute(let order):
            orders.append(order)
            let scripted = Self.next(results, &used, Self.scriptName(order)) ?? unscripted(order)
            let takes = min(scripted.takes, order.timeout)
            var result = scripted.result
            if scripted.takes > order.timeout, case .command(var outcome) = result {
                outcome.exit = 124
                outcome.timedOut = true
                result = .command(outcome)
            }
            let judgement = order.isSensitive ? walk.judgement(ofAction: order.id, result, at: now + takes) : nil
            enqueue(
                .actionEnded(action: order.id, order.isSensitive ? result.withheld : result, judgement), at: now + takes
            )
        case .cancel(let action):
            cancelled.append(action)
            queue.removeAll { if case .actionEnded(action, _, _) = $0.input { true } else { false } }
        case .ask(let request):
            requests.append(request)
            let policy: Reply? =
                switch mode {
                case .dryRun: .planned
                case .unattended: Self.policy(request)
                case .guided: nil
                }
            // When guided, nothing comes of itself: a person who is not scripted says nothing.
            guard let reply = Self.next(replies, &answered, request.step) ?? policy else { return }
            enqueue(.replied(request: request.id, reply), at: now + thinking)
        case .withdraw(let id):
            queue.removeAll { if case .replied(id, _) = $0.input { true } else { false } }
        case .escalate(let to, _, _): escalations.append(to)
        }
    }

    private static func policy(_ request: Request) -> Reply {
        switch request.subject {
        case .change(.destroy, _, _): .refused(by: "policy", reason: .neverUnattended)
        case .look, .change, .wait: .granted(by: "policy")
        case .unknownEnd, .question, .task: .nobody
        }
    }

    private static func next<Element>(_ table: [String: [Element]], _ used: inout [String: Int], _ step: String)
        -> Element?
    {
        guard let list = table[step], !list.isEmpty else { return nil }
        let index = used[step, default: 0]
        used[step] = index + 1
        return list[min(index, list.count - 1)]
    }

    private mutating func enqueue(_ input: WalkInput, at time: Instant) {
        queued += 1
        queue.append((time, queued, input))
    }
}
