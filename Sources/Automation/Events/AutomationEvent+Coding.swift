import Interpreter
import JSONText
import RunbookModel

extension AutomationEvent {
    /// The event's kind, as it is stored: `run_ended`.
    package var kind: String {
        switch self {
        case .healthChanged: "health_changed"
        case .probeSeen: "probe_seen"
        case .alertAccepted: "alert_accepted"
        case .alertPersists: "alert_persists"
        case .alertResolved: "alert_resolved"
        case .alertRefused: "alert_refused"
        case .scheduled: "scheduled"
        case .runStarting: "run_starting"
        case .runNotBegun: "run_not_begun"
        case .runEnded: "run_ended"
        case .runDidNotHelp: "run_did_not_help"
        case .incidentClosed: "incident_closed"
        case .held: "held"
        case .breakerOpened: "breaker_opened"
        case .breakerReset: "breaker_reset"
        case .paused: "paused"
        case .unpaused: "unpaused"
        case .clockSetBack: "clock_set_back"
        case .noticed: "noticed"
        case .noticeDelivered: "notice_delivered"
        case .noticeGivenUp: "notice_given_up"
        }
    }

    /// What the event is about; nil: about everything, or about a notice.
    package var key: TargetKey? {
        switch self {
        case .healthChanged(let key, _, _), .probeSeen(let key, _), .alertAccepted(let key, _),
            .alertPersists(let key, _),
            .alertResolved(let key, _), .scheduled(let key, _), .runStarting(let key, _),
            .runNotBegun(let key, _, _, _), .runEnded(let key, _, _), .runDidNotHelp(let key, _),
            .incidentClosed(let key, _), .held(let key, _), .breakerOpened(let key, _):
            key
        case .alertRefused(let watch, _, _): TargetKey(watch: watch, target: "")
        case .noticed(let notice): TargetKey(watch: notice.watch, target: notice.target)
        case .breakerReset, .paused, .unpaused, .clockSetBack, .noticeDelivered, .noticeGivenUp: nil
        }
    }

    /// The event without its kind and time, as a JSON object.
    package var payload: String {
        var members: [(String, JSONValue)] = []
        if let key {
            members.append(("watch", .string(key.watch)))
            if !key.target.isEmpty { members.append(("target", .string(key.target))) }
        }
        members += ownMembers.compactMap { member in member.1.map { (member.0, $0) } }
        return JSONValue.object(JSONObject(members)).serialized()
    }

    private var ownMembers: [(String, JSONValue?)] {
        switch self {
        case .healthChanged(_, let health, let reason):
            [("health", .string(health.rawValue)), ("reason", .string(reason))]
        case .probeSeen(_, let ok): [("ok", ok.map(JSONValue.bool))]
        case .alertAccepted(_, let alert): alert.key.members + alert.members
        case .alertPersists(_, let alert), .alertResolved(_, let alert): alert.members
        case .alertRefused(_, let alert, let reason): alert.members + [("reason", .string(reason))]
        case .scheduled(_, let due): [("due_ns", .int(due.nanoseconds))]
        case .runStarting(_, let run), .runDidNotHelp(_, let run): [("run", .string(run))]
        case .runNotBegun(_, let run, let reason, let heldByOther):
            [("run", .string(run)), ("reason", .string(reason)), ("held_by_other", .bool(heldByOther))]
        case .runEnded(_, let run, let end):
            [
                ("run", .string(run)), ("outcome", end.outcome.map { .string($0.rawValue) }),
                ("reason", .string(end.reason)), ("to", end.to.map(JSONValue.string)),
                ("message", end.message.map(JSONValue.string)),
            ]
        case .incidentClosed(_, let reason), .breakerOpened(_, let reason): [("reason", .string(reason))]
        case .held(_, let hold):
            [
                ("by", .string(hold.by.rawValue)), ("until_ns", hold.until.map { .int($0.nanoseconds) }),
                ("reason", .string(hold.reason)),
            ]
        case .breakerReset(let target, let by, let reason):
            [("target", .string(target)), ("by", .string(by)), ("reason", .string(reason))]
        case .paused(let pause):
            [
                ("target", pause.target.map(JSONValue.string)), ("until_ns", .int(pause.until.nanoseconds)),
                ("by", .string(pause.by)), ("reason", .string(pause.reason)),
            ]
        case .unpaused(let target, let by): [("target", target.map(JSONValue.string)), ("by", .string(by))]
        case .clockSetBack: []
        case .noticed(let notice):
            [
                ("notice", .int(Int64(notice.id))), ("level", .string(notice.kind.rawValue)),
                ("text", .string(notice.text)), ("run", notice.run.map(JSONValue.string)),
                ("to", .array(notice.to.map(JSONValue.string))),
            ]
        case .noticeDelivered(let id, let to): [("notice", .int(Int64(id))), ("to", .string(to))]
        case .noticeGivenUp(let id, let to, let reason):
            [("notice", .int(Int64(id))), ("to", .string(to)), ("reason", .string(reason))]
        }
    }
}

extension AlertKey {
    fileprivate var members: [(String, JSONValue?)] {
        [("fingerprint", .string(fingerprint)), ("starts_at", .string(startsAt))]
    }
}

extension Alert {
    fileprivate var members: [(String, JSONValue?)] {
        [
            ("group", group.isEmpty ? nil : .string(group)),
            ("set", .object(JSONObject(assignments.map { ($0.name, .string($0.text)) }))),
            ("summary", .string(summary)),
        ]
    }
}
