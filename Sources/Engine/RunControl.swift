package import Interpreter

/// What a run is told from outside while it is under way: signals, and what the operator does of their own accord.
package struct RunControl: Sendable {
    let messages: AsyncStream<Message>
    let mailbox: AsyncStream<Message>.Continuation

    /// The control of one run.
    package init() {
        (messages, mailbox) = AsyncStream.makeStream()
    }

    /// Ends what runs, and leaves the run so that it can be resumed.
    package func interrupt(reason: String) {
        mailbox.yield(.interrupt(reason: reason))
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
        case interrupt(reason: String)
    }
}

/// Ends one action, or takes one request back, while the others go on.
struct StopSwitch: Sendable {
    private let stream: AsyncStream<Never>
    private let continuation: AsyncStream<Never>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// Stops what runs under this switch.
    func pull() {
        continuation.finish()
    }

    /// Runs a body that is cancelled when the switch is pulled.
    func run<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result? {
        let stream = stream
        return await withTaskGroup(of: Result?.self) { group in
            group.addTask { await body() }
            group.addTask {
                for await _ in stream {}
                return nil
            }
            var result: Result?
            while let next = await group.next() {
                if let next { result = next }
                group.cancelAll()
            }
            return result
        }
    }
}
