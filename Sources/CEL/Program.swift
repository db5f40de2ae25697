/// A compiled expression, to be evaluated as often as one likes, from any thread.
///
/// ```swift
/// let program = try Environment().compile("[1, 2, 3].exists(x, x > 2)")
/// try program.evaluate()      // .bool(true)
/// ```
public struct Program: Sendable {
    let code: Code
    /// The limits that it was compiled with, which an evaluation has unless it is given others.
    public let limits: Limits

    /// The expression's text.
    public var source: String { code.source }

    /// The type that was deduced; `dyn` where only the evaluation shows it.
    public var resultType: CELType { code.resultType.declared }

    /// The variables that the expression reads, each with the longest path that its text says.
    public var references: [Reference] {
        var collector = ReferenceCollector(code: code)
        collector.collect(code.root)
        return collector.references
    }

    /// The names of the variables that the expression reads, each once.
    public var variables: [String] { (0..<code.slotCount).lazy.map { code.slotName($0) }.filter { !$0.isEmpty } }

    /// Whether all variables that the expression reads pass a test; true where it reads none.
    public func readsOnly(_ isPassed: (String) -> Bool) -> Bool {
        for slot in 0..<code.slotCount {
            let name = code.slotName(slot)
            if !name.isEmpty, !isPassed(name) { return false }
        }
        return true
    }

    /// The expression's value, if it is always the same: it reads nothing and needs no work.
    public var constant: Value? {
        let root = code.node(code.root)
        return root.kind == .constant ? code.constant(root.a) : nil
    }

    /// Evaluates the expression.
    ///
    /// - Parameters:
    ///   - activation: where the variables are; each is asked for once at most.
    ///   - limits: what it may cost, if not what the program was compiled with.
    /// - Throws: what kept it from having a value. A failed part of `&&`, `||`, `all` or `exists` that another part
    ///   outweighs is no error.
    public func evaluate(
        _ activation: any Activation = Variables(), limits: Limits? = nil
    ) throws(EvaluationError) -> Value {
        try run(activation, limits ?? self.limits, nil).value.get()
    }

    /// Evaluates the expression and tells what that cost, as cel-go counts it.
    public func evaluateWithCost(
        _ activation: any Activation = Variables(), limits: Limits? = nil
    ) -> (value: Result<Value, EvaluationError>, cost: UInt64) {
        run(activation, limits ?? self.limits, nil)
    }

    /// Evaluates the expression and tells how it came to its value.
    public func explain(_ activation: any Activation = Variables(), limits: Limits? = nil) -> Explanation {
        let tracer = Tracer()
        let (value, cost) = run(activation, limits ?? self.limits, tracer)
        var root = ExplanationBuilder(code: code).part(code.root, tracer.entries.first)
        switch value {
        case .success(let value): root.outcome = .value(value)
        case .failure(let error): root.outcome = .error(error)
        }
        return Explanation(root: root, cost: cost)
    }

    private func run(
        _ activation: any Activation, _ limits: Limits, _ tracer: Tracer?
    ) -> (value: Result<Value, EvaluationError>, cost: UInt64) {
        withUnsafeTemporaryAllocation(of: Value?.self, capacity: max(1, code.slotCount)) { slots in
            slots.initialize(repeating: nil)
            defer { slots.deinitialize() }
            guard let base = slots.baseAddress else {
                preconditionFailure("slots were allocated without an address")
            }
            var machine = Machine(code: code, slots: base, activation: activation, limits: limits)
            machine.trace = tracer
            do throws(Fault) {
                let value = try machine.evaluate(code.root)
                if machine.cost > limits.cost {
                    return (.failure(code.error(machine.costExceeded(-1))), machine.cost)
                }
                return (.success(value), machine.cost)
            } catch {
                return (.failure(code.error(error)), machine.cost)
            }
        }
    }
}
