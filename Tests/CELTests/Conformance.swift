import CEL
import Foundation

/// One test of the public conformance suite, as its JSON has it.
struct ConformanceTest: Decodable {
    let id: String
    let file: String
    let expr: String
    let needsProto: Bool
    let disableCheck: Bool?
    let checkOnly: Bool?
    let container: String?
    let bindings: [String: TypedValue]?
    let typeEnv: [Declaration]?
    let expect: Expectation

    enum CodingKeys: String, CodingKey {
        case id, file, expr, container, bindings, expect
        case needsProto = "needs_proto"
        case disableCheck = "disable_check"
        case checkOnly = "check_only"
        case typeEnv = "type_env"
    }

    struct Expectation: Decodable {
        let kind: String
        let value: TypedValue?
        let messages: [String]?
        let deducedType: TypeDescription?

        enum CodingKeys: String, CodingKey {
            case kind, value, messages
            case deducedType = "deduced_type"
        }
    }

    struct Declaration: Decodable {
        let name: String
        let kind: String
        let type: TypeDescription?
        let overloads: [Overload]?

        struct Overload: Decodable {
            let params: [TypeDescription]
            let result: TypeDescription
            let isInstanceFunction: Bool

            enum CodingKeys: String, CodingKey {
                case params, result
                case isInstanceFunction = "is_instance_function"
            }
        }
    }
}

/// A type as the suite's JSON writes it.
struct TypeDescription: Decodable {
    let cel: CELType

    private enum CodingKeys: String, CodingKey { case type, elem, key, value, of, name, params }

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        func part(_ key: CodingKeys) throws -> CELType { try box.decode(TypeDescription.self, forKey: key).cel }
        let kind = try box.decode(String.self, forKey: .type)
        switch kind {
        case "bool": cel = .bool
        case "int": cel = .int
        case "uint": cel = .uint
        case "double": cel = .double
        case "string": cel = .string
        case "bytes": cel = .bytes
        case "null": cel = .null
        case "timestamp": cel = .timestamp
        case "duration": cel = .duration
        case "list": cel = .list(try part(.elem))
        case "map": cel = .map(try part(.key), try part(.value))
        case "type": cel = .type(try part(.of))
        case "type_param": cel = .typeParam(try box.decode(String.self, forKey: .name))
        case "abstract":
            let name = try box.decode(String.self, forKey: .name)
            let parameters = try box.decodeIfPresent([TypeDescription].self, forKey: .params) ?? []
            if name == "optional_type", let first = parameters.first {
                cel = .optional(first.cel)
            } else {
                cel = .abstract(name, parameters.map(\.cel))
            }
        default: cel = .dyn
        }
    }
}

/// A value as the suite's JSON writes it.
struct TypedValue: Decodable {
    let value: Value

    private enum CodingKeys: String, CodingKey { case type, value, seconds, nanos }

    private struct Entry: Decodable {
        let key: TypedValue
        let value: TypedValue
    }

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        func text() throws -> String { try box.decode(String.self, forKey: .value) }
        switch try box.decode(String.self, forKey: .type) {
        case "bool": value = .bool(try box.decode(Bool.self, forKey: .value))
        case "int": value = .int(Int64(try text()) ?? 0)
        case "uint": value = .uint(UInt64(try text()) ?? 0)
        case "double":
            if let number = try? box.decode(Double.self, forKey: .value) {
                value = .double(number)
            } else {
                value = .double(try text() == "NaN" ? .nan : try text() == "Infinity" ? .infinity : -.infinity)
            }
        case "string": value = .string(try text())
        case "bytes": value = .bytes(Bytes([UInt8](Data(base64Encoded: try text()) ?? Data())))
        case "list": value = .list(try box.decode([TypedValue].self, forKey: .value).map(\.value))
        case "map":
            value = .map(MapValue(try box.decode([Entry].self, forKey: .value).map { ($0.key.value, $0.value.value) }))
        case "type": value = .type(.object(try text()))
        case "timestamp":
            value = .timestamp(
                Timestamp(
                    seconds: Int64(try box.decode(String.self, forKey: .seconds)) ?? 0,
                    nanoseconds: try box.decodeIfPresent(Int32.self, forKey: .nanos) ?? 0))
        case "duration":
            value = .duration(
                .seconds(Int64(try box.decode(String.self, forKey: .seconds)) ?? 0)
                    + .nanoseconds(try box.decodeIfPresent(Int.self, forKey: .nanos) ?? 0))
        default: value = .null
        }
    }

    /// The suite's equality: the types must be the same, NaN is NaN, the order of a map's keys does not matter.
    static func matches(_ wanted: Value, _ actual: Value) -> Bool {
        switch (wanted, actual) {
        case (.int(let a), .int(let b)): a == b
        case (.uint(let a), .uint(let b)): a == b
        case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
        case (.int, _), (.uint, _), (.double, _), (_, .int), (_, .uint), (_, .double): false
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { matches($0, $1) }
        case (.map(let a), .map(let b)):
            a.count == b.count
                && a.pairs.allSatisfy { pair in
                    b.pairs.contains { matches(pair.key, $0.key) && matches(pair.value, $0.value) }
                }
        default: wanted == actual
        }
    }
}

extension ConformanceTest {
    /// What is wrong, or nil where the test passes.
    func failure() -> String? {
        var environment = Environment()
        environment.container = container ?? ""
        for declaration in typeEnv ?? [] {
            if let type = declaration.type { environment.declare(variable: declaration.name, type: type.cel) }
            let overloads = (declaration.overloads ?? []).map { overload in
                FunctionOverload(
                    parameters: overload.params.map(\.cel), result: overload.result.cel,
                    isMember: overload.isInstanceFunction
                ) { _ throws(EvaluationError) in
                    throw EvaluationError(code: .functionFailed, message: "declared only")
                }
            }
            if !overloads.isEmpty { environment.declare(function: declaration.name, overloads: overloads) }
        }
        let program: Program
        do throws(CompilationFailure) {
            program = try environment.compile(expr, checked: !(disableCheck ?? false))
        } catch {
            // One test of the suite wants an error of the checker, by its message.
            let isWanted = expect.messages?.first?.hasPrefix("found no matching overload") ?? false
            return isWanted ? nil : "does not compile: \(error)"
        }
        if let type = expect.deducedType, program.resultType != type.cel {
            return "is of type \(program.resultType), wanted \(type.cel)"
        }
        if checkOnly ?? false { return nil }
        let activation = Variables((bindings ?? [:]).mapValues(\.value))
        do throws(EvaluationError) {
            let value = try program.evaluate(activation)
            guard expect.kind != "eval_error" else { return "gives \(value), wanted an error" }
            guard let wanted = expect.value?.value else { return nil }
            return TypedValue.matches(wanted, value) ? nil : "gives \(value), wanted \(wanted)"
        } catch {
            return expect.kind == "eval_error" ? nil : "fails: \(error)"
        }
    }
}
