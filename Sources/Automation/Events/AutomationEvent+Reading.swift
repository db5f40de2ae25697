package import Interpreter
import JSONText
import RunbookModel

extension AutomationEvent {
    /// Reads an event as it was stored.
    ///
    /// - Throws: `EventProblem` where this version of Rung does not know the kind, or its payload is damaged.
    package init(kind: String, payload: String) throws(EventProblem) {
        let value: JSONValue
        do throws(JSONProblem) {
            value = try JSONValue.parse(payload)
        } catch {
            throw EventProblem(kind: kind, message: error.message)
        }
        let reader = AutomationEventReader(kind: kind, value: value)
        if let event = try Self.target(reader) {
            self = event
        } else if let event = try Self.alert(reader) {
            self = event
        } else if let event = try Self.person(reader) {
            self = event
        } else if let event = try Self.notice(reader) {
            self = event
        } else {
            throw EventProblem(kind: kind, message: "this version of Rung does not know this kind of event")
        }
    }

    private static func target(_ reader: AutomationEventReader) throws(EventProblem) -> AutomationEvent? {
        switch reader.kind {
        case "health_changed":
            .healthChanged(try reader.key(), try reader.word("health", Health.self), reason: try reader.text("reason"))
        case "probe_seen": .probeSeen(try reader.key(), ok: reader.value["ok"]?.boolValue)
        case "scheduled": .scheduled(try reader.key(), due: try reader.instant("due_ns"))
        case "run_starting": .runStarting(try reader.key(), run: try reader.text("run"))
        case "run_not_begun":
            .runNotBegun(
                try reader.key(), run: try reader.text("run"), reason: try reader.text("reason"),
                heldByOther: reader.value["held_by_other"]?.boolValue ?? false)
        case "run_ended":
            .runEnded(
                try reader.key(), run: try reader.text("run"),
                RunEnd(
                    outcome: reader.optionalText("outcome") == nil ? nil : try reader.word("outcome", Outcome.self),
                    reason: try reader.text("reason"), to: reader.optionalText("to"),
                    message: reader.optionalText("message")))
        case "run_did_not_help": .runDidNotHelp(try reader.key(), run: try reader.text("run"))
        case "incident_closed": .incidentClosed(try reader.key(), reason: try reader.text("reason"))
        case "held":
            .held(
                try reader.key(),
                Hold(
                    by: try reader.word("by", Guard.self),
                    until: reader.value["until_ns"] == nil ? nil : try reader.instant("until_ns"),
                    reason: try reader.text("reason")))
        case "breaker_opened": .breakerOpened(try reader.key(), reason: try reader.text("reason"))
        default: nil
        }
    }

    private static func alert(_ reader: AutomationEventReader) throws(EventProblem) -> AutomationEvent? {
        switch reader.kind {
        case "alert_accepted":
            .alertAccepted(
                try reader.key(),
                Alert(
                    key: try reader.alert(), group: reader.optionalText("group") ?? "",
                    assignments: (reader.value["set"]?.objectValue?.members ?? []).compactMap { member in
                        member.value.stringValue.map { Alert.Assignment(name: member.key, text: $0) }
                    }, summary: try reader.text("summary")))
        case "alert_persists": .alertPersists(try reader.key(), try reader.alert())
        case "alert_resolved": .alertResolved(try reader.key(), try reader.alert())
        case "alert_refused":
            .alertRefused(
                watch: try reader.text("watch"), try reader.alert(), reason: try reader.text("reason"))
        default: nil
        }
    }

    private static func person(_ reader: AutomationEventReader) throws(EventProblem) -> AutomationEvent? {
        switch reader.kind {
        case "breaker_reset":
            .breakerReset(
                target: try reader.text("target"), by: try reader.text("by"), reason: try reader.text("reason"))
        case "paused":
            .paused(
                Pause(
                    until: try reader.instant("until_ns"), target: reader.optionalText("target"),
                    reason: try reader.text("reason"), by: try reader.text("by")))
        case "clock_set_back": .clockSetBack
        case "unpaused": .unpaused(target: reader.optionalText("target"), by: try reader.text("by"))
        default: nil
        }
    }

    private static func notice(_ reader: AutomationEventReader) throws(EventProblem) -> AutomationEvent? {
        switch reader.kind {
        case "noticed":
            .noticed(
                Notice(
                    id: try reader.int("notice"), kind: try reader.word("level", Notice.Kind.self),
                    watch: try reader.text("watch"), target: reader.optionalText("target") ?? "",
                    text: try reader.text("text"), run: reader.optionalText("run"),
                    to: (reader.value["to"]?.arrayValue ?? []).compactMap(\.stringValue)))
        case "notice_delivered": .noticeDelivered(try reader.int("notice"), to: try reader.text("to"))
        case "notice_given_up":
            .noticeGivenUp(try reader.int("notice"), to: try reader.text("to"), reason: try reader.text("reason"))
        default: nil
        }
    }
}

/// Reads members of a stored event of the automation.
private struct AutomationEventReader {
    let kind: String
    let value: JSONValue

    func text(_ name: String) throws(EventProblem) -> String {
        guard let text = value[name]?.stringValue else {
            throw EventProblem(kind: kind, message: "\(name) is no string")
        }
        return text
    }

    func optionalText(_ name: String) -> String? { value[name]?.stringValue }

    func int(_ name: String) throws(EventProblem) -> Int {
        guard let number = value[name]?.intValue else { throw EventProblem(kind: kind, message: "\(name) is no int") }
        return number
    }

    func instant(_ name: String) throws(EventProblem) -> Instant {
        Instant(nanoseconds: Int64(try int(name)))
    }

    func word<Word: RawRepresentable>(_ name: String, _: Word.Type) throws(EventProblem) -> Word
    where Word.RawValue == String {
        let text = try text(name)
        guard let word = Word(rawValue: text) else {
            throw EventProblem(kind: kind, message: "\(name) is \(text), which this version of Rung does not know")
        }
        return word
    }

    func key() throws(EventProblem) -> TargetKey {
        TargetKey(watch: try text("watch"), target: optionalText("target") ?? "")
    }

    func alert() throws(EventProblem) -> AlertKey {
        AlertKey(fingerprint: try text("fingerprint"), startsAt: try text("starts_at"))
    }
}
