/// How much an expression may cost to compile and to evaluate; all input is taken for hostile.
public struct Limits: Sendable, Hashable {
    /// How deep an expression may nest, 250 at the most, which needs less than 1 MiB of stack.
    public var depth: Int = greatestDepth
    /// How many bytes an expression may have.
    public var expressionSize: Int = 100_000
    /// What one evaluation may cost, as cel-go counts it (see `Program.evaluate(_:limits:)`).
    public var cost: UInt64 = 10_000_000
    /// How many rounds all comprehensions of one evaluation may take together.
    public var iterations: Int = 1_000_000
    /// How many bytes of strings, lists and maps one evaluation may make, roughly.
    public var memory: Int = 64 << 20

    /// The limits that fit a runbook's conditions.
    public static let standard = Limits()

    /// The deepest that an expression can nest.
    static let greatestDepth = 250

    /// The standard limits.
    public init() {}
}
