import JSONText

extension ActionResult {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .command(let outcome):
            writer.member("command") { writer in
                writer.member("exit", outcome.exit)
                writer.member("stdout") { outcome.stdout.write(to: &$0) }
                writer.member("stderr") { outcome.stderr.write(to: &$0) }
                writer.member("elapsed_ns", nanoseconds: outcome.elapsed)
                if outcome.timedOut { writer.member("timed_out", true) }
                writer.member("start_problem", optional: outcome.startProblem)
            }
        case .http(let outcome):
            writer.member("http") { writer in
                writer.member("status", outcome.status)
                writer.member("headers", objects: outcome.headers) { header, writer in
                    writer.member("name", header.name)
                    writer.member("value", header.value)
                }
                writer.member("body") { outcome.body.write(to: &$0) }
                writer.member("elapsed_ns", nanoseconds: outcome.elapsed)
                if outcome.timedOut { writer.member("timed_out", true) }
                writer.member("problem", optional: outcome.problem)
            }
        case .tcp(let outcome):
            writer.member("tcp") { writer in
                writer.member("connected", outcome.isConnected)
                writer.member("elapsed_ns", nanoseconds: outcome.elapsed)
                if outcome.timedOut { writer.member("timed_out", true) }
                writer.member("problem", optional: outcome.problem)
            }
        case .file(let outcome):
            writer.member("file") { writer in
                if let exists = outcome.exists { writer.member("exists", exists) }
                if let size = outcome.size { writer.member("size", size) }
                if let modified = outcome.modified { writer.member("modified_ns", Int(modified.nanoseconds)) }
                if let content = outcome.content { writer.member("content") { content.write(to: &$0) } }
                writer.member("elapsed_ns", nanoseconds: outcome.elapsed)
                writer.member("problem", optional: outcome.problem)
            }
        case .edit(let outcome): writer.member("edit") { outcome.write(to: &$0) }
        case .notRun(let reason):
            writer.member("not_run", reason)
        }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        if let inner = reader.optionalObject("command") {
            self = .command(
                CommandOutcome(
                    exit: try inner.int("exit"), stdout: try Captured(reading: try inner.object("stdout")),
                    stderr: try Captured(reading: try inner.object("stderr")),
                    elapsed: try inner.duration("elapsed_ns"),
                    timedOut: inner.has("timed_out"), startProblem: inner.optionalString("start_problem")))
        } else if let inner = reader.optionalObject("http") {
            var headers: [(name: String, value: String)] = []
            for header in inner.objects("headers") {
                headers.append((try header.string("name"), try header.string("value")))
            }
            self = .http(
                HTTPOutcome(
                    status: try inner.int("status"), headers: headers,
                    body: try Captured(reading: try inner.object("body")),
                    elapsed: try inner.duration("elapsed_ns"), timedOut: inner.has("timed_out"),
                    problem: inner.optionalString("problem")))
        } else if let inner = reader.optionalObject("tcp") {
            self = .tcp(
                TCPOutcome(
                    isConnected: try inner.bool("connected"), elapsed: try inner.duration("elapsed_ns"),
                    timedOut: inner.has("timed_out"), problem: inner.optionalString("problem")))
        } else if let inner = reader.optionalObject("file") {
            let content: Captured? =
                if let content = inner.optionalObject("content") { try Captured(reading: content) } else { nil }
            self = .file(
                FileOutcome(
                    exists: inner.value["exists"]?.boolValue, size: inner.value["size"]?.intValue,
                    modified: (inner.value["modified_ns"]?.intValue).map { Instant(nanoseconds: Int64($0)) },
                    content: content, elapsed: try inner.duration("elapsed_ns"),
                    problem: inner.optionalString("problem")))
        } else if let inner = reader.optionalObject("edit") {
            self = .edit(try EditOutcome(reading: inner))
        } else {
            self = .notRun(try reader.reason("not_run"))
        }
    }
}

extension Captured {
    func write(to writer: inout JSONWriter) {
        if isWithheld {
            writer.member("withheld", true)
        } else {
            writer.member("text", text)
            if !sha256.isEmpty { writer.member("sha256", sha256) }
        }
        writer.member("size", size)
        if isTruncated { writer.member("truncated", true) }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        self.init(
            text: reader.optionalString("text") ?? "", size: try reader.int("size"),
            sha256: reader.optionalString("sha256") ?? "", isTruncated: reader.has("truncated"),
            isWithheld: reader.has("withheld"))
    }
}

extension Judgement {
    func write(to writer: inout JSONWriter) {
        if let ok { writer.member("ok", ok) }
        writer.member("reason", reason)
        writer.member("causes", strings: causes)
        writer.member("conditions", objects: conditions) { $0.write(to: &$1) }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        var conditions: [ConditionTrace] = []
        for condition in reader.objects("conditions") { conditions.append(try ConditionTrace(reading: condition)) }
        self.init(
            ok: reader.value["ok"]?.boolValue, reason: try reader.reason("reason"), causes: reader.strings("causes"),
            conditions: conditions)
    }
}

extension ConditionTrace {
    func write(to writer: inout JSONWriter) {
        writer.member("for", role)
        writer.member("expression", expression)
        writer.member("verdict", verdict.rawValue)
        writer.member("problem", optional: problem)
        if !parts.isEmpty { writer.member("parts", objects: parts) { $0.write(to: &$1) } }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        var parts: [Part] = []
        for part in reader.objects("parts") { parts.append(try Part(reading: part)) }
        self.init(
            role: try reader.string("for"), expression: try reader.string("expression"),
            verdict: try reader.enumeration("verdict", Verdict.self), problem: reader.optionalString("problem"),
            parts: parts)
    }
}

extension ConditionTrace.Part {
    func write(to writer: inout JSONWriter) {
        writer.member("text", text)
        switch state {
        case .value(let value): writer.member("value", value)
        case .unknown(let problem): writer.member("unknown", problem)
        case .notLookedAt: writer.member("not_looked_at", true)
        }
        if !parts.isEmpty { writer.member("parts", objects: parts) { $0.write(to: &$1) } }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        let state: State =
            if let value = reader.optionalString("value") {
                .value(value)
            } else if let problem = reader.optionalString("unknown") {
                .unknown(problem)
            } else {
                .notLookedAt
            }
        var parts: [ConditionTrace.Part] = []
        for part in reader.objects("parts") { parts.append(try ConditionTrace.Part(reading: part)) }
        self.init(text: try reader.string("text"), state: state, parts: parts)
    }
}
