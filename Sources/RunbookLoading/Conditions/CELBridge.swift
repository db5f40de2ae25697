import CEL

extension CELType {
    /// The type as a sentence names it.
    var inWords: String {
        switch self {
        case .null: "null"
        case .bool: "a bool"
        case .int: "an int"
        case .uint: "an unsigned int"
        case .double: "a number"
        case .string: "a string"
        case .bytes: "bytes"
        case .duration: "a duration"
        case .timestamp: "a time"
        case .list: "a list"
        case .map: "a map"
        case .optional: "an optional value"
        case .object: "a map"
        case .dyn: "any value"
        case .type, .abstract, .typeParam: "a type"
        }
    }
}

/// Patterns in RE2's syntax.
enum Patterns {
    /// Compiles a pattern, or says what is wrong with it.
    static func compile(_ pattern: String) -> Result<RegularExpression, PatternProblem> {
        do throws(RegularExpression.Failure) {
            return .success(try RegularExpression(pattern))
        } catch {
            return .failure(PatternProblem(message: error.message))
        }
    }
}

/// What is wrong with a pattern.
struct PatternProblem: Error {
    /// In words.
    var message: String
}
