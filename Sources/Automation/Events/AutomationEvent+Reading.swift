package import Interpreter
import JSONText
import RunbookModel

extension AutomationEvent {
    /// Reads an event as it was stored.
    ///
    /// - Throws: `EventProblem` where this version of Rung does not know the kind, or its payload is damaged.
    package init(kind: String, payload: String) throws(EventProblem) {
        let reader = try EventReader(kind: kind, payload: payload)
        if let event = try Self.target(reader) {
            self = event
        } else if let event = try Self.alert(reader) {
            self = event
        } else if let event = try Self.person(reader) {
            self = event
        } else if let event = try Self.notice(reader) {
            self = event
        } else {
            throw reader.unknownKind
        }
    }

    private static func target(_ reader: EventReader) throws(EventProblem) -> AutomationEvent? {
        switch reader.kind {
        case "health_changed":
            .healthChanged(
                try reader.key(), try reader.enumeration("health", Health.self), reason: try reader.string("reason"))
        case "probe_seen": .probeSeen(try reader.key(), ok: reader.value["ok"]?.boolValue)
        case "scheduled": .scheduled(try reader.key(), due: try reader.instant("due_ns"))
        case "run_starting": .runStarting(try reader.key(), run: try reader.string("run"))
        case "run_not_begun":
            .runNotBegun(
                try reader.key(), run: try reader.string("run"), reason: try reader.string("reason"),
                heldByOther: reader.value["held_by_other"]?.boolValue ?? false)
        case "run_ended":
            .runEnded(
                try reader.key(), run: try reader.string("run"),
                RunEnd(
                    outcome: reader.optionalString("outcome") == nil
                        ? nil : try reader.enumeration("outcome", Outcome.self),
                    reason: try reader.string("reason"), to: reader.optionalString("to"),
                    message: reader.optionalString("message")))
        case "run_did_not_help": .runDidNotHelp(try reader.key(), run: try reader.string("run"))
        case "incident_closed": .incidentClosed(try reader.key(), reason: try reader.string("reason"))
        case "held":
            .held(
                try reader.key(),
                Hold(
                    by: try reader.enumeration("by", Guard.self),
                    until: reader.value["until_ns"] == nil ? nil : try reader.instant("until_ns"),
                    reason: try reader.string("reason")))
        case "breaker_opened": .breakerOpened(try reader.key(), reason: try reader.string("reason"))
        default: nil
        }
    }

    private static func alert(_ reader: EventReader) throws(EventProblem) -> AutomationEvent? {
        switch reader.kind {
        case "alert_accepted":
            .alertAccepted(
                try reader.key(),
                Alert(
                    key: try reader.alert(), group: reader.optionalString("group") ?? "",
                    assignments: (reader.value["set"]?.objectValue?.members ?? []).compactMap { member in
                        member.value.stringValue.map { Alert.Assignment(name: member.key, text: $0) }
                    }, summary: try reader.string("summary")))
        case "alert_persists": .alertPersists(try reader.key(), try reader.alert())
        case "alert_resolved": .alertResolved(try reader.key(), try reader.alert())
        case "alert_refused":
            .alertRefused(
                watch: try reader.string("watch"), try reader.alert(), reason: try reader.string("reason"))
        default: nil
        }
    }

    private static func person(_ reader: EventReader) throws(EventProblem) -> AutomationEvent? {
        switch reader.kind {
        case "breaker_reset":
            .breakerReset(
                target: try reader.string("target"), by: try reader.string("by"), reason: try reader.string("reason"))
        case "paused":
            .paused(
                Pause(
                    until: try reader.instant("until_ns"), target: reader.optionalString("target"),
                    reason: try reader.string("reason"), by: try reader.string("by")))
        case "clock_set_back": .clockSetBack
        case "unpaused": .unpaused(target: reader.optionalString("target"), by: try reader.string("by"))
        default: nil
        }
    }

    private static func notice(_ reader: EventReader) throws(EventProblem) -> AutomationEvent? {
        switch reader.kind {
        case "noticed":
            .noticed(
                Notice(
                    id: try reader.int("notice"), kind: try reader.enumeration("level", Notice.Kind.self),
                    watch: try reader.string("watch"), target: reader.optionalString("target") ?? "",
                    text: try reader.string("text"), run: reader.optionalString("run"),
                    to: reader.strings("to")))
        case "notice_delivered": .noticeDelivered(try reader.int("notice"), to: try reader.string("to"))
        case "notice_given_up":
            .noticeGivenUp(try reader.int("notice"), to: try reader.string("to"), reason: try reader.string("reason"))
        default: nil
        }
    }
}

extension EventReader {
    fileprivate func instant(_ name: String) throws(EventProblem) -> Instant {
        Instant(nanoseconds: Int64(try int(name)))
    }

    fileprivate func key() throws(EventProblem) -> TargetKey {
        TargetKey(watch: try string("watch"), target: optionalString("target") ?? "")
    }

    fileprivate func alert() throws(EventProblem) -> AlertKey {
        AlertKey(fingerprint: try string("fingerprint"), startsAt: try string("starts_at"))
    }
}
