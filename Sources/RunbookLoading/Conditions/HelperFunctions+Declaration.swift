import CEL

extension HelperFunctions {
    /// Declares `percent`, `quantity` and `lines`.
    static func declare(in environment: inout Environment) {
        environment.declare(
            function: "percent",
            FunctionOverload(parameters: [.string], result: .double) { values throws(EvaluationError) in
                guard let text = values.first?.asString, let number = percent(text) else {
                    throw failure("is no percentage such as `91%`", values)
                }
                return .double(number)
            })
        environment.declare(
            function: "quantity",
            FunctionOverload(parameters: [.string], result: .double) { values throws(EvaluationError) in
                guard let text = values.first?.asString, let number = quantity(text) else {
                    throw failure("is no quantity such as `512Mi` or `1.5GB`", values)
                }
                return .double(number)
            })
        environment.declare(
            function: "lines",
            FunctionOverload(parameters: [.string], result: .list(.string)) { values throws(EvaluationError) in
                guard let text = values.first?.asString else { throw failure("is no text", values) }
                return .list(lines(text).map { .string($0) })
            })
    }

    private static func failure(_ problem: String, _ values: [Value]) -> EvaluationError {
        EvaluationError(code: .invalidArgument, message: "\(values.first?.summary(limit: 60) ?? "nothing") \(problem)")
    }
}
