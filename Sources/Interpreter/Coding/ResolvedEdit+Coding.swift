import JSONText

extension ResolvedEdit {
    func write(to writer: inout JSONWriter) {
        writer.member("file", file)
        switch change {
        case .set(let tree):
            writer.key("set")
            tree.write(to: &writer)
        case .replace(let pattern, let text):
            writer.member("replace") { writer in
                writer.member("pattern", pattern)
                writer.member("with", text)
            }
        case .ensureLine(let line, let pattern):
            writer.member("ensure_line") { writer in
                writer.member("line", line)
                writer.member("pattern", optional: pattern)
            }
        case .block(let name, let text):
            writer.member("block") { writer in
                writer.member("name", name)
                writer.member("text", text)
            }
        }
        if createsFile { writer.member("create", true) }
        if usesSudo { writer.member("sudo", true) }
    }

    init(reading reader: EventReader) throws(EventProblem) {
        let change: Change
        if let inner = reader.optionalObject("replace") {
            change = .replace(pattern: try inner.string("pattern"), with: try inner.string("with"))
        } else if let inner = reader.optionalObject("ensure_line") {
            change = .ensureLine(line: try inner.string("line"), pattern: inner.optionalString("pattern"))
        } else if let inner = reader.optionalObject("block") {
            change = .block(name: try inner.string("name"), text: try inner.string("text"))
        } else {
            change = .set(ResolvedTree(reading: reader.value["set"] ?? .null))
        }
        self.init(
            file: try reader.string("file"), change: change, createsFile: reader.has("create"),
            usesSudo: reader.has("sudo"))
    }
}

extension ResolvedTree {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .map(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.key)
                member.value.write(to: &writer)
            }
            writer.endObject()
        case .list(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .int(let value): writer.int(value)
        case .double(let value): writer.double(value)
        case .string(let value): writer.string(value)
        }
    }

    /// The tree as it was written; a double that JSON does not know is read as its text.
    init(reading value: JSONValue) {
        switch value {
        case .object(let object):
            self = .map(object.members.map { Member(key: $0.key, value: ResolvedTree(reading: $0.value)) })
        case .array(let elements): self = .list(elements.map { ResolvedTree(reading: $0) })
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .unsigned(let value): self = .double(Double(value))
        }
    }
}

extension EditStage {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .plan: writer.member("stage", "plan")
        case .write(let plan): Self.write("write", plan, to: &writer)
        case .look(let plan): Self.write("look", plan, to: &writer)
        case .putBack(let plan): Self.write("put_back", plan, to: &writer)
        }
    }

    /// The diff stands in the plan's own result, and not again in each order.
    private static func write(_ stage: String, _ plan: EditPlan, to writer: inout JSONWriter) {
        writer.member("stage", stage)
        writer.member("path", plan.path)
        writer.member("before", optional: plan.before)
        writer.member("after", plan.after)
    }

    init(reading reader: EventReader) throws(EventProblem) {
        let stage = try reader.string("stage")
        if stage == "plan" {
            self = .plan
            return
        }
        let plan = EditPlan(
            path: try reader.string("path"), before: reader.optionalString("before"), after: try reader.string("after"))
        switch stage {
        case "write": self = .write(plan)
        case "look": self = .look(plan)
        case "put_back": self = .putBack(plan)
        default: throw reader.problem("`stage` is \(stage), which no edit has")
        }
    }
}

extension EditOutcome {
    func write(to writer: inout JSONWriter) {
        switch state {
        case .unchanged(let path):
            writer.member("state", "unchanged")
            writer.member("path", path)
        case .planned(let plan):
            writer.member("state", "planned")
            writer.member("path", plan.path)
            writer.member("before", optional: plan.before)
            writer.member("after", plan.after)
            writer.member("diff", plan.diff)
            if plan.otherLinks > 0 { writer.member("other_links", plan.otherLinks) }
        case .written(let backup):
            writer.member("state", "written")
            writer.member("backup", optional: backup)
        case .putBack: writer.member("state", "put_back")
        case .isBefore: writer.member("state", "as_before")
        case .isAfter: writer.member("state", "as_after")
        case .failed(let problem):
            writer.member("state", "failed")
            writer.member("problem", problem)
        }
        writer.member("elapsed_ns", nanoseconds: elapsed)
    }

    init(reading reader: EventReader) throws(EventProblem) {
        let state: State
        switch try reader.string("state") {
        case "unchanged": state = .unchanged(path: try reader.string("path"))
        case "planned":
            state = .planned(
                EditPlan(
                    path: try reader.string("path"), before: reader.optionalString("before"),
                    after: try reader.string("after"), diff: try reader.string("diff"),
                    otherLinks: reader.value["other_links"]?.intValue ?? 0))
        case "written": state = .written(backup: reader.optionalString("backup"))
        case "put_back": state = .putBack
        case "as_before": state = .isBefore
        case "as_after": state = .isAfter
        case "failed": state = .failed(try reader.string("problem"))
        case let other: throw reader.problem("`state` is \(other), which no edit comes to")
        }
        self.init(state, elapsed: try reader.duration("elapsed_ns"))
    }
}
