import CEL
import RunbookModel

/// A condition as it was weighed: its outcome, and the values of its parts that decided it.
package struct ConditionTrace: Sendable, Equatable {
    /// What a condition can be (rule 17).
    package enum Verdict: String, Sendable, Equatable {
        case yes = "true"
        case no = "false"
        case unknown
    }

    /// One part of the condition.
    package struct Part: Sendable, Equatable {
        /// What is known of a part.
        package enum State: Sendable, Equatable {
            /// Its value, written as CEL does and cut where it is long.
            case value(String)
            /// Why it has none.
            case unknown(String)
            /// It did not matter any more.
            case notLookedAt
        }

        /// The part's own text.
        package var text: String
        /// What is known of it.
        package var state: State
        /// Its own parts.
        package var parts: [Part]

        /// A part.
        package init(text: String, state: State, parts: [Part] = []) {
            self.text = text
            self.state = state
            self.parts = parts
        }
    }

    /// What the condition was for: `expect`, a cause, a step to go to.
    package var role: String
    /// The condition as it was written.
    package var expression: String
    /// What it came to.
    package var verdict: Verdict
    /// Why it is unknown.
    package var problem: String?
    /// The values of its parts.
    package var parts: [Part]

    /// A condition that was weighed.
    package init(role: String, expression: String, verdict: Verdict, problem: String? = nil, parts: [Part] = []) {
        self.role = role
        self.expression = expression
        self.verdict = verdict
        self.problem = problem
        self.parts = parts
    }
}

extension ConditionTrace {
    /// How many characters of a value are recorded.
    package static let valueLimit = 200
    /// How many parts deep a condition is recorded.
    private static let depthLimit = 12

    /// Weighs a condition.
    static func weigh(_ expression: Expression, role: String, in context: ConditionContext) -> ConditionTrace {
        guard let program = expression.program else {
            return ConditionTrace(
                role: role, expression: expression.text, verdict: .unknown,
                problem: "a secret is not seen by conditions")
        }
        let explanation = program.explain(context)
        var trace = ConditionTrace(role: role, expression: expression.text, verdict: .unknown)
        switch explanation.outcome {
        case .value(.bool(let isTrue)): trace.verdict = isTrue ? .yes : .no
        case .value(let value): trace.problem = "it is \(value.summary(limit: 60)), neither true nor false"
        case .error(let error): trace.problem = error.message
        case .notEvaluated: trace.problem = "it was not evaluated"
        }
        trace.parts = explanation.root.children.map { part($0, depth: 1) }
        return trace
    }

    /// The same without the values of its parts, where they are of an output that is not stored (rule 30).
    var withheld: ConditionTrace {
        var trace = self
        trace.parts = []
        if problem != nil { trace.problem = "its values are sensitive" }
        return trace
    }

    private static func part(_ explanation: Explanation.Part, depth: Int) -> Part {
        let state: Part.State =
            switch explanation.outcome {
            case .value(let value): .value(value.summary(limit: valueLimit))
            case .error(let error): .unknown(error.message)
            case .notEvaluated: .notLookedAt
            }
        let parts = depth < depthLimit ? explanation.children.map { part($0, depth: depth + 1) } : []
        return Part(text: explanation.text, state: state, parts: parts)
    }
}
