/// Two pieces of work at the same time: the second on a thread of its own, which is over when the call returns.
///
/// Loading is a plain function, called where no task is too; half of a large runbook is worth a thread.
package enum SideBySide {
    /// The results of both; where there can be no thread, one piece is done after the other.
    package static func run<Result: Sendable>(
        _ first: () -> Result, and second: @escaping @Sendable () -> Result
    ) -> (Result, Result) {
        guard let work = SideWork.begin(second) else { return (first(), second()) }
        let result = first()
        return (result, work.result())
    }
}
