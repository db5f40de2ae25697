package import Interpreter
import Synchronization

/// What a run is told from outside while it is under way: signals, and what the operator does of their own accord.
package struct RunControl: Sendable {
    let messages: AsyncStream<Message>
    let mailbox: AsyncStream<Message>.Continuation

    /// The control of one run.
    package init() {
        (messages, mailbox) = AsyncStream.makeStream()
    }

    /// Ends what runs, and leaves the run so that it can be resumed.
    ///
    /// - Parameter changesGoOn: a change that runs goes on to its own end, which is recorded, or to its timeout.
    package func interrupt(reason: Reason, changesGoOn: Bool = false) {
        mailbox.yield(.interrupt(reason: reason, changesGoOn: changesGoOn))
    }

    /// Passes on what the operator did: skipped, jumped, edited, noted.
    package func operate(_ input: WalkInput) {
        mailbox.yield(.input(input))
    }

    /// What the task that drives a run waits for.
    enum Message: Sendable {
        case input(WalkInput)
        case processStarted(action: Int, ProcessMark)
        case actionEnded(ActionOrder, ActionEnd)
        case wake
        case interrupt(reason: Reason, changesGoOn: Bool)
    }
}

/// Ends one action, or takes one request back, while the others go on.
final class StopSwitch: Sendable {
    /// What runs under the switch, while it runs; or that it was pulled before.
    private enum State {
        case idle
        case running(UnsafeCurrentTask)
        case pulled
    }

    // `UnsafeCurrentTask` may be used by others while its task is inside `run`; the lock sees to it that it is not after.
    private let state = Mutex(UncheckedState(value: .idle))

    /// A state that only the switch's lock lets anyone touch.
    private struct UncheckedState: @unchecked Sendable {
        var value: State
    }

    /// Stops what runs under this switch, now or later.
    func pull() {
        state.withLock { state in
            if case .running(let task) = state.value { task.cancel() }
            state.value = .pulled
        }
    }

    /// Runs a body in this task, which is cancelled when the switch is pulled.
    func run<Result: Sendable>(_ body: @Sendable () async -> Result) async -> Result {
        await withUnsafeCurrentTask { task in
            state.withLock { state in
                if case .pulled = state.value {
                    task?.cancel()
                } else if let task {
                    state.value = .running(task)
                }
            }
            let result = await body()
            state.withLock { $0.value = .pulled }
            return result
        }
    }
}
