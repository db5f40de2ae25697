import CEL
import JSONText

extension WalkInput {
    /// The kind, as it is stored.
    package var kind: String {
        switch self {
        case .started: "started"
        case .processStarted: "process_started"
        case .actionEnded: "action_ended"
        case .actionLost: "action_lost"
        case .woke: "woke"
        case .replied: "replied"
        case .skipped: "skipped"
        case .jumped: "jumped"
        case .commandEdited: "command_edited"
        case .stopped: "stopped"
        case .itemTicked: "item_ticked"
        case .noted: "noted"
        case .interrupted: "interrupted"
        case .resumed: "resumed"
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .started(let facts): facts.write(to: &writer)
        case .processStarted(let action, let process):
            writer.member("action", action)
            writer.member("pid", Int(process.pid))
            writer.member("start_time", Int(clamping: process.startTime))
            writer.member("boot", process.boot)
        case .actionEnded(let action, let result, let judgement):
            writer.member("action", action)
            result.write(to: &writer)
            if let judgement { writer.member("judgement") { judgement.write(to: &$0) } }
        case .actionLost(let action, let reason):
            writer.member("action", action)
            writer.member("reason", reason)
        case .woke: break
        case .replied(let request, let reply):
            writer.member("request", request)
            reply.write(to: &writer)
        case .skipped(let name): writer.member("by", name)
        case .jumped(let step, let name):
            writer.member("to", step)
            writer.member("by", name)
        case .commandEdited(let command, let name):
            writer.member("command", command)
            writer.member("by", name)
        case .stopped(let name): writer.member("by", name)
        case .itemTicked(let request, let item, let isTicked, let name):
            writer.member("request", request)
            writer.member("item", item)
            writer.member("ticked", isTicked)
            writer.member("by", name)
        case .noted(let text, let name):
            writer.member("text", text)
            writer.member("by", name)
        case .interrupted(let reason): writer.member("reason", reason)
        case .resumed(let facts):
            writer.member("mode", facts.mode.rawValue)
            writer.member("operator", facts.operatorName)
            // Left out where it is not so: as runs have it that were recorded before there was such leave.
            if facts.asksToLook { writer.member("asks_to_look", true) }
        }
    }

    /// Reads an input; nil where the kind is none of an input.
    init?(reading reader: EventReader) throws(EventProblem) {
        switch reader.kind {
        case "started": self = .started(try StartFacts(reading: reader))
        case "process_started":
            self = .processStarted(
                action: try reader.int("action"),
                ProcessMark(
                    pid: Int32(clamping: try reader.int("pid")),
                    startTime: UInt64(clamping: try reader.int("start_time")),
                    boot: try reader.string("boot")))
        case "action_ended":
            let judgement: Judgement? =
                if let inner = reader.optionalObject("judgement") { try Judgement(reading: inner) } else { nil }
            self = .actionEnded(action: try reader.int("action"), try ActionResult(reading: reader), judgement)
        case "action_lost":
            self = .actionLost(action: try reader.int("action"), reason: try reader.reason("reason"))
        case "woke": self = .woke
        case "replied": self = .replied(request: try reader.int("request"), try Reply(reading: reader))
        case "skipped": self = .skipped(by: try reader.string("by"))
        case "jumped": self = .jumped(to: try reader.string("to"), by: try reader.string("by"))
        case "command_edited":
            self = .commandEdited(command: try reader.string("command"), by: try reader.string("by"))
        case "stopped": self = .stopped(by: try reader.string("by"))
        case "item_ticked":
            self = .itemTicked(
                request: try reader.int("request"), item: try reader.int("item"),
                isTicked: try reader.bool("ticked"), by: try reader.string("by"))
        case "noted": self = .noted(text: try reader.string("text"), by: try reader.string("by"))
        case "interrupted": self = .interrupted(reason: try reader.reason("reason"))
        case "resumed":
            self = .resumed(
                ResumeFacts(
                    mode: try reader.enumeration("mode", Mode.self), operatorName: try reader.string("operator"),
                    asksToLook: reader.value["asks_to_look"]?.boolValue ?? false))
        default: return nil
        }
    }
}

extension StartFacts {
    func write(to writer: inout JSONWriter) {
        writer.member("id", run)
        writer.member("mode", mode.rawValue)
        writer.member("params") { writer in
            for (name, value) in params.sorted(by: { $0.key < $1.key }) {
                writer.key(name)
                writer.write(value)
            }
        }
        writer.member("from", optional: from)
        writer.member("operator", operatorName)
        writer.member("host", host)
        writer.member("default_host", optional: defaultHost)
        writer.member("target", target)
        if asksToLook { writer.member("asks_to_look", true) }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        var params: [String: Value] = [:]
        for (name, value) in try reader.object("params").value.objectValue?.members ?? [] {
            guard let read = Value(stored: value) else { throw reader.problem("the param \(name) cannot be read") }
            params[name] = read
        }
        self.init(
            run: try reader.string("id"), mode: try reader.enumeration("mode", Mode.self), params: params,
            from: reader.optionalString("from"), operatorName: try reader.string("operator"),
            host: try reader.string("host"), defaultHost: reader.optionalString("default_host"),
            target: try reader.string("target"), asksToLook: reader.value["asks_to_look"]?.boolValue ?? false)
    }
}

extension Reply {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .granted(let name):
            writer.member("reply", "granted")
            writer.member("by", name)
        case .refused(let name, let reason):
            writer.member("reply", "refused")
            writer.member("by", name)
            writer.member("reason", reason)
        case .answered(let value, let name):
            writer.member("reply", "answered")
            writer.key("answer")
            writer.write(value)
            writer.member("by", name)
        case .nobody: writer.member("reply", "nobody")
        case .planned: writer.member("reply", "planned")
        case .takenAsDone(let name):
            writer.member("reply", "taken_as_done")
            writer.member("by", name)
        }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        switch try reader.string("reply") {
        case "granted": self = .granted(by: try reader.string("by"))
        case "refused": self = .refused(by: try reader.string("by"), reason: try reader.reason("reason"))
        case "answered":
            guard let answer = reader.value["answer"], let value = Value(stored: answer) else {
                throw reader.problem("the answer cannot be read")
            }
            self = .answered(value, by: try reader.string("by"))
        case "nobody": self = .nobody
        case "planned": self = .planned
        case "taken_as_done": self = .takenAsDone(by: try reader.string("by"))
        case let other: throw reader.problem("the reply \(other) is not known")
        }
    }
}

extension JSONWriter {
    /// Writes a param's or an answer's value: as JSON says it, a duration as `{"duration": nanoseconds}`.
    mutating func write(_ value: Value) {
        switch value {
        case .bool(let flag): bool(flag)
        case .int(let number): int(number)
        case .double(let number): double(number)
        case .string(let text): string(text)
        case .duration(let duration):
            beginObject()
            member("duration", nanoseconds: duration)
            endObject()
        default: string(value.celString() ?? value.summary(limit: 200))
        }
    }
}

extension Value {
    /// A param's or an answer's value, as `JSONWriter.write` wrote it.
    init?(stored value: JSONValue) {
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .double(let number): self = .double(number)
        case .string(let text): self = .string(text)
        case .object(let object):
            guard let nanoseconds = object["duration"]?.intValue else { return nil }
            self = .duration(.nanoseconds(Int64(nanoseconds)))
        default: return nil
        }
    }
}
