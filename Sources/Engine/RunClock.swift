package import Interpreter

/// The time of a run: the wall's when it begins, and from there without jumps.
package protocol RunClock: Sendable {
    /// The time now.
    var now: Instant { get }
    /// Waits; ends early when the task is cancelled.
    func sleep(until deadline: Instant) async
}
