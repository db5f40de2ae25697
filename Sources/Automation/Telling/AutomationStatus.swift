package import Interpreter
package import JSONText
import RunbookModel
import Scheduling

/// How the automation is at a moment: what is watched, its health, its counters, the guards in force.
///
/// Made of the configuration and the recorded events alone, so that it can be told whether or not the service runs.
package struct AutomationStatus: Sendable {
    /// One watch, with one of its targets.
    package struct Row: Sendable {
        /// The watch and the target.
        package var key: TargetKey
        /// What is known of it.
        package var state: TargetState
        /// The guard that would hold a run back now; nil: none would.
        package var hold: Hold?
        /// When its probe is due next; nil: it has none.
        package var nextProbe: Instant?
        /// When its schedule is due next; nil: it has none.
        package var nextSchedule: Instant?
        /// Runs that began within the window of `max_runs`, and how many may.
        package var runs: (count: Int, most: Int?)
        /// Whether the configuration still has the watch.
        package var isConfigured: Bool
    }

    /// The moment.
    package var time: Instant
    /// All targets of all watches, in the order of the configuration.
    package var rows: [Row]
    /// The pauses in force.
    package var pauses: [Pause]
    /// What was told and has not reached everyone.
    package var undelivered: [Notice]
    /// How many targets are in remediation, and how many may be.
    package var remediations: (count: Int, most: Int)
}

extension AutomationState {
    /// How the automation is at a moment.
    package func status(at now: Instant) -> AutomationStatus {
        var rows: [AutomationStatus.Row] = []
        var told: Set<TargetKey> = []
        for watch in plan.watches {
            var keys = targets.keys.filter { $0.watch == watch.name }.sorted()
            // A watch that only takes alerts may have any number of targets, and none so far.
            if watch.probe != nil || watch.schedule != nil || keys.isEmpty, !keys.contains(watch.ownKey) {
                keys.insert(watch.ownKey, at: 0)
            }
            for key in keys { rows.append(row(key, watch, now)) }
            told.formUnion(keys)
        }
        for (key, state) in targets.sorted(by: { $0.key < $1.key })
        where !told.contains(key) && (state.breaker != nil || state.run != nil || state.incident != nil) {
            rows.append(
                AutomationStatus.Row(
                    key: key, state: state, hold: nil, nextProbe: nil, nextSchedule: nil, runs: (0, nil),
                    isConfigured: false))
        }
        return AutomationStatus(
            time: now, rows: rows, pauses: pauses.filter { $0.until > now },
            undelivered: undelivered.values.sorted { $0.id < $1.id },
            remediations: (remediations, plan.remediationLimit))
    }

    private func row(_ key: TargetKey, _ watch: Watch, _ now: Instant) -> AutomationStatus.Row {
        let state = targets[key] ?? TargetState()
        let rate = watch.guards.maxRuns
        let recent = rate.map { rate in state.runStarts.count { now - $0 < rate.within } } ?? state.runStarts.count
        let isOwn = key == watch.ownKey
        return AutomationStatus.Row(
            key: key, state: state, hold: hold(key, watch, state, now),
            nextProbe: isOwn ? watch.probe?.next(after: now, watch: watch.name) : nil,
            nextSchedule: isOwn
                ? watch.schedule.flatMap { $0.cron.next(after: now.nanoseconds, in: $0.zone) }
                    .map { Instant(nanoseconds: $0) } : nil,
            runs: (recent, rate?.count), isConfigured: true)
    }
}

extension AutomationStatus {
    /// The status as one JSON object.
    ///
    /// - Parameter isRunning: whether the service runs.
    package func json(isRunning: Bool) -> JSONValue {
        [
            "service": isRunning ? "running" : "stopped",
            "time": .string("\(time.timestamp)"),
            "remediations": ["count": .int(Int64(remediations.count)), "limit": .int(Int64(remediations.most))],
            "watches": .array(rows.map(\.json)),
            "pauses": .array(pauses.map(\.json)),
            "undelivered": .array(
                undelivered.map { notice in
                    [
                        "notice": .int(Int64(notice.id)), "level": .string(notice.kind.rawValue),
                        "text": .string(notice.text), "to": .array(notice.to.map(JSONValue.string)),
                    ]
                }),
        ]
    }
}

extension Pause {
    fileprivate var json: JSONValue {
        [
            "until": .string("\(until.timestamp)"), "target": target.map(JSONValue.string) ?? .null,
            "reason": .string(reason), "by": .string(by),
        ]
    }
}

extension AutomationStatus.Row {
    fileprivate var json: JSONValue {
        func time(_ instant: Instant?) -> JSONValue { instant.map { .string("\($0.timestamp)") } ?? .null }
        let incident: JSONValue =
            state.incident.map { incident in
                [
                    "source": .string(incident.source.rawValue), "opened": time(incident.opened),
                    "reason": .string(incident.reason), "attempts": .int(Int64(incident.attempts)),
                    "escalated": .bool(incident.isEscalated), "awaits_confirmation": .bool(incident.unconfirmed != nil),
                ]
            } ?? .null
        return [
            "watch": .string(key.watch), "target": .string(key.target), "configured": .bool(isConfigured),
            "health": .string(state.health.rawValue), "since": time(state.healthSince),
            "reason": .string(state.healthReason), "incident": incident,
            "run": state.run.map { .string($0.id) } ?? .null,
            "hold": hold.map { hold in
                ["guard": .string(hold.by.rawValue), "until": time(hold.until), "reason": .string(hold.reason)]
            } ?? .null,
            "breaker": state.breaker.map { ["since": time($0.opened), "reason": .string($0.reason)] } ?? .null,
            "runs_in_window": .int(Int64(runs.count)), "max_runs": runs.most.map { .int(Int64($0)) } ?? .null,
            "unresolved_in_a_row": .int(Int64(state.unresolvedInARow)), "alerts": .int(Int64(state.alerts.count)),
            "last_run_ended": time(state.lastEnd), "next_probe": time(nextProbe), "next_schedule": time(nextSchedule),
        ]
    }
}
