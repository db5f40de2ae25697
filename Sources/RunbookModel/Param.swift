package import CEL
package import Diagnostics

/// A typed input of a runbook.
package struct Param: Sendable {
    /// The types that an input can have.
    package enum Kind: String, Sendable, CaseIterable {
        case string, int, number, bool, duration

        /// The type that conditions see.
        package var celType: CELType {
            switch self {
            case .string: .string
            case .int: .int
            case .number: .double
            case .bool: .bool
            case .duration: .duration
            }
        }
    }

    /// Its name in conditions and in every command's environment.
    package var name: String
    /// What its values must be.
    package var constraint: ValueConstraint
    /// Its value when none is given; nil: it must be given.
    package var defaultValue: Value?
    /// What it is for.
    package var description: Text?
    /// Where it is declared.
    package var range: SourceRange

    /// An input.
    package init(
        name: String, constraint: ValueConstraint, defaultValue: Value?, description: Text?, range: SourceRange
    ) {
        self.name = name
        self.constraint = constraint
        self.defaultValue = defaultValue
        self.description = description
        self.range = range
    }
}

/// What a value must be that comes from outside: an input's, or an answer's.
package struct ValueConstraint: Sendable {
    /// Its type.
    package var kind: Param.Kind
    /// What the whole of a string must match.
    package var pattern: RegularExpression?
    /// The pattern as it was written.
    package var patternText: String?
    /// The least value of an int, number or duration.
    package var minimum: Value?
    /// The greatest value of an int, number or duration.
    package var maximum: Value?
    /// The values that there are; empty: any.
    package var choices: [Value]

    /// A constraint of a type alone.
    package init(kind: Param.Kind) {
        self.kind = kind
        choices = []
    }

    /// Reads a value from text as a person types it, and checks it.
    ///
    /// - Returns: the value, or what is wrong with the text in words that follow "the value of x …".
    package func value(fromText text: String) -> Result<Value, ValueProblem> {
        let read: Value?
        switch kind {
        case .string: read = .string(text)
        case .int: read = Int64(text).map(Value.int)
        case .number: read = Double(text).flatMap { $0.isFinite ? Value.double($0) : nil }
        case .bool: read = text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        case .duration: read = DurationText.parse(text).map(Value.duration)
        }
        guard let value = read else {
            return .failure(ValueProblem(.type(kind, given: quoted(text))))
        }
        return checked(value)
    }

    /// A value that has the right type already, or what is wrong with it.
    package func checked(_ value: Value) -> Result<Value, ValueProblem> {
        problem(of: value).map(Result.failure) ?? .success(value)
    }

    /// What is wrong with a value that has the right type already; nil: nothing.
    package func problem(of value: Value) -> ValueProblem? {
        if case .string(let text) = value, let pattern, !pattern.fullyMatches(text) {
            return ValueProblem(.pattern(patternText ?? "", given: quoted(text)))
        }
        if let minimum, let order = compare(value, minimum), order < 0 {
            return ValueProblem(.less(than: shown(minimum), given: shown(value)))
        }
        if let maximum, let order = compare(value, maximum), order > 0 {
            return ValueProblem(.greater(than: shown(maximum), given: shown(value)))
        }
        if !choices.isEmpty, !choices.contains(value) {
            return ValueProblem(.choice(of: choices.map(shown), given: shown(value)))
        }
        return nil
    }

    private func compare(_ left: Value, _ right: Value) -> Int? {
        switch (left, right) {
        case (.int(let left), .int(let right)): left < right ? -1 : left > right ? 1 : 0
        case (.double(let left), .double(let right)): left < right ? -1 : left > right ? 1 : 0
        case (.duration(let left), .duration(let right)): left < right ? -1 : left > right ? 1 : 0
        default: nil
        }
    }

    private func shown(_ value: Value) -> String {
        if case .duration(let duration) = value { return DurationText.format(duration) }
        return value.celString() ?? value.summary(limit: 60)
    }

    private func quoted(_ text: String) -> String {
        Value.string(text).summary(limit: 80)
    }
}

/// What is wrong with a value, in words that follow its name.
package struct ValueProblem: Error, Sendable, Equatable {
    /// What a value can be that breaks its declaration; with what was given, as messages show it.
    package enum Fault: Sendable, Equatable {
        case type(Param.Kind, given: String)
        case pattern(String, given: String)
        case less(than: String, given: String)
        case greater(than: String, given: String)
        case choice(of: [String], given: String)

        /// The words: `is not an int: "x"`.
        var message: String {
            switch self {
            case .type(let kind, let given): "is not \(kind.inWords): \(given)"
            case .pattern(let pattern, let given): "does not match the pattern \(pattern): \(given)"
            case .less(let limit, let given): "is less than \(limit): \(given)"
            case .greater(let limit, let given): "is greater than \(limit): \(given)"
            case .choice(let choices, let given): "is none of \(choices.joined(separator: ", ")): \(given)"
            }
        }
    }

    /// The words: `is not an int: "x"`.
    package var message: String
    /// Which rule of its declaration it breaks; nil: it is another problem.
    package var fault: Fault?

    /// A problem in words.
    package init(_ message: String) {
        self.message = message
    }

    /// A value that breaks its declaration.
    package init(_ fault: Fault) {
        message = fault.message
        self.fault = fault
    }
}

extension Param.Kind {
    /// The type as a sentence names it.
    package var inWords: String {
        switch self {
        case .string: "a string"
        case .int: "an int"
        case .number: "a number"
        case .bool: "a bool (true or false)"
        case .duration: "a duration (such as 500ms, 30s, 5m, 1h30m)"
        }
    }
}
