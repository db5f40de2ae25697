import Interpreter
import RunbookModel
import Scheduling

// When a run begins, what holds it back, and what its end means.

extension AutomationState {
    /// Looks whether a target wants a run, and whether it may have one.
    mutating func consider(_ key: TargetKey, _ now: Instant) {
        guard began != nil, let watch = watch(key.watch), let state = targets[key], let incident = state.incident,
            state.run == nil, !starting.contains(key), !looking.contains(key)
        else { return }
        if expire(key, state, incident, now) { return }
        guard wantsRun(state, incident, watch.guards) else { return }
        if let hold = hold(key, watch, state, now) { return keepBack(key, hold, incident, now) }
        if watch.unless != nil, cleared.remove(key) == nil {
            looking.insert(key)
            return perform(.lookUnless(key))
        }
        starting.insert(key)
        waiting.removeAll { $0 == key }
        var assignments: [Alert.Assignment] = []
        for alert in state.alerts.values.filter({ $0.run == nil }).sorted(by: {
            $0.alert.key.startsAt < $1.alert.key.startsAt
        })
        where assignments.isEmpty {
            assignments = alert.alert.assignments
        }
        perform(.start(StartOrder(key: key, reason: incident.reason, assignments: assignments)))
    }

    private func wantsRun(_ state: TargetState, _ incident: Incident, _ guards: Guards) -> Bool {
        guard incident.attempts < guards.attempts, incident.unconfirmed == nil else { return false }
        return switch incident.source {
        case .probe: state.health == .unhealthy
        case .alert: state.alerts.values.contains { $0.run == nil }
        case .schedule: true
        }
    }

    /// An incident that nobody confirms or takes back does not stay for ever.
    private mutating func expire(_ key: TargetKey, _ state: TargetState, _ incident: Incident, _ now: Instant) -> Bool {
        guard incident.source == .alert, incident.unconfirmed != nil, let end = state.lastEnd else { return false }
        let until = end + Self.longestSilence
        guard now >= until else {
            lookAgain(at: key, until)
            return false
        }
        for alert in state.alerts.keys { record(.alertResolved(key, alert)) }
        closeAfterAlerts(key, now)
        return true
    }

    /// How long an alert that was dealt with is waited for to be taken back.
    private static let longestSilence = Duration.seconds(24 * 3600)

    // MARK: Guards

    /// The first guard that holds a run back; `unless` and the lock are looked at only after all others.
    func hold(_ key: TargetKey, _ watch: Watch, _ state: TargetState, _ now: Instant) -> Hold? {
        let guards = watch.guards
        if let breaker = state.breaker {
            return Hold(by: .breaker, until: nil, reason: breaker.reason)
        }
        let pauses = pauses.filter { $0.until > now && $0.covers(key) }
        if let pause = pauses.max(by: { $0.until < $1.until }) {
            return Hold(by: .pause, until: pause.until, reason: "paused by \(pause.by): \(pause.reason)")
        }
        if let end = maintenanceEnd(watch, now) {
            return Hold(by: .maintenance, until: end, reason: "a maintenance window is open")
        }
        if let began, now < began + guards.grace, !keepsProbes {
            return Hold(by: .grace, until: began + guards.grace, reason: "the service has just started")
        }
        if let end = state.lastEnd, state.incident?.source != .schedule {
            let length = guards.cooldown(afterUnresolved: state.unresolvedInARow)
            let until = end + length
            if now < until { return Hold(by: .cooldown, until: until, reason: "the last run has just ended") }
        }
        if let rate = guards.maxRuns, let until = Self.end(of: rate, state.runStarts, now) {
            return Hold(
                by: .maxRuns, until: until,
                reason: "\(rate.count) runs began within \(DurationText.format(rate.within))")
        }
        if let rate = guards.flapping, let until = Self.end(of: rate, state.turnedUnhealthy, now) {
            return Hold(
                by: .flapping, until: until,
                reason: "it turned unhealthy \(rate.count) times within \(DurationText.format(rate.within))")
        }
        if remediations >= plan.remediationLimit {
            return Hold(
                by: .cap, until: nil, reason: "\(plan.remediationLimit) targets are in remediation, and no more may be")
        }
        return nil
    }

    /// How many targets are in remediation.
    package var remediations: Int {
        starting.count + targets.values.reduce(0) { $0 + ($1.run == nil ? 0 : 1) }
    }

    private func maintenanceEnd(_ watch: Watch, _ now: Instant) -> Instant? {
        (watch.maintenance + plan.maintenance).compactMap { $0.end(ofWindowContaining: now.nanoseconds) }.max()
            .map { Instant(nanoseconds: $0) }
    }

    /// When fewer than so many of the times will lie within the window; nil: fewer do already.
    private static func end(of rate: Guards.Rate, _ times: [Instant], _ now: Instant) -> Instant? {
        let recent = times.filter { now - $0 < rate.within }
        guard recent.count >= rate.count else { return nil }
        return recent[recent.count - rate.count] + rate.within
    }

    private mutating func keepBack(_ key: TargetKey, _ hold: Hold, _ incident: Incident, _ now: Instant) {
        if incident.hold?.by != hold.by
            || (incident.hold?.until != hold.until && hold.by != .unless && hold.by != .lock)
        {
            record(.held(key, hold))
        }
        if hold.by == .cap, !waiting.contains(key) { waiting.append(key) }
        if let until = hold.until { lookAgain(at: key, until) }
        // Between the runs of one incident the cooldown is nothing that anybody need hear of.
        guard hold.by.isToldToPeople, !(hold.by == .cooldown && incident.attempts > 0), !incident.isEscalated else {
            return
        }
        escalate(
            key, "\(key.target): \(incident.reason); automation is held back by \(hold.by.rawValue): \(hold.reason)",
            run: nil, namesBreaker: hold.by == .breaker)
    }

    mutating func unlessLooked(_ key: TargetKey, _ ok: Bool?, _ reason: String, _ now: Instant) {
        looking.remove(key)
        guard ok == false else {
            guard let incident = targets[key]?.incident else { return }
            let words = ok == nil ? "`unless` cannot be decided: \(reason)" : "`unless` is ok: \(reason)"
            return keepBack(key, Hold(by: .unless, until: now + Self.recheck, reason: words), incident, now)
        }
        cleared.insert(key)
        consider(key, now)
        cleared.remove(key)
    }

    /// How often is looked again at what nobody tells the end of: `unless`, and locks of others.
    private static let recheck = Duration.seconds(15)

    mutating func startRefused(_ key: TargetKey, _ reason: String, _ heldByOther: Bool, _ now: Instant) {
        starting.remove(key)
        guard let incident = targets[key]?.incident, let watch = watch(key.watch) else { return }
        if heldByOther {
            keepBack(key, Hold(by: .lock, until: now + Self.recheck, reason: reason), incident, now)
        } else {
            record(.runNotBegun(key, run: "", reason: reason, heldByOther: false))
            openBreakerIfDue(key, watch)
            escalate(key, "\(key.target): the run could not begin: \(reason)", run: nil)
            if incident.source == .schedule { close(key, "the run could not begin", now) }
        }
        considerWaiting(now)
    }

    // MARK: Ends

    mutating func runEnded(_ key: TargetKey, _ run: String, _ end: RunEnd, _ now: Instant) {
        guard targets[key]?.run?.id == run else { return }
        record(.runEnded(key, run: run, end))
        probes[key.watch]?.failures = []
        probes[key.watch]?.oks = 0
        if let watch = watch(key.watch) {
            if end.outcome == .resolved {
                resolvedRun(key, watch, now)
            } else {
                unresolvedRun(key, watch, run, end, now)
            }
        }
        considerWaiting(now)
    }

    private mutating func resolvedRun(_ key: TargetKey, _ watch: Watch, _ now: Instant) {
        switch targets[key]?.incident?.source {
        case .schedule?: close(key, "the scheduled run is done", now)
        case .alert?:
            // A sender that never takes an alert back cannot confirm that the run helped either.
            let cannotTell = watch.webhook.map { $0.format == .json && $0.fields?.resolved == nil } ?? true
            if targets[key]?.alerts.isEmpty ?? true {
                closeAfterAlerts(key, now)
            } else if cannotTell {
                for alert in targets[key]?.alerts.keys.sorted(by: { $0.fingerprint < $1.fingerprint }) ?? [] {
                    record(.alertResolved(key, alert))
                }
                closeAfterAlerts(key, now)
            } else {
                consider(key, now)
            }
        case .probe?, nil: break
        }
    }

    private mutating func unresolvedRun(_ key: TargetKey, _ watch: Watch, _ run: String, _ end: RunEnd, _ now: Instant)
    {
        openBreakerIfDue(key, watch)
        let incident = targets[key]?.incident
        let isLast = (incident?.attempts ?? 0) >= watch.guards.attempts || targets[key]?.breaker != nil
        if end.outcome == .escalated || isLast {
            escalate(key, "\(key.target): \(Self.words(for: end))", run: run, to: end.to)
        }
        if incident?.source == .schedule {
            close(key, "the scheduled run is over", now)
        } else if incident?.source == .alert, targets[key]?.alerts.isEmpty ?? true {
            closeAfterAlerts(key, now)
        } else {
            consider(key, now)
        }
    }

    private static func words(for end: RunEnd) -> String {
        let outcome =
            switch end.outcome {
            case .escalated?: "the runbook calls \(end.to ?? "a person")"
            case .unresolved?: "the run ended unresolved"
            case .resolved?: "the run resolved it"
            case nil: "the run was given up"
            }
        let detail = end.message ?? end.reason
        return detail.isEmpty ? outcome : "\(outcome): \(detail)"
    }

    mutating func openBreakerIfDue(_ key: TargetKey, _ watch: Watch) {
        guard let limit = watch.guards.breaker, let state = targets[key], state.breaker == nil,
            state.unresolvedInARow >= limit
        else { return }
        let runs = state.unresolvedInARow == 1 ? "a run" : "\(state.unresolvedInARow) runs in a row"
        record(.breakerOpened(key, reason: "\(runs) did not resolve"))
        if state.incident?.isEscalated == true {
            notice(
                .update, key,
                "\(key.target): \(runs) did not resolve; automation stops until: rung reset \(key.target) --reason …",
                run: state.incident?.lastRun)
        }
    }

    /// Runs end, and those that waited for it get their turn.
    mutating func considerWaiting(_ now: Instant) {
        // Those whose `unless` is looked at first take no place yet; they ask again when it is known.
        while !waiting.isEmpty, remediations < plan.remediationLimit { consider(waiting.removeFirst(), now) }
    }
}
