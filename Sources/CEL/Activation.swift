/// Where an evaluation finds its variables.
public protocol Activation {
    /// The value of a variable; nil where there is none, which is then an error of the evaluation.
    ///
    /// It is asked once an evaluation for each variable that is looked at.
    func value(of name: String) -> Value?

    /// Why a variable has no value, for the message: `the output is no JSON`; nil (the default) where there is none of
    /// that name.
    func absence(of name: String) -> String?
}

extension Activation {
    /// A variable without a value is none.
    public func absence(of name: String) -> String? { nil }
}

/// Variables by name, the plainest activation.
///
/// ```swift
/// let value = try program.evaluate(["out": .string("PONG"), "exit": 0] as Variables)
/// ```
public struct Variables: Activation, Sendable, ExpressibleByDictionaryLiteral {
    /// The variables.
    public var values: [String: Value]

    /// These variables.
    public init(_ values: [String: Value] = [:]) { self.values = values }

    /// These variables.
    public init(dictionaryLiteral elements: (String, Value)...) {
        values = Dictionary(elements) { _, last in last }
    }

    /// The variable of that name.
    public func value(of name: String) -> Value? { values[name] }
}
