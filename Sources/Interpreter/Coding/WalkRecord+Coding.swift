import JSONText
import RunbookModel

extension WalkRecord {
    /// The kind, as it is stored.
    package var kind: String {
        switch self {
        case .stepEntered: "step_entered"
        case .actionOrdered: "action_ordered"
        case .asked: "asked"
        case .stepEnded: "step_ended"
        case .verified: "verified"
        case .decided: "decided"
        case .waiting: "waiting"
        case .limitReached: "limit_reached"
        case .fellBack: "fell_back"
        case .planned: "planned"
        case .refused: "refused"
        case .escalated: "escalated"
        case .callEntered: "call_entered"
        case .ended: "ended"
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .stepEntered(let step, let visit, let from):
            writer.member("step", step)
            writer.member("visit", visit)
            writer.member("from", optional: from)
        case .actionOrdered(let order): order.write(to: &writer)
        case .asked(let request, let step, let subject, let text, let items):
            writer.member("request", request)
            writer.member("step", step)
            writer.member("subject", subject)
            writer.member("text", texts: text)
            if !items.isEmpty {
                writer.member("items", objects: items) { item, writer in writer.member("text", texts: item) }
            }
        case .stepEnded(let step, let result):
            writer.member("step", step)
            result.write(to: &writer)
        case .verified(let step, let passed, let tries, let reason):
            writer.member("step", step)
            writer.member("passed", passed)
            writer.member("tries", tries)
            writer.member("reason", reason)
        case .decided(let decision): decision.write(to: &writer)
        case .waiting(let step, let until):
            writer.member("step", step)
            writer.member("until_ns", Int(until.nanoseconds))
        case .limitReached(let step, let limit):
            writer.member("step", step)
            limit.write(to: &writer)
        case .fellBack(let step, let reason):
            writer.member("step", step)
            writer.member("reason", reason)
        case .planned(let step): writer.member("step", step)
        case .refused(let reason): writer.member("reason", reason)
        case .escalated(let step, let to, let message):
            writer.member("step", step)
            writer.member("to", to)
            writer.member("message", texts: message)
        case .callEntered(let step, let runbook):
            writer.member("step", step)
            writer.member("runbook", runbook)
        case .ended(let end): end.write(to: &writer)
        }
    }

    /// Reads a record; nil where the kind is none of a record.
    init?(reading reader: EventReader) throws(EventProblem) {
        switch reader.kind {
        case "step_entered":
            self = .stepEntered(
                step: try reader.string("step"), visit: try reader.int("visit"), from: reader.optionalString("from"))
        case "action_ordered": self = .actionOrdered(try ActionOrder(reading: reader))
        case "asked":
            self = .asked(
                request: try reader.int("request"), step: try reader.string("step"),
                subject: try reader.string("subject"), text: try reader.texts("text"), items: try reader.items())
        case "step_ended": self = .stepEnded(step: try reader.string("step"), try StepRecord(reading: reader))
        case "verified":
            self = .verified(
                step: try reader.string("step"), passed: try reader.bool("passed"), tries: try reader.int("tries"),
                reason: try reader.reason("reason"))
        case "decided": self = .decided(try Decision(reading: reader))
        case "waiting":
            self = .waiting(
                step: try reader.string("step"), until: Instant(nanoseconds: Int64(try reader.int("until_ns"))))
        case "limit_reached":
            self = .limitReached(step: try reader.string("step"), limit: try WalkLimit(reading: reader))
        case "fell_back": self = .fellBack(step: try reader.string("step"), reason: try reader.reason("reason"))
        case "planned": self = .planned(step: try reader.string("step"))
        case "refused": self = .refused(reason: try reader.reason("reason"))
        case "escalated":
            self = .escalated(
                step: try reader.string("step"), to: try reader.string("to"), message: try reader.texts("message"))
        case "call_entered":
            self = .callEntered(step: try reader.string("step"), runbook: try reader.string("runbook"))
        case "ended": self = .ended(try WalkEnd(reading: reader))
        default: return nil
        }
    }
}

extension StepRecord {
    func write(to writer: inout JSONWriter) {
        writer.member("ran", ran)
        if let ok { writer.member("ok", ok) }
        writer.member("elapsed_ns", nanoseconds: elapsed)
        if timedOut { writer.member("timed_out", true) }
        writer.member("reason", reason)
        if !causes.isEmpty { writer.member("causes", strings: causes) }
        if !conditions.isEmpty { writer.member("conditions", objects: conditions) { $0.write(to: &$1) } }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        let judgement = try Judgement(reading: reader)
        self.init(
            ran: try reader.bool("ran"), ok: judgement.ok, elapsed: try reader.duration("elapsed_ns"),
            timedOut: reader.has("timed_out"), reason: judgement.reason, causes: judgement.causes,
            conditions: judgement.conditions)
    }
}

extension Decision {
    func write(to writer: inout JSONWriter) {
        writer.member("step", step)
        writer.member("goto", optional: goto)
        writer.member("reason", reason)
        if !options.isEmpty {
            writer.member("branches", objects: options) { option, writer in
                writer.member("goto", option.goto)
                option.condition.write(to: &writer)
            }
        }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        var options: [Option] = []
        for option in reader.objects("branches") {
            options.append(Option(condition: try ConditionTrace(reading: option), goto: try option.string("goto")))
        }
        self.init(
            step: try reader.string("step"), goto: reader.optionalString("goto"), reason: try reader.reason("reason"),
            options: options)
    }
}

extension WalkEnd {
    func write(to writer: inout JSONWriter) {
        writer.member("outcome", optional: outcome?.rawValue)
        writer.member("step", step)
        if let reason { writer.member("reason", reason) }
        if isOutOfTime { writer.member("out_of_time", true) }
        writer.member("causes", strings: causes)
    }

    init(reading reader: EventReader) throws(EventProblem) {
        let outcome: Outcome? = reader.has("outcome") ? try reader.enumeration("outcome", Outcome.self) : nil
        self.init(
            outcome: outcome, step: try reader.string("step"),
            reason: reader.value["reason"].map { Reason(stored: $0) },
            isOutOfTime: reader.has("out_of_time"), causes: reader.strings("causes"))
    }
}
