import CEL
import Diagnostics
import Interpreter
import RunbookLoading
import RunbookModel
import Testing

/// A walk whose effects are a script: no process, no clock. Time passes only as the script and the walk want it.
struct ScriptedWalk {
    /// What a step's action comes to, and how long it takes.
    struct Scripted {
        var result: ActionResult
        var takes: Duration = .milliseconds(10)

        static func exit(_ code: Int, _ stdout: String = "", stderr: String = "", takes: Duration = .milliseconds(10)) -> Self {
            Scripted(
                result: .command(
                    CommandOutcome(exit: code, stdout: Captured(stdout), stderr: Captured(stderr), elapsed: takes)),
                takes: takes)
        }

        static func out(_ stdout: String, takes: Duration = .milliseconds(10)) -> Self { .exit(0, stdout, takes: takes) }

        static var timedOut: Self {
            Scripted(result: .command(CommandOutcome(exit: 124, elapsed: .seconds(30), timedOut: true)), takes: .seconds(30))
        }

        static func http(_ status: Int, _ body: String = "", headers: [(name: String, value: String)] = []) -> Self {
            Scripted(result: .http(HTTPOutcome(status: status, headers: headers, body: Captured(body), elapsed: .milliseconds(10))))
        }

        static func noAnswer(_ problem: String = "connection refused", timedOut: Bool = false) -> Self {
            Scripted(result: .http(HTTPOutcome(status: 0, elapsed: .milliseconds(10), timedOut: timedOut, problem: problem)))
        }

        static func tcp(_ isConnected: Bool) -> Self {
            Scripted(result: .tcp(TCPOutcome(isConnected: isConnected, problem: isConnected ? nil : "connection refused")))
        }

        static func file(_ content: String?) -> Self {
            Scripted(
                result: .file(
                    FileOutcome(
                        exists: content != nil, size: content?.utf8.count,
                        modified: content == nil ? nil : Instant(nanoseconds: 1_700_000_000_000_000_000),
                        content: content.map { Captured($0) })))
        }
    }

    /// What each step's actions come to, in order; the last is repeated. A step that is not named exits 0.
    var results: [String: [Scripted]] = [:]
    /// What each step's requests are answered, in order; the last is repeated.
    var replies: [String: [Reply]] = [:]
    /// How long people take to answer.
    var thinking: Duration = .zero
    /// How it is walked.
    var mode = Mode.unattended
    /// The inputs.
    var params: [String: Value] = [:]
    /// The step to begin at.
    var from: String?
    /// Inputs that come at a time after the beginning.
    var interventions: [(after: Duration, input: WalkInput)] = []

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

    static let begin = Instant(nanoseconds: 1_750_000_000_000_000_000)

    /// A walk of a runbook's text; called runbooks by their paths beside it.
    init(_ text: String, called: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation) throws {
        var texts = called.mapValues { Array($0.utf8) }
        texts["test.yaml"] = Array(text.utf8)
        let loaded = RunbookLoader(texts: texts).load(path: "test.yaml")
        let set = try #require(
            loaded.set, "\(DiagnosticRenderer().render(loaded.diagnostics))", sourceLocation: sourceLocation)
        walk = Walk(runbooks: set, parser: OutputParser(readYAML: { _ in nil }))
        params = Dictionary(
            uniqueKeysWithValues: set.main.params.compactMap { param in param.defaultValue.map { (param.name, $0) } })
    }

    /// Walks until the end, or until nothing more can happen.
    mutating func run() {
        for intervention in interventions { enqueue(intervention.input, at: Self.begin + intervention.after) }
        give(.started(StartFacts(run: "test-run", mode: mode, params: params, from: from)))
        step()
    }

    /// Goes on with what is scripted until nothing more can happen.
    mutating func step() {
        var rounds = 0
        while case .walking = walk.phase, rounds < 100_000 {
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
                return
            }
        }
    }

    /// Gives the walk an input at the present time.
    mutating func give(_ input: WalkInput) {
        events.append((now, .input(input)))
        for output in walk.handle(input, at: now) {
            switch output {
            case .record(let record): events.append((now, .record(record)))
            case .perform(let command): perform(command)
            }
        }
    }

    /// Lets time pass without an input.
    mutating func pass(_ duration: Duration) {
        now = now + duration
    }

    private mutating func perform(_ command: WalkCommand) {
        switch command {
        case .execute(let order):
            orders.append(order)
            let scripted = Self.next(results, &used, order.step) ?? .exit(0)
            let takes = min(scripted.takes, order.timeout)
            var result = scripted.result
            if scripted.takes > order.timeout, case .command(var outcome) = result {
                outcome.exit = 124
                outcome.timedOut = true
                result = .command(outcome)
            }
            let judgement = order.isSensitive ? walk.judgement(ofAction: order.id, result) : nil
            enqueue(
                .actionEnded(action: order.id, order.isSensitive ? result.withheld : result, judgement), at: now + takes)
        case .cancel(let action):
            cancelled.append(action)
            queue.removeAll { if case .actionEnded(action, _, _) = $0.input { true } else { false } }
        case .ask(let request):
            requests.append(request)
            let fallback: Reply = mode == .dryRun ? .planned : Self.policy(request)
            let reply = Self.next(replies, &answered, request.step) ?? fallback
            enqueue(.replied(request: request.id, reply), at: now + thinking)
        case .withdraw(let id):
            queue.removeAll { if case .replied(id, _) = $0.input { true } else { false } }
        case .escalate(let to, _, _): escalations.append(to)
        }
    }

    private static func policy(_ request: Request) -> Reply {
        switch request.subject {
        case .change(.destroy, _, _): .refused(by: "policy", reason: "not unattended")
        case .change, .wait: .granted(by: "policy")
        case .unknownEnd, .question, .task: .nobody
        }
    }

    private static func next<Element>(_ table: [String: [Element]], _ used: inout [String: Int], _ step: String) -> Element? {
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

// MARK: What a test looks at

extension ScriptedWalk {
    /// How the walk ended.
    var end: WalkEnd? {
        if case .ended(let end) = walk.phase { end } else { nil }
    }

    var outcome: Outcome? { end?.outcome }

    /// What was recorded.
    var records: [WalkRecord] {
        events.compactMap { if case .record(let record) = $0.event { record } else { nil } }
    }

    /// The steps that were entered, in order.
    var path: [String] {
        records.compactMap { if case .stepEntered(let step, _, _) = $0 { step } else { nil } }
    }

    /// The results that a step had, in order.
    func results(of step: String) -> [StepRecord] {
        records.compactMap { if case .stepEnded(step, let result) = $0 { result } else { nil } }
    }

    /// A step's last result.
    func result(of step: String) -> StepRecord? { results(of: step).last }

    /// The decisions that left a step, in order.
    func decisions(of step: String) -> [Decision] {
        records.compactMap { if case .decided(let decision) = $0, decision.step == step { decision } else { nil } }
    }

    /// The orders for a step, in order.
    func orders(of step: String) -> [ActionOrder] { orders.filter { $0.step == step } }

    /// How long the walk took.
    var elapsed: Duration { now - Self.begin }
}
