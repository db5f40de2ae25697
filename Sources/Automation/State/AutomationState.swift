package import Interpreter
import RunbookModel
import Scheduling

/// The automation as a pure state machine: what is watched, what is wrong, what is being done about it, and what holds
/// it back.
///
/// It has no clock, does no I/O and draws no lots. It is given inputs with their times, and answers with events to
/// record and things to do. What survives a restart is a reading of the recorded events alone (`apply`); what is known
/// only while the service runs (the last answers of probes, what is under way) is built anew.
package struct AutomationState: Sendable {
    /// What the machine answers to an input, in order.
    package enum Output: Sendable {
        /// To be recorded, so that even a power cut leaves it, before anything that stands after it is done.
        case record(AutomationEvent)
        /// To be done.
        case perform(AutomationCommand)
    }

    // What is read from events.

    /// The targets that anything is known of.
    package internal(set) var targets: [TargetKey: TargetState] = [:]
    /// The pauses that nobody has ended; some may be over by their time.
    package internal(set) var pauses: [Pause] = []
    /// The notices that not everyone was told yet.
    package internal(set) var undelivered: [Int: Notice] = [:]
    var lastNotice = 0

    // What is known while the service runs.

    /// What the service is configured to do.
    package internal(set) var plan: AutomationPlan
    /// What the last answers of each watch's probe were.
    package internal(set) var probes: [String: ProbeState] = [:]
    /// Whether what probes see is recorded, since each look is a process of its own, and no service starts.
    let keepsProbes: Bool
    var positions: [String: Int] = [:]
    var began: Instant?
    var latest = Instant(nanoseconds: 0)
    var queue = DueQueue()
    /// When each target is looked at again; what else the queue holds of it is not meant any more.
    var lookTimes: [TargetKey: Instant] = [:]
    /// The targets whose `unless` is looked at.
    var looking: Set<TargetKey> = []
    /// The targets whose `unless` has just said that hands may be laid on.
    var cleared: Set<TargetKey> = []
    /// The targets for which a run is being begun.
    var starting: Set<TargetKey> = []
    /// The targets that wait for others to end.
    var waiting: [TargetKey] = []
    /// How often it was tried in vain to tell somebody something.
    var tries: [DueQueue.Item: Int] = [:]
    var outputs: [Output] = []

    /// How many times of each kind are remembered; no guard counts more.
    static let mostRemembered = 1000

    /// A machine that knows no events yet.
    ///
    /// - Parameter keepsProbes: each pass is a process of its own (`--once`): what probes see is recorded, and there is
    ///   no start-up to wait for.
    package init(plan: AutomationPlan, keepsProbes: Bool = false) {
        self.plan = plan
        self.keepsProbes = keepsProbes
        index()
    }

    /// When it wants to be woken; nil: never of itself.
    package var wakeTime: Instant? { queue.first }

    /// Takes an input, and answers with what to record and what to do.
    package mutating func handle(_ input: AutomationInput, at now: Instant) -> [Output] {
        let isSetBack = began != nil && now < latest + .seconds(-2)
        latest = now
        if isSetBack { setBack(now) }
        switch input {
        case .began: begin(now)
        case .configured(let plan): configure(plan, now)
        case .woke: wake(now)
        case .probed(let watch, let verdict): probed(watch, verdict, now)
        case .alerted(let key, let alert): alerted(key, alert, now)
        case .alertRefused(let watch, let alert, let reason): alertRefused(watch, alert, reason, now)
        case .unlessLooked(let key, let ok, let reason): unlessLooked(key, ok, reason, now)
        case .runStarting(let key, let run):
            record(.runStarting(key, run: run))
            starting.remove(key)
        case .startRefused(let key, let reason, let heldByOther): startRefused(key, reason, heldByOther, now)
        case .runLost(let key, let run):
            record(.runNotBegun(key, run: run, reason: "its process died before it began", heldByOther: false))
            consider(key, now)
        case .runEnded(let key, let run, let end): runEnded(key, run, end, now)
        case .told(let event): told(event, now)
        case .noticeDelivered(let id, let name): delivered(id, name)
        case .noticeFailed(let id, let name, let reason): deliveryFailed(id, name, reason, now)
        }
        defer { outputs.removeAll(keepingCapacity: true) }
        return outputs
    }

    // MARK: Answers

    mutating func record(_ event: AutomationEvent) {
        apply(event, at: latest)
        outputs.append(.record(event))
    }

    mutating func perform(_ command: AutomationCommand) {
        outputs.append(.perform(command))
    }

    /// The watch of a name, if it is still configured.
    package func watch(_ name: String) -> Watch? {
        positions[name].map { plan.watches[$0] }
    }

    // MARK: The beginning, and time

    private mutating func index() {
        positions = Dictionary(uniqueKeysWithValues: plan.watches.enumerated().map { ($1.name, $0) })
        probes = probes.filter { positions[$0.key] != nil }
    }

    private mutating func begin(_ now: Instant) {
        began = now
        // Unlike a clock that is set back, one that differs a little between two processes is nothing to tell.
        if targets.values.contains(where: { $0.isAhead(of: now + .seconds(2)) }) {
            record(.clockSetBack)
        }
        plan(from: now)
        for notice in undelivered.values.sorted(by: { $0.id < $1.id }) {
            for name in notice.to { perform(.deliver(notice, to: name)) }
        }
        for key in targets.keys.sorted() { consider(key, now) }
    }

    /// A clock that was set back would leave what is due, and what cools down, in a far future.
    private mutating func setBack(_ now: Instant) {
        began = now
        record(.clockSetBack)
        plan(from: now)
    }

    private mutating func configure(_ plan: AutomationPlan, _ now: Instant) {
        self.plan = plan
        index()
        self.plan(from: now)
        for key in targets.keys.sorted() { consider(key, now) }
    }

    /// Plans anew what is due from a time on.
    private mutating func plan(from now: Instant) {
        queue.removeAll()
        lookTimes.removeAll()
        for watch in plan.watches {
            if let probe = watch.probe { planProbe(watch.name, probe, now) }
            if let schedule = watch.schedule { planSchedule(watch.name, schedule, now) }
        }
        for (key, state) in targets where state.incident != nil { lookAgain(at: key, now) }
        for notice in undelivered.values {
            for name in notice.to where tries[.notice(notice.id, to: name)] != nil {
                queue.add(.notice(notice.id, to: name), at: now)
            }
        }
    }

    private mutating func planProbe(_ name: String, _ probe: ProbeTrigger, _ now: Instant) {
        let next = probe.next(after: now, watch: name)
        probes[name, default: ProbeState()].due = next
        queue.add(.probe(watch: name), at: next)
    }

    private mutating func planSchedule(_ name: String, _ schedule: ScheduleTrigger, _ now: Instant) {
        guard let next = schedule.cron.next(after: now.nanoseconds, in: schedule.zone) else { return }
        queue.add(.schedule(watch: name), at: Instant(nanoseconds: next))
    }

    /// Looks at a target again at a time, and not at another that was meant before.
    mutating func lookAgain(at key: TargetKey, _ time: Instant) {
        guard lookTimes.updateValue(time, forKey: key) != time else { return }
        queue.add(.target(key), at: time)
    }

    private mutating func wake(_ now: Instant) {
        while let (time, item) = queue.next(by: now) {
            switch item {
            case .probe(let name):
                guard let probe = watch(name)?.probe, probes[name]?.due == time else { continue }
                planProbe(name, probe, now)
                // One that has not ended yet is not started again beside itself.
                guard probes[name]?.isUnderWay == false else { continue }
                probes[name]?.isUnderWay = true
                perform(.probe(watch: name, due: time))
            case .schedule(let name):
                guard let watch = watch(name), let schedule = watch.schedule else { continue }
                planSchedule(name, schedule, now)
                // Times that passed while the clock jumped are one.
                scheduled(watch, due: time, now)
            case .target(let key):
                guard lookTimes[key] == time else { continue }
                lookTimes[key] = nil
                consider(key, now)
            case .notice(let id, let name):
                guard let notice = undelivered[id], notice.to.contains(name) else { continue }
                perform(.deliver(notice, to: name))
            }
        }
    }

    private mutating func scheduled(_ watch: Watch, due: Instant, _ now: Instant) {
        let key = watch.ownKey
        // A time that finds the one before still at work is passed over.
        guard targets[key]?.run == nil, targets[key]?.incident == nil else { return }
        record(.scheduled(key, due: due))
        consider(key, now)
    }
}

/// What the last answers of a probe were; known only while the service runs.
package struct ProbeState: Sendable, Equatable {
    /// When it is due next.
    package var due: Instant?
    /// Whether one is under way.
    package var isUnderWay = false
    /// The failures that count.
    package var failures: [Instant] = []
    /// How many oks came in a row.
    package var oks = 0
    /// How often in a row there was no verdict.
    package var unknowns = 0

    /// Nothing is known.
    package init() {}
}
