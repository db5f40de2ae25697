import CEL
import RunbookModel

/// The types of what a step's result holds (rules 7 and 9).
enum ResultTypes {
    /// The names and types of a result of a shape; those of an unknown one are none of them certain.
    static func fields(of shape: ResultShape) -> [(String, CELType)] {
        var fields: [(String, CELType)] = [
            ("ran", .bool), ("ok", .bool), ("timed_out", .bool), ("elapsed", .duration),
        ]
        switch shape {
        case .plain: break
        case .command(let parse):
            fields += [("exit", .int), ("stdout", .string), ("stderr", .string), ("out", type(of: parse))]
        case .http(let parse): fields += [("http", .object("http")), ("out", type(of: parse))]
        case .file(let parse): fields += [("file", .object("file")), ("out", type(of: parse))]
        case .answer(let kind): fields.append(("answer", kind.celType))
        case .call: fields.append(("out", .object("called walk")))
        case .unknown:
            fields += ["exit", "stdout", "stderr", "out", "http", "file", "answer"].map { ($0, .dyn) }
        }
        return fields
    }

    /// The type of a step in `steps`.
    static func type(of shape: ResultShape) -> CELType {
        .object(name(of: shape))
    }

    /// The type of `out` (rule 9).
    static func type(of parse: ParseFormat) -> CELType {
        switch parse {
        case .text: .string
        case .json, .yaml, .number: .dyn
        case .jsonl: .list(.dyn)
        case .lines: .list(.string)
        case .table: .list(.map(.string, .string))
        }
    }

    /// Declares the types of some shapes.
    static func declare(_ shapes: Set<ResultShape>, in environment: inout Environment) {
        environment.declare(
            objectType: ObjectType(
                name: "http", fields: ["status": .int, "headers": .map(.string, .string), "body": .string]))
        environment.declare(
            objectType: ObjectType(name: "file", fields: ["exists": .bool, "size": .int, "modified": .timestamp]))
        environment.declare(
            objectType: ObjectType(
                name: "called walk", fields: ["outcome": .string, "causes": .map(.string, .bool)]))
        for shape in shapes {
            let fields = Dictionary(fields(of: shape)) { first, _ in first }
            environment.declare(objectType: ObjectType(name: name(of: shape), fields: fields))
        }
    }

    /// What messages call such a step.
    private static func name(of shape: ResultShape) -> String {
        switch shape {
        case .plain: "step"
        case .command(let parse): "step with a command (\(parse.rawValue))"
        case .http(let parse): "check by http (\(parse.rawValue))"
        case .file(let parse): "check of a file (\(parse.rawValue))"
        case .answer(let kind): "ask (\(kind.rawValue))"
        case .call: "call"
        case .unknown: "unknown step"
        }
    }
}
