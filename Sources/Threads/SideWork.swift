import Glibc
import Synchronization

/// A piece of work on a thread of its own.
package final class SideWork<Result: Sendable>: Sendable {
    private let work: Work<Result>
    private let thread: pthread_t

    private init(_ work: Work<Result>, on thread: pthread_t) {
        self.work = work
        self.thread = thread
    }

    /// Begins the work; nil where the system gives no thread.
    ///
    /// Whoever begins it asks for its result, once: until then the thread may run.
    package static func begin(_ body: @escaping @Sendable () -> Result) -> SideWork? {
        let work = Work(body)
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { argument in
                // Signals are for the threads that know what to do about them.
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_SETMASK, &signals, nil)
                if let argument { Unmanaged<AnyWork>.fromOpaque(argument).takeUnretainedValue().run() }
                return nil
            }, Unmanaged<AnyWork>.passUnretained(work).toOpaque())
        return error == 0 ? SideWork(work, on: thread) : nil
    }

    /// Waits for the end of the work; what it made.
    package func result() -> Result {
        pthread_join(thread, nil)
        guard let result = work.result.withLock({ $0 }) else { preconditionFailure("the work ended without a result") }
        return result
    }
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
