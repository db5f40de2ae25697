internal import CPlatform
internal import Synchronization

/// Work that blocks, on a thread of its own: the threads of Swift's pool are few and must never wait.
enum DetachedThread {
    /// How such work ended.
    enum Outcome<Value: Sendable>: Sendable {
        case finished(Value)
        case timedOut
        case interrupted
        /// The system gave no thread.
        case noThread
    }

    private static let stackSize: UInt64 = 1 << 20

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread; false where the system gives none.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let context = Unmanaged.passRetained(Body(body))
        let error = rung_start_thread(
            { context in
                guard let context else { return }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            }, context.toOpaque(), stackSize, name)
        if error != 0 { context.release() }
        return error == 0
    }

    /// Runs work and waits for it, at most for `timeout` and only while the task is not cancelled.
    ///
    /// The work is given a question, "is the outcome settled?": where it is, nobody waits for the work any more, and it
    /// should end soon.
    static func run<Value: Sendable>(
        name: String, timeout: Duration?, _ body: @escaping @Sendable (@escaping @Sendable () -> Bool) -> Value
    ) async -> Outcome<Value> {
        let settlement = Settlement<Value>()
        let timer = timeout.map { timeout in
            Task {
                guard (try? await Task.sleep(for: timeout)) != nil else { return }
                settlement.settle(.timedOut)
            }
        }
        defer { timer?.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard settlement.await(continuation) else { return }
                let isStarted = start(name: name) {
                    settlement.settle(.finished(body { settlement.isSettled }))
                }
                if !isStarted { settlement.settle(.noThread) }
            }
        } onCancel: {
            settlement.settle(.interrupted)
        }
    }
}

/// An outcome that is given once, by whoever comes first.
private final class Settlement<Value: Sendable>: Sendable {
    private struct State {
        var outcome: DetachedThread.Outcome<Value>?
        var continuation: CheckedContinuation<DetachedThread.Outcome<Value>, Never>?
    }

    private let state = Mutex(State())

    var isSettled: Bool { state.withLock { $0.outcome != nil } }

    /// Waits for the outcome; false where it is there already.
    func await(_ continuation: CheckedContinuation<DetachedThread.Outcome<Value>, Never>) -> Bool {
        let outcome = state.withLock { state in
            if state.outcome == nil { state.continuation = continuation }
            return state.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
        return outcome == nil
    }

    func settle(_ outcome: DetachedThread.Outcome<Value>) {
        let continuation = state.withLock { state -> CheckedContinuation<DetachedThread.Outcome<Value>, Never>? in
            guard state.outcome == nil else { return nil }
            state.outcome = outcome
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(returning: outcome)
    }
}
