/// Something that is wrong with an expression's text.
public struct Problem: Sendable, Hashable {
    /// What is wrong, in plain words.
    public var message: String
    /// Where, in UTF-8 bytes of the expression.
    public var range: Range<Int>
    /// What was probably meant.
    public var suggestion: String?

    /// A problem at a place.
    public init(message: String, range: Range<Int>, suggestion: String? = nil) {
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }
}

extension Problem: CustomStringConvertible {
    /// The message, with the suggestion.
    public var description: String {
        suggestion.map { "\(message) (did you mean \($0)?)" } ?? message
    }
}

/// Why an expression could not be compiled: all that is wrong with it.
public struct CompilationFailure: Error, Sendable, CustomStringConvertible {
    /// The problems, in the order of their places.
    public var problems: [Problem]

    /// A failure for these reasons.
    public init(problems: [Problem]) { self.problems = problems }

    /// All problems, a line each.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Why an evaluation has no value.
public struct EvaluationError: Error, Sendable, Hashable {
    /// The kind of an error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The kind's name.
        public let description: String

        /// The activation has no such variable.
        public static let unknownVariable = Code(description: "unknown_variable")
        /// A field or key that is not there.
        public static let missingField = Code(description: "missing_field")
        /// A list's index that is not there.
        public static let indexOutOfRange = Code(description: "index_out_of_range")
        /// A function or operator that takes no such values.
        public static let noSuchOverload = Code(description: "no_such_overload")
        /// Division by zero.
        public static let divisionByZero = Code(description: "division_by_zero")
        /// A number, duration or timestamp out of its range.
        public static let outOfRange = Code(description: "out_of_range")
        /// A function got what it cannot take.
        public static let invalidArgument = Code(description: "invalid_argument")
        /// A limit was reached.
        public static let limitExceeded = Code(description: "limit_exceeded")
        /// A host's function failed.
        public static let functionFailed = Code(description: "function_failed")
    }

    /// What kind of error it is.
    public var code: Code
    /// What is wrong, in plain words.
    public var message: String
    /// Where in the expression, in UTF-8 bytes; nil for what has no place.
    public var range: Range<Int>?
    /// What was missing, where something was.
    public var missing: Missing?

    /// A field, key or variable that is not there.
    public struct Missing: Sendable, Hashable {
        /// The path that was asked for, as written: `steps.health.out.redis`.
        public var path: String
        /// Where it was looked for: `steps.health.out`; empty for a variable.
        public var container: String
        /// The name of the missing field or variable, or the literal of the missing key.
        public var name: String
    }

    /// An error with a message.
    public init(code: Code, message: String, range: Range<Int>? = nil, missing: Missing? = nil) {
        self.code = code
        self.message = message
        self.range = range
        self.missing = missing
    }
}

extension EvaluationError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
