import Glibc
import Synchronization

/// Two pieces of work at the same time: the second on a thread of its own, which is over when the call returns.
///
/// Loading is a plain function, called where no task is too; half of a large runbook is worth a thread.
enum SideBySide {
    /// The results of both; where there can be no thread, one piece is done after the other.
    static func run<Result: Sendable>(
        _ first: () -> Result, and second: @escaping @Sendable () -> Result
    ) -> (Result, Result) {
        let work = Work(second)
        var thread = pthread_t()
        let started = pthread_create(
            &thread, nil,
            { argument in
                // Signals are for the threads that know what to do about them.
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_SETMASK, &signals, nil)
                if let argument { Unmanaged<AnyWork>.fromOpaque(argument).takeUnretainedValue().run() }
                return nil
            }, Unmanaged<AnyWork>.passUnretained(work).toOpaque())
        let result = first()
        if started == 0 { pthread_join(thread, nil) } else { work.run() }
        guard let other = work.result.withLock({ $0 }) else { preconditionFailure("the second piece has no result") }
        return (result, other)
    }

    /// Work without its type, as a thread can be given it.
    private class AnyWork: @unchecked Sendable {  // its subclass has a lock around all that changes
        func run() {}
    }

    private final class Work<Result: Sendable>: AnyWork, @unchecked Sendable {  // `result` is a lock
        let body: @Sendable () -> Result
        let result = Mutex<Result?>(nil)

        init(_ body: @escaping @Sendable () -> Result) { self.body = body }

        override func run() {
            let made = body()
            result.withLock { $0 = made }
        }
    }
}
