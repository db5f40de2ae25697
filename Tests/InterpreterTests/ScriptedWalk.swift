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

        static func exit(_ code: Int, _ stdout: String = "", stderr: String = "", takes: Duration = .milliseconds(10))
            -> Self
        {
            Scripted(
                result: .command(
                    CommandOutcome(exit: code, stdout: Captured(stdout), stderr: Captured(stderr), elapsed: takes)),
                takes: takes)
        }

        static func out(_ stdout: String, takes: Duration = .milliseconds(10)) -> Self {
            .exit(0, stdout, takes: takes)
        }

        static var timedOut: Self {
            Scripted(
                result: .command(CommandOutcome(exit: 124, elapsed: .seconds(30), timedOut: true)), takes: .seconds(30))
        }

        static func http(_ status: Int, _ body: String = "", headers: [(name: String, value: String)] = []) -> Self {
            Scripted(
                result: .http(
                    HTTPOutcome(status: status, headers: headers, body: Captured(body), elapsed: .milliseconds(10))))
        }

        static func noAnswer(_ problem: String = "connection refused", timedOut: Bool = false) -> Self {
            Scripted(
                result: .http(HTTPOutcome(status: 0, elapsed: .milliseconds(10), timedOut: timedOut, problem: problem)))
        }

        static func tcp(_ isConnected: Bool) -> Self {
            Scripted(
                result: .tcp(TCPOutcome(isConnected: isConnected, problem: isConnected ? nil : "connection refused")))
        }

        static func edit(_ state: EditOutcome.State) -> Self { Scripted(result: .edit(EditOutcome(state))) }

        static func file(_ content: String?) -> Self {
            Scripted(
                result: .file(
                    FileOutcome(
                        exists: content != nil, size: content?.utf8.count,
                        modified: content == nil ? nil : Instant(nanoseconds: 1_700_000_000_000_000_000),
                        content: content.map { Captured($0) })))
        }
    }

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
        if let lost { give(.actionLost(action: lost, reason: "Rung died")) }
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

    /// What an order comes to that no script tells: a command exits 0, and an edit does what it should.
    private mutating func unscripted(_ order: ActionOrder) -> Scripted {
        guard case .edit(let edit, let stage) = order.action else { return .exit(0) }
        switch stage {
        case .plan where file == "new": return .edit(.unchanged(path: edit.file))
        case .plan:
            return .edit(.planned(EditPlan(path: edit.file, before: file, after: "new", diff: "-old\n+new\n")))
        case .write(let plan):
            guard file == plan.before else { return .edit(.failed("changed by others")) }
            file = plan.after
            return .edit(.written(backup: "/kept"))
        case .look(let plan):
            return .edit(
                file == plan.after ? .isAfter : file == plan.before ? .isBefore : .failed("changed by others"))
        case .putBack(let plan):
            guard file == plan.after, let before = plan.before else { return .edit(.failed("changed by others")) }
            file = before
            return .edit(.putBack)
        }
    }

    private static func scriptName(_ order: ActionOrder) -> String {
        if case .edit(_, let stage) = order.action {
            let name =
                switch stage {
                case .plan: "plan"
                case .write: "write"
                case .look: "look"
                case .putBack: "put_back"
                }
            return "\(order.step).\(name)"
        }
        switch order.purpose {
        case .validation: return order.step + ".validate"
        case .application: return order.step + ".apply"
        default: break
        }
        return switch order.purpose {
        case .verification(of: order.step, _): order.step + ".verify"
        case .preview: order.step + ".preview"
        default: order.step
        }
    }

    private static func policy(_ request: Request) -> Reply {
        switch request.subject {
        case .change(.destroy, _, _): .refused(by: "policy", reason: "not unattended")
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

    /// A step's last verdict.
    func verdict(_ step: String) -> Verdict {
        guard let result = result(of: step) else { return .noResult }
        return switch result.ok {
        case true?: .ok
        case false?: .notOK
        case nil: .none
        }
    }

    enum Verdict { case ok, notOK, none, noResult }

    /// Why the walk went to `fallback`, each time that it did.
    var fallbacks: [String] {
        records.compactMap { if case .fellBack(_, let reason) = $0 { reason } else { nil } }
    }

    /// What the walk refused.
    var refusals: [String] {
        records.compactMap { if case .refused(let reason) = $0 { reason } else { nil } }
    }

    /// The limits that were reached.
    var limits: [String] {
        records.compactMap { if case .limitReached(_, let limit) = $0 { limit } else { nil } }
    }

    /// How each verification of a step came out.
    func verifications(of step: String) -> [(passed: Bool, tries: Int)] {
        records.compactMap {
            if case .verified(step, let passed, let tries, _) = $0 { (passed, tries) } else { nil }
        }
    }

    /// The steps of the walk itself, without the two that every test's runbook ends with.
    var way: [String] { path.filter { $0 != "stop" && $0 != "help" } }

    /// What an edit did, in order: its stages, and its commands.
    func stages(of step: String) -> [String] {
        orders(of: step).map(Self.stage)
    }

    /// What an order of an edit does.
    static func stage(_ order: ActionOrder) -> String {
        switch (order.action, order.purpose) {
        case (.edit(_, .plan), _): "plan"
        case (.edit(_, .write), _): "write"
        case (.edit(_, .look), _): "look"
        case (.edit(_, .putBack), _): "put back"
        case (_, .validation): "validate"
        case (_, .application(let again)): again ? "apply again" : "apply"
        case (_, .preview): "preview"
        default: "verify"
        }
    }

    /// When each order for a step was given, since the beginning.
    func orderTimes(of step: String) -> [Duration] {
        events.compactMap {
            guard case .record(.actionOrdered(let order)) = $0.event, order.step == step else { return nil }
            return $0.time - Self.begin
        }
    }

    /// Whether a text stands anywhere in what is stored.
    func isStored(_ text: String) -> Bool {
        events.contains { $0.event.payload.contains(text) }
    }

    /// How long the walk took.
    var elapsed: Duration { now - Self.begin }
}
