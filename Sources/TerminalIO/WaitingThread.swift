internal import Glibc

/// A thread of its own for work that blocks.
package enum WaitingThread {
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs a body on a new thread, which takes no signals but the one that stops a background job that reads.
    package static func start(_ body: @escaping @Sendable () -> Void) {
        let work = Unmanaged.passRetained(Work(body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 256 * 1024)
        var thread = pthread_t()
        let result = pthread_create(
            &thread, &attributes,
            { argument in
                var signals = sigset_t()
                sigfillset(&signals)
                sigdelset(&signals, SIGTTIN)
                pthread_sigmask(SIG_SETMASK, &signals, nil)
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        // Without a thread the caller waits here; better late than never.
        if result != 0 { work.takeRetainedValue().body() }
    }
}
