import Glibc
import Synchronization

/// A piece of work on a thread of its own.
package final class SideWork<Result: Sendable>: Sendable {
    private let made: Made<Result>
    private let body: ThreadBody
    private let thread: pthread_t

    private init(_ made: Made<Result>, _ body: ThreadBody, on thread: pthread_t) {
        self.made = made
        self.body = body
        self.thread = thread
    }

    /// Begins the work; nil where the system gives no thread.
    ///
    /// Whoever begins it asks for its result, once: until then the thread may run.
    package static func begin(_ work: @escaping @Sendable () -> Result) -> SideWork? {
        let made = Made<Result>()
        let body = ThreadBody {
            let result = work()
            made.result.withLock { $0 = result }
        }
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { argument in
                // Signals are for the threads that know what to do about them.
                var signals = sigset_t()
                sigfillset(&signals)
                pthread_sigmask(SIG_SETMASK, &signals, nil)
                if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeUnretainedValue().run() }
                return nil
            }, Unmanaged.passUnretained(body).toOpaque())
        return error == 0 ? SideWork(made, body, on: thread) : nil
    }

    /// Waits for the end of the work; what it made.
    package func result() -> Result {
        pthread_join(thread, nil)
        guard let result = made.result.withLock({ $0 }) else { preconditionFailure("the work ended without a result") }
        return result
    }
}

/// What a thread runs, in a box that a pointer can lead to.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// What the work made; nil: it is still at it.
private final class Made<Result: Sendable>: Sendable {
    let result = Mutex<Result?>(nil)
}
