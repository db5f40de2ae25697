package import Interpreter
import Journaling
import RunbookModel

/// What a run is made with: every effect is passed in.
package struct RunEffects: Sendable {
    /// Who executes actions.
    package var executor: any ActionExecutor
    /// Who answers requests.
    package var decider: any Decider
    /// Who watches.
    package var observers: [any RunObserver]
    /// The time.
    package var clock: any RunClock
    /// How many checks of a group run at once.
    package var jobs: Int

    /// The effects of a run.
    package init(
        executor: any ActionExecutor, decider: any Decider, observers: [any RunObserver], clock: any RunClock,
        jobs: Int = 32
    ) {
        self.executor = executor
        self.decider = decider
        self.observers = observers
        self.clock = clock
        self.jobs = jobs
    }
}

/// How the driving of a run ended.
package enum RunEnding: Sendable, Equatable {
    /// The walk is over.
    case ended(WalkEnd)
    /// It was interrupted, and can be resumed where it was recorded.
    case interrupted(reason: Reason)
}

/// Drives one run: gives the walk its inputs, records events, and does what the walk wants done.
///
/// Owned by one task. What a fix is about to do is durable before it starts; a check's record is written while the
/// check already runs, which costs the walk nothing.
package struct RunDriver {
    private var walk: Walk
    private var writer: JournalWriter
    private let effects: RunEffects
    private let control: RunControl

    private var running: [Int: (order: ActionOrder, stop: StopSwitch)] = [:]
    private var queue: [ActionOrder] = []
    private var requests: [Int: StopSwitch] = [:]
    private var starting: Set<Int> = []
    /// Requests that are put as soon as the change that was stopped before them has ended.
    private var heldBack: [Request] = []
    /// Changes that were ended early and still run.
    private var stopped: Set<Int> = []
    private var armed: Instant?
    private var interruption: Reason?
    private var toldFailure: String?
    /// Whether anything that changes was ordered.
    private var hasChanged = false

    init(walk: Walk, writer: JournalWriter, effects: RunEffects, control: RunControl) {
        self.walk = walk
        self.writer = writer
        self.effects = effects
        self.control = control
    }

    /// Walks from an input on until the walk ends or is interrupted.
    package mutating func drive(from first: [WalkInput]) async -> RunEnding {
        await withDiscardingTaskGroup { group in
            for input in first { apply(input, in: &group) }
            settle(in: &group)
            var messages = control.messages.makeAsyncIterator()
            while !isFinished, let message = await messages.next() {
                take(message, in: &group)
                settle(in: &group)
            }
            for entry in running.values { entry.stop.pull() }
            group.cancelAll()
        }
        return finish()
    }

    private var isFinished: Bool {
        if interruption != nil { return running.isEmpty }
        if case .ended = walk.phase { return true }
        return false
    }

    // MARK: Inputs

    private mutating func take(_ message: RunControl.Message, in group: inout DiscardingTaskGroup) {
        switch message {
        // Taking a request back ends it with an answer that nobody gave: it is put again when the run goes on.
        case .input(.replied) where interruption != nil: break
        case .input(let input): apply(input, in: &group)
        case .processStarted(let action, let process):
            starting.remove(action)
            apply(.processStarted(action: action, process), in: &group)
        case .actionEnded(let order, let end): actionEnded(order, end, in: &group)
        case .wake:
            armed = nil
            if let time = walk.wakeTime, time <= effects.clock.now { apply(.woke, in: &group) }
        case .interrupt(let reason, let changesGoOn): interrupt(reason, changesGoOn: changesGoOn, in: &group)
        }
    }

    private mutating func actionEnded(_ order: ActionOrder, _ end: ActionEnd, in group: inout DiscardingTaskGroup) {
        running[order.id] = nil
        starting.remove(order.id)
        stopped.remove(order.id)
        defer { if stopped.isEmpty { askWhatWasHeldBack(in: &group) } }
        if interruption != nil || end.isInterrupted, order.effect != .read {
            if end.isInterrupted {
                apply(.actionLost(action: order.id, reason: .rungEndedIt), in: &group)
            } else {
                let result = order.isSensitive ? end.result.withheld : end.result
                apply(.actionEnded(action: order.id, result, nil), in: &group)
            }
        } else if interruption == nil {
            let judgement =
                order.isSensitive
                ? walk.judgement(ofAction: order.id, end.result, at: effects.clock.now)?.withheld : nil
            let result = order.isSensitive ? end.result.withheld : end.result
            apply(.actionEnded(action: order.id, result, judgement), in: &group)
            startQueued(in: &group)
        }
    }

    private mutating func interrupt(
        _ reason: Reason, changesGoOn: Bool, in group: inout DiscardingTaskGroup
    ) {
        for entry in running.values where !changesGoOn || entry.order.effect == .read { entry.stop.pull() }
        guard interruption == nil else { return }
        apply(.interrupted(reason: reason), in: &group)
        interruption = reason
        queue.removeAll()
        heldBack.removeAll()
        for stop in requests.values { stop.pull() }
    }

    /// Gives the walk an input, notes what it answers, and does it.
    private mutating func apply(_ input: WalkInput, in group: inout DiscardingTaskGroup) {
        if case .ended = walk.phase { return }
        let time = effects.clock.now
        writer.add(.input(input), at: time)
        var commands: [WalkCommand] = []
        for output in walk.handle(input, at: time) {
            switch output {
            case .record(let record): writer.add(.record(record), at: time)
            case .perform(let command): commands.append(command)
            }
        }
        guard interruption == nil else { return }
        for command in commands { perform(command, in: &group) }
    }

    // MARK: Commands

    private mutating func perform(_ command: WalkCommand, in group: inout DiscardingTaskGroup) {
        switch command {
        case .execute(let order):
            if order.effect != .read, !makeDurable() {
                let reason = Reason.unrecorded(problem: writer.failure)
                control.mailbox.yield(.actionEnded(order, ActionEnd(result: .notRun(reason))))
                running[order.id] = (order, StopSwitch())
            } else {
                queue.append(order)
                startQueued(in: &group)
            }
        case .cancel(let action):
            queue.removeAll { $0.id == action }
            if let entry = running[action] {
                if entry.order.effect != .read { stopped.insert(action) }
                entry.stop.pull()
            }
        case .ask(let request): ask(request, in: &group)
        case .withdraw(let request):
            heldBack.removeAll { $0.id == request }
            requests.removeValue(forKey: request)?.pull()
        case .escalate: break
        }
    }

    /// Starts what waits for its turn, as many at once as may be.
    private mutating func startQueued(in group: inout DiscardingTaskGroup) {
        while running.count < max(1, effects.jobs), !queue.isEmpty {
            start(queue.removeFirst(), in: &group)
        }
    }

    private mutating func start(_ order: ActionOrder, in group: inout DiscardingTaskGroup) {
        let stop = StopSwitch()
        running[order.id] = (order, stop)
        if order.action.isCommand { starting.insert(order.id) }
        let (executor, observers, mailbox) = (effects.executor, effects.observers, control.mailbox)
        group.addTask {
            let end = await stop.run {
                await executor.execute(
                    order,
                    events: ActionEvents(
                        started: { mailbox.yield(.processStarted(action: order.id, $0)) },
                        wrote: { stream, bytes in
                            for observer in observers {
                                observer.wrote(action: order.id, stream: stream, bytes: bytes)
                            }
                        }))
            }
            mailbox.yield(.actionEnded(order, end))
        }
    }

    private mutating func askWhatWasHeldBack(in group: inout DiscardingTaskGroup) {
        let requests = heldBack
        heldBack.removeAll()
        for request in requests { ask(request, in: &group) }
    }

    private mutating func ask(_ request: Request, in group: inout DiscardingTaskGroup) {
        // Whoever may say "run it again" says it when nothing of it runs any more.
        guard stopped.isEmpty else { return heldBack.append(request) }
        // What led to the question is on the screen before the question is.
        if writer.hasPending { commit(.killSafe) }
        let stop = StopSwitch()
        requests[request.id] = stop
        let (decider, mailbox) = (effects.decider, control.mailbox)
        group.addTask {
            let reply = await stop.run { await decider.decide(request) }
            // The answer to a request that was taken back is nobody's.
            if !Task.isCancelled { mailbox.yield(.input(.replied(request: request.id, reply))) }
        }
    }

    // MARK: The journal and the time

    /// Writes all that has been added so that even a power cut leaves it; false where it cannot be written.
    private mutating func makeDurable() -> Bool {
        hasChanged = true
        commit(.powerSafe)
        return writer.isComplete
    }

    private mutating func commit(_ durability: Durability) {
        let events = writer.commit(durability)
        if let failure = writer.failure, failure != toldFailure {
            toldFailure = failure
            for observer in effects.observers { observer.journalFailed(failure) }
        } else if toldFailure != nil, writer.isComplete {
            toldFailure = nil
            for observer in effects.observers { observer.journalRecovered() }
        }
        guard !events.isEmpty else { return }
        for observer in effects.observers { observer.recorded(events) }
    }

    /// After a message: writes what has been added, unless a process is about to tell its start, and sets the alarm.
    private mutating func settle(in group: inout DiscardingTaskGroup) {
        if starting.isEmpty || isFinished, writer.hasPending { commit(.killSafe) }
        guard interruption == nil, let time = walk.wakeTime, armed.map({ time < $0 }) ?? true else { return }
        armed = time
        let (clock, mailbox) = (effects.clock, control.mailbox)
        group.addTask {
            await clock.sleep(until: time)
            mailbox.yield(.wake)
        }
    }

    private mutating func finish() -> RunEnding {
        control.mailbox.finish()
        let now = effects.clock.now
        if case .ended(let end) = walk.phase {
            writer.change(
                RunUpdate(state: RunState.ended, outcome: end.outcome?.rawValue ?? "open", endedAt: now.nanoseconds))
            // Of a run that only looked, the end need not wait for the disk.
            commit(hasChanged || end.outcome == .escalated ? .powerSafe : .killSafe)
            return .ended(end)
        }
        writer.change(RunUpdate(state: RunState.interrupted))
        commit(.powerSafe)
        return .interrupted(reason: interruption ?? .pausedByOperator)
    }
}
