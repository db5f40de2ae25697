package import CEL
import RunbookModel

/// What is known of a step since it ran last (rule 7).
package struct StepResult: Sendable {
    /// What a step's kind adds.
    package enum Detail: Sendable {
        case none
        /// A stream of which more came than was kept is nil (rule 9).
        case command(exit: Int, stdout: String?, stderr: String?)
        case http(status: Int, headers: [(name: String, value: String)], body: String?)
        case file(exists: Bool?, size: Int?, modified: Instant?)
        case answer(Value)
    }

    /// Whether it ran.
    package var ran: Bool
    /// Whether it is ok; nil: unknown.
    package var ok: Bool?
    /// How long it took; nil where it did not run.
    package var elapsed: Duration?
    /// Whether its time was over; nil where it did not run.
    package var timedOut: Bool?
    /// What its kind adds.
    package var detail: Detail
    /// `out`; nil: unknown.
    package var out: Value?
    /// The causes that it found.
    package var causes: [String]

    /// A result.
    package init(
        ran: Bool, ok: Bool?, elapsed: Duration? = nil, timedOut: Bool? = nil, detail: Detail = .none,
        out: Value? = nil, causes: [String] = []
    ) {
        self.ran = ran
        self.ok = ok
        self.elapsed = elapsed
        self.timedOut = timedOut
        self.detail = detail
        self.out = out
        self.causes = causes
    }

    /// A field of the step as conditions see it; nil: unknown.
    package func field(_ name: String) -> Value? {
        switch name {
        case "ran": .bool(ran)
        case "ok": ok.map(Value.bool)
        case "elapsed": elapsed.map(Value.duration)
        case "timed_out": timedOut.map(Value.bool)
        case "out": out
        default: detailField(name)
        }
    }

    /// Why a field is unknown (rules 7, 9 and 10), as messages say it; nil: the step has no such field.
    func absence(of name: String) -> String? {
        guard ran else { return ok == nil ? "the step has no result yet" : "the step was not run" }
        return switch (name, detail) {
        case ("ok", _): "the check gave no verdict"
        case ("out", .http(0, _, _)): "nothing answered"
        case ("out", .command(_, nil, _)), ("stdout", .command), ("stderr", .command), ("out", .http(_, _, nil)):
            "more came than `max_output` keeps"
        case ("out", .command(let exit, _, _)):
            "the command ended with exit \(exit), or its output is not what `parse` says"
        case ("out", .http): "the body is not what `parse` says"
        case ("out", .file): "the file cannot be read, or is not what `parse` says"
        case ("exit", .none), ("stdout", .none), ("stderr", .none), ("out", .none), ("http", .none), ("file", .none),
            ("elapsed", _), ("timed_out", _):
            "the step could not be executed"
        default: nil
        }
    }

    private func detailField(_ name: String) -> Value? {
        switch (detail, name) {
        case (.command(let exit, _, _), "exit"): .int(Int64(exit))
        case (.command(_, let stdout, _), "stdout"): stdout.map(Value.string)
        case (.command(_, _, let stderr), "stderr"): stderr.map(Value.string)
        case (.http(let status, let headers, let body), "http"):
            .object(HTTPFields(status: status, headers: headers, body: body))
        case (.file(let exists, let size, let modified), "file"):
            .object(FileFields(exists: exists, size: size, modified: modified))
        case (.answer(let value), "answer"): value
        default: nil
        }
    }
}

/// `http` in conditions.
private struct HTTPFields: ObjectValue {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: String?

    var typeName: String { "http" }

    func field(_ name: String) -> Value? {
        switch name {
        case "status": .int(Int64(status))
        case "headers": .map(MapValue(headers.map { (Value.string($0.name), Value.string($0.value)) }))
        case "body": body.map(Value.string)
        default: nil
        }
    }
}

/// `file` in conditions.
private struct FileFields: ObjectValue {
    let exists: Bool?
    let size: Int?
    let modified: Instant?

    var typeName: String { "file" }

    func field(_ name: String) -> Value? {
        switch name {
        case "exists": exists.map(Value.bool)
        case "size": size.map { .int(Int64($0)) }
        case "modified": modified.map { .timestamp($0.timestamp) }
        default: nil
        }
    }
}
