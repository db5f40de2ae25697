import Interpreter
import RunbookModel

// What shows that something is wrong, or well again: probes and alerts.

extension AutomationState {
    mutating func probed(_ name: String, _ verdict: ProbeVerdict, _ now: Instant) {
        guard let watch = watch(name), let trigger = watch.probe else { return }
        let key = watch.ownKey
        var probe = probes[name] ?? ProbeState()
        probe.isUnderWay = false
        // While a run is at work, what is seen says nothing of whether it helps.
        guard targets[key]?.run == nil, !starting.contains(key) else {
            probe.failures = []
            probe.oks = 0
            probe.unknowns = 0
            probes[name] = probe
            return
        }
        if !keepsProbes { count(verdict.ok, trigger, &probe, now) }
        probes[name] = probe
        if keepsProbes { record(.probeSeen(key, ok: verdict.ok)) }
        probe = probes[name] ?? probe
        let health = targets[key]?.health ?? .unknown
        switch verdict.ok {
        case true? where probe.oks >= (health == .unknown ? 1 : trigger.recoveries): recovered(key, verdict, now)
        case false? where probe.failures.count >= trigger.failures: failed(key, watch, verdict, now)
        case nil where probe.unknowns >= trigger.failures && health != .blind: blind(key, watch, verdict)
        default: break
        }
    }

    /// Counts what a probe saw.
    func count(_ ok: Bool?, _ trigger: ProbeTrigger, _ probe: inout ProbeState, _ now: Instant) {
        switch ok {
        case true?:
            probe.oks += 1
            probe.unknowns = 0
            // Without a window failures have to follow one another; with one, an ok between them takes none away.
            if trigger.within == nil || probe.oks >= trigger.recoveries { probe.failures = [] }
        case false?:
            probe.oks = 0
            probe.unknowns = 0
            probe.failures.append(now)
            if let within = trigger.within { probe.failures.removeAll { now - $0 > within || $0 > now } }
            probe.failures.removeFirst(max(0, probe.failures.count - trigger.failures))
        case nil:
            // Missing data is neither health nor the symptom.
            probe.oks = 0
            probe.unknowns += 1
        }
    }

    private mutating func recovered(_ key: TargetKey, _ verdict: ProbeVerdict, _ now: Instant) {
        if targets[key]?.health != .healthy { record(.healthChanged(key, .healthy, reason: verdict.reason)) }
        if targets[key]?.incident?.source == .probe { close(key, "it is healthy again", now) }
    }

    private mutating func failed(_ key: TargetKey, _ watch: Watch, _ verdict: ProbeVerdict, _ now: Instant) {
        let before = targets[key]?.incident
        if targets[key]?.health != .unhealthy { record(.healthChanged(key, .unhealthy, reason: verdict.reason)) }
        if let run = before?.unconfirmed, before?.source == .probe {
            didNotHelp(key, watch, run, "the run ended as resolved, and the probe still fails: \(verdict.reason)", now)
        } else {
            consider(key, now)
        }
    }

    private mutating func blind(_ key: TargetKey, _ watch: Watch, _ verdict: ProbeVerdict) {
        record(.healthChanged(key, .blind, reason: verdict.reason))
        notice(
            .warning, key, "\(key.target) cannot be seen: the probe gives no verdict (\(verdict.reason))", run: nil)
    }

    /// A run that ended as resolved has not helped: it counts as one that did not resolve.
    mutating func didNotHelp(_ key: TargetKey, _ watch: Watch, _ run: String, _ text: String, _ now: Instant) {
        record(.runDidNotHelp(key, run: run))
        openBreakerIfDue(key, watch)
        if (targets[key]?.incident?.attempts ?? 0) >= watch.guards.attempts || targets[key]?.breaker != nil {
            escalate(key, text, run: run)
        }
        consider(key, now)
    }

    // MARK: Alerts

    mutating func alerted(_ key: TargetKey, _ alert: Alert, _ now: Instant) {
        guard let watch = watch(key.watch) else { return }
        let known = targets[key]?.alerts[alert.key]
        guard !alert.isResolved else {
            if known != nil { resolved(key, alert.key, now) }
            return
        }
        if let known {
            // The sender repeats itself. After a run and its cooldown that means that the run did not help.
            guard let handled = known.handled, let run = known.run, now - handled > watch.guards.cooldown else {
                return
            }
            record(.alertPersists(key, alert.key))
            if targets[key]?.incident?.unconfirmed != nil {
                didNotHelp(key, watch, run, "the run ended as resolved, and the alert still fires", now)
            } else {
                consider(key, now)
            }
            return
        }
        // What fires anew under the same name has gone in between, whether or not that was told.
        for old in targets[key]?.alerts.keys.filter({ $0.fingerprint == alert.key.fingerprint }) ?? [] {
            resolved(key, old, now)
        }
        record(.alertAccepted(key, alert))
        if watch.probe == nil, targets[key]?.health != .unhealthy {
            record(.healthChanged(key, .unhealthy, reason: alert.summary))
        }
        consider(key, now)
    }

    private mutating func resolved(_ key: TargetKey, _ alert: AlertKey, _ now: Instant) {
        record(.alertResolved(key, alert))
        guard let state = targets[key], state.alerts.isEmpty, state.run == nil else { return }
        closeAfterAlerts(key, now)
    }

    /// All alerts of a target have gone, and no run is at work.
    mutating func closeAfterAlerts(_ key: TargetKey, _ now: Instant) {
        guard let watch = watch(key.watch), targets[key]?.incident?.source == .alert else { return }
        if watch.probe == nil, targets[key]?.health == .unhealthy {
            record(.healthChanged(key, .healthy, reason: "its alerts have gone"))
        }
        close(key, "its alerts have gone", now)
    }

    mutating func alertRefused(_ watch: String, _ alert: AlertKey, _ reason: String, _ now: Instant) {
        record(.alertRefused(watch: watch, alert, reason: reason))
        notice(
            .warning, TargetKey(watch: watch, target: ""), "an alert was not taken up: \(reason)", run: nil)
    }

    /// The incident of a target is over.
    mutating func close(_ key: TargetKey, _ reason: String, _ now: Instant) {
        guard let incident = targets[key]?.incident else { return }
        if incident.isEscalated { notice(.recovery, key, "\(key.target): \(reason)", run: incident.lastRun) }
        record(.incidentClosed(key, reason: reason))
        waiting.removeAll { $0 == key }
    }
}
