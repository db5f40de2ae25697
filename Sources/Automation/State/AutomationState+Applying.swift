package import Interpreter
import RunbookModel

extension AutomationState {
    /// Takes an event that was recorded into the state: the only place where what survives a restart changes.
    package mutating func apply(_ event: AutomationEvent, at time: Instant) {
        switch event {
        case .healthChanged(let key, let health, let reason): healthChanged(key, health, reason, time)
        case .probeSeen(let key, let ok):
            guard let trigger = watch(key.watch)?.probe else { break }
            count(ok, trigger, &probes[key.watch, default: ProbeState()], time)
        case .alertAccepted(let key, let alert):
            targets[key, default: TargetState()].alerts[alert.key] = AlertState(alert: alert)
            open(key, .alert, alert.summary, at: time)
        case .alertPersists(let key, let alert):
            targets[key]?.alerts[alert]?.run = nil
            targets[key]?.alerts[alert]?.handled = nil
        case .alertResolved(let key, let alert): targets[key]?.alerts[alert] = nil
        case .alertRefused: break
        case .scheduled(let key, _):
            open(key, .schedule, "the time of its schedule was reached", at: time)
        case .runStarting(let key, let run): runStarting(key, run, time)
        case .runNotBegun(let key, let run, _, let heldByOther): runNotBegun(key, run, heldByOther: heldByOther, time)
        case .runEnded(let key, let run, let end): applyEnd(key, run, end, time)
        case .runDidNotHelp(let key, _):
            targets[key]?.unresolvedInARow += 1
            targets[key]?.incident?.unconfirmed = nil
        case .incidentClosed(let key, _):
            if targets[key]?.incident?.unconfirmed != nil { targets[key]?.unresolvedInARow = 0 }
            targets[key]?.incident = nil
        case .held(let key, let hold): targets[key]?.incident?.hold = hold
        case .breakerOpened(let key, let reason):
            targets[key, default: TargetState()].breaker = Breaker(opened: time, reason: reason)
        case .breakerReset(let target, _, _):
            for key in targets.keys where key.target == target || key.watch == target {
                targets[key]?.breaker = nil
                targets[key]?.unresolvedInARow = 0
                // A person has looked: what is still wrong may be tried again.
                targets[key]?.incident?.attempts = 0
                targets[key]?.incident?.hold = nil
            }
        case .paused(let pause): pauses.append(pause)
        case .unpaused(let target, _):
            pauses.removeAll { target == nil || $0.target == target }
        case .clockSetBack:
            for key in targets.keys { targets[key]?.clamp(to: time) }
        case .noticed(let notice): noticed(notice)
        case .noticeDelivered(let id, let name), .noticeGivenUp(let id, let name, _):
            undelivered[id]?.to.removeAll { $0 == name }
            if undelivered[id]?.to.isEmpty == true { undelivered[id] = nil }
        }
    }

    /// Whether an event of before a time still says something of what is.
    package func needs(_ event: AutomationEvent, at time: Instant) -> Bool {
        switch event {
        case .paused(let pause): pause.until > time
        case .noticed(let notice): undelivered[notice.id] != nil || notice.id == lastNotice
        case .probeSeen, .alertRefused, .unpaused, .clockSetBack, .noticeDelivered, .noticeGivenUp: false
        case .breakerReset(let target, _, _):
            targets.contains { ($0.key.target == target || $0.key.watch == target) && !$0.value.isOver(before: time) }
        default: event.key.flatMap { targets[$0] }.map { !$0.isOver(before: time) } ?? false
        }
    }

    /// Lets go of targets that nothing has been heard of since a time; those of alerts come and go.
    package mutating func forget(before time: Instant) {
        targets = targets.filter { !$0.value.isOver(before: time) }
    }

    private mutating func healthChanged(_ key: TargetKey, _ health: Health, _ reason: String, _ time: Instant) {
        var state = targets[key] ?? TargetState()
        if health == .unhealthy {
            state.turnedUnhealthy.append(time)
            state.turnedUnhealthy.removeFirst(max(0, state.turnedUnhealthy.count - Self.mostRemembered))
        }
        state.health = health
        state.healthSince = time
        state.healthReason = reason
        targets[key] = state
        if health == .unhealthy { open(key, .probe, reason, at: time) }
    }

    private mutating func open(_ key: TargetKey, _ source: Incident.Source, _ reason: String, at time: Instant) {
        guard targets[key]?.incident == nil else { return }
        targets[key, default: TargetState()].incident = Incident(source: source, opened: time, reason: reason)
    }

    private mutating func runStarting(_ key: TargetKey, _ run: String, _ time: Instant) {
        var state = targets[key] ?? TargetState()
        state.run = RunUnderWay(id: run, since: time)
        state.runStarts.append(time)
        state.runStarts.removeFirst(max(0, state.runStarts.count - Self.mostRemembered))
        state.incident?.attempts += 1
        state.incident?.lastRun = run
        state.incident?.hold = nil
        for alert in state.alerts.keys where state.alerts[alert]?.run == nil { state.alerts[alert]?.run = run }
        targets[key] = state
    }

    private mutating func runNotBegun(_ key: TargetKey, _ run: String, heldByOther: Bool, _ time: Instant) {
        guard var state = targets[key] else { return }
        if let begun = state.run, begun.id == run {
            // The process died between the note of the run and its first event: nothing was done.
            state.run = nil
            state.runStarts.removeAll { $0 == begun.since }
            state.incident?.attempts -= 1
            for alert in state.alerts.keys where state.alerts[alert]?.run == run { state.alerts[alert]?.run = nil }
        }
        if !heldByOther, run.isEmpty {
            state.incident?.attempts += 1
            state.unresolvedInARow += 1
            state.lastEnd = time
            for alert in state.alerts.keys where state.alerts[alert]?.run == nil {
                state.alerts[alert]?.run = ""
                state.alerts[alert]?.handled = time
            }
        }
        targets[key] = state
    }

    private mutating func applyEnd(_ key: TargetKey, _ run: String, _ end: RunEnd, _ time: Instant) {
        guard var state = targets[key], state.run?.id == run else { return }
        state.run = nil
        state.lastEnd = time
        for alert in state.alerts.keys where state.alerts[alert]?.run == run { state.alerts[alert]?.handled = time }
        if end.outcome == .resolved {
            if state.incident != nil { state.incident?.unconfirmed = run } else { state.unresolvedInARow = 0 }
        } else {
            state.unresolvedInARow += 1
            state.incident?.unconfirmed = nil
        }
        targets[key] = state
    }

    private mutating func noticed(_ notice: Notice) {
        lastNotice = max(lastNotice, notice.id)
        if !notice.to.isEmpty { undelivered[notice.id] = notice }
        if notice.kind == .escalation {
            targets[TargetKey(watch: notice.watch, target: notice.target)]?.incident?.isEscalated = true
        }
    }
}
