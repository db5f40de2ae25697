/// A scalar's value by the core schema (YAML 1.2.2 §10.3.2).
package enum YAMLValue: Sendable, Hashable {
    /// Nothing: empty, `~`, `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// An integer of 64 bits.
    case int(Int64)
    /// A number with a fraction or an exponent, `.inf`, `.nan`, or an integer that 64 bits do not hold.
    case float(Double)
    /// A text.
    case string(String)
}
