import ArgumentParser
import CEL
import Diagnostics
import Glibc
import Interpreter
import JSONText
import RunbookLoading
import TerminalIO

/// Evaluates JSON lines, each an expression with its variables; writes one JSON line for each, in order.
struct EvalBatch {
    let output: OutputChannel

    func perform() -> ExitCode {
        while let line = readLine(strippingNewline: true) {
            if line.utf8.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
            guard output.write(Self.answer(to: line) + "\n") else { return ExitCodes.failure }
        }
        return ExitCodes.success
    }

    /// One line's answer: `{"value": …, "type": …}` or `{"error": …}`.
    static func answer(to line: String) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        switch evaluate(line) {
        case .success(let value):
            writer.key("value")
            writer.plain(value)
            writer.member("type", value.typeName)
        case .failure(let problem): writer.member("error", problem.message)
        }
        writer.endObject()
        return writer.text
    }

    private static func evaluate(_ line: String) -> Result<Value, BatchProblem> {
        let request: JSONValue
        do throws(JSONProblem) {
            request = try JSONValue.parse(line)
        } catch {
            return .failure(BatchProblem(message: "the line is no JSON: \(error.message)"))
        }
        guard let expression = request["expr"] else {
            return .failure(BatchProblem(message: "the line has no \"expr\""))
        }
        guard let text = expression.stringValue else {
            return .failure(BatchProblem(message: "\"expr\" is no text"))
        }
        guard let variables = (request["vars"] ?? .object(JSONObject([]))).objectValue?.variables else {
            return .failure(BatchProblem(message: "\"vars\" is no object"))
        }
        let check = ExpressionCheck(text, in: nil, variables: variables.map { ($0.key, $0.value.type) })
        guard let program = check.program else {
            return .failure(BatchProblem(message: check.diagnostics.map(\.message).joined(separator: "; ")))
        }
        do throws(EvaluationError) {
            return .success(try program.evaluate(Variables(variables)))
        } catch {
            return .failure(BatchProblem(message: error.message))
        }
    }
}

/// What is wrong with a line of a batch.
struct BatchProblem: Error {
    var message: String
}

extension JSONWriter {
    /// The largest int that every reader of JSON keeps exactly.
    private static let largestExact: Int64 = 1 << 53

    /// Writes a value as plain JSON: ints beyond 2^53 and uints as strings, bytes as base64, times as their text.
    mutating func plain(_ value: Value) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .int(let number) where abs(number.clampedMagnitude) <= Self.largestExact: int(number)
        case .int(let number): string("\(number)")
        case .uint(let number): string("\(number)")
        case .double(let number): double(number)
        case .string(let text): string(text)
        case .list(let elements):
            beginArray()
            for element in elements { plain(element) }
            endArray()
        case .map(let map):
            beginObject()
            for (name, member) in map.pairs {
                key(name.celString() ?? name.description)
                plain(member)
            }
            endObject()
        case .optional(let inner):
            if let inner { plain(inner) } else { null() }
        case .bytes(let bytes): string(Base64.text(of: bytes.storage))
        default: string(value.celString() ?? value.description)
        }
    }
}

/// Bytes as base64 (RFC 4648, section 4).
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = (0..<3).reduce(0) { $0 << 8 | Int(start + $1 < bytes.count ? bytes[start + $1] : 0) }
            for place in 0..<4 {
                text.append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Int64 {
    /// The magnitude, as an Int64 where it fits.
    fileprivate var clampedMagnitude: Int64 { self == .min ? .max : Swift.abs(self) }
}
