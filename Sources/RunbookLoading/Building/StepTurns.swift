import Synchronization

/// Deals the steps of a runbook to the threads that build them, some in a row at each turn.
final class StepTurns: Sendable {
    private let count: Int
    private let stepsOfTurn: Int
    private let dealt = Atomic(0)

    /// From how many steps on there are two turns.
    private static let largeCount = 256

    /// The turns of a number of steps.
    ///
    /// Of a few steps they are short, so that both threads end together. Of many they are halves: each turn may look for
    /// as many names that were meant, and a look costs the time of all names.
    init(count: Int) {
        self.count = count
        stepsOfTurn = count < Self.largeCount ? 4 : (count + 1) / 2
    }

    /// The next steps; nil where all are dealt.
    func next() -> Range<Int>? {
        let start = dealt.add(stepsOfTurn, ordering: .relaxed).oldValue
        return start < count ? start..<min(count, start + stepsOfTurn) : nil
    }
}
