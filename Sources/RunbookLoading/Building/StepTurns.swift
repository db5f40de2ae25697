import Synchronization

/// Deals the steps of a runbook to the threads that build them, some in a row at each turn.
final class StepTurns: Sendable {
    private let count: Int
    private let stepsOfTurn: Int
    private let dealt = Atomic(0)

    /// The turns of a number of steps: few for each thread to choose from, and many enough that all end together.
    init(count: Int) {
        self.count = count
        stepsOfTurn = max(4, count / 64)
    }

    /// The next steps; nil where all are dealt.
    func next() -> Range<Int>? {
        let start = dealt.add(stepsOfTurn, ordering: .relaxed).oldValue
        return start < count ? start..<min(count, start + stepsOfTurn) : nil
    }
}
