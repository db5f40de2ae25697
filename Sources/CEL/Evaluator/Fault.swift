/// Why a part of an expression has no value. It becomes an `EvaluationError` only if nothing absorbs it.
final class Fault: Error {
    /// What happened, as little of it as can be told later.
    enum Reason {
        case unknownVariable(String, why: String? = nil)
        case missingField(String, why: String? = nil)
        case missingKey(Value)
        case noOverload(String)
        case message(EvaluationError.Code, String)
        case limit(String)
        case host(EvaluationError)
    }

    let reason: Reason
    let node: Int32

    init(_ reason: Reason, node: Int32) {
        self.reason = reason
        self.node = node
    }

    /// Whether no operator may absorb it: a limit was reached.
    var isFinal: Bool { if case .limit = reason { true } else { false } }
}
