import JSONText
import RunbookModel

extension ActionOrder {
    /// Writes the order as it may be stored: secrets are names in it.
    func write(to writer: inout JSONWriter) {
        writer.member("action", id)
        writer.member("step", step)
        writer.member("runbook", runbook)
        switch purpose {
        case .step(let attempt):
            writer.member("attempt", attempt)
        case .verification(let verified, let attempt):
            writer.member("verifies", verified)
            writer.member("attempt", attempt)
        case .preview: writer.member("preview", true)
        case .validation: writer.member("validates", true)
        case .application(let again): writer.member("applies", again ? "again" : "first")
        }
        writer.member("effect", effect.rawValue)
        action.write(to: &writer)
        if !environment.isEmpty { writer.member("env") { Self.write(environment, to: &$0) } }
        writer.member("workdir", optional: workdir)
        writer.member("timeout_ns", nanoseconds: timeout)
        writer.member("max_output", maxOutput)
        if isSensitive { writer.member("sensitive", true) }
        if let changedAt { writer.member("changed_ns", Int(changedAt.nanoseconds)) }
    }

    private static func write(_ entries: [ResolvedEntry], to writer: inout JSONWriter) {
        for entry in entries { writer.member(entry.name, entry.value.shown) }
    }

    /// Reads an order for people and checks of what runs: its secrets are gone, so it is not fit to be executed.
    init(reading reader: EventReader) throws(EventProblem) {
        let purpose: Purpose =
            if reader.has("preview") {
                .preview
            } else if reader.has("validates") {
                .validation
            } else if let applies = reader.optionalString("applies") {
                .application(again: applies == "again")
            } else if let verified = reader.optionalString("verifies") {
                .verification(of: verified, attempt: try reader.int("attempt"))
            } else {
                .step(attempt: try reader.int("attempt"))
            }
        let entries = (reader.value["env"]?.objectValue?.members ?? []).map { member in
            ResolvedEntry(name: member.key, value: ResolvedText(member.value.stringValue ?? ""))
        }
        self.init(
            id: try reader.int("action"), step: try reader.string("step"), runbook: try reader.string("runbook"),
            purpose: purpose, effect: try reader.enumeration("effect", Effect.self),
            action: try ResolvedAction(reading: reader), environment: entries,
            workdir: reader.optionalString("workdir"), timeout: try reader.duration("timeout_ns"),
            maxOutput: try reader.int("max_output"), isSensitive: reader.has("sensitive"),
            changedAt: (reader.value["changed_ns"]?.intValue).map { Instant(nanoseconds: Int64($0)) })
    }
}

extension ResolvedAction {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .script(let text): writer.member("script", text)
        case .argv(let words): writer.member("argv", strings: words)
        case .http(let request):
            writer.member("http") { writer in
                writer.member("url", request.url)
                writer.member("method", request.method)
                writer.member("headers", objects: request.headers) { header, writer in
                    writer.member("name", header.name)
                    writer.member("value", header.value.shown)
                }
                writer.member("body", optional: request.body?.shown)
                if request.isInsecure { writer.member("insecure", true) }
            }
        case .tcp(let address): writer.member("tcp", address)
        case .file(let path): writer.member("file", path)
        case .edit(let edit, let stage):
            writer.member("edit") { writer in
                edit.write(to: &writer)
                stage.write(to: &writer)
            }
        }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        if let script = reader.optionalString("script") {
            self = .script(script)
        } else if reader.has("argv") {
            self = .argv(reader.strings("argv"))
        } else if let inner = reader.optionalObject("http") {
            var headers: [ResolvedEntry] = []
            for header in inner.objects("headers") {
                headers.append(
                    ResolvedEntry(name: try header.string("name"), value: ResolvedText(try header.string("value"))))
            }
            self = .http(
                ResolvedRequest(
                    url: try inner.string("url"), method: try inner.string("method"), headers: headers,
                    body: inner.optionalString("body").map { ResolvedText($0) }, isInsecure: inner.has("insecure")))
        } else if let inner = reader.optionalObject("edit") {
            self = .edit(try ResolvedEdit(reading: inner), try EditStage(reading: inner))
        } else if let address = reader.optionalString("tcp") {
            self = .tcp(address)
        } else {
            self = .file(try reader.string("file"))
        }
    }
}
