import Automation
import Engine
import Interpreter

/// What the service is told from outside: signals, posts, and the ends of what it has started.
package struct ServiceControl: Sendable {
    let messages: AsyncStream<Message>
    let mailbox: AsyncStream<Message>.Continuation

    /// The control of one service.
    package init() {
        (messages, mailbox) = AsyncStream.makeStream()
    }

    /// Ends the service; every run is left so that it can be resumed.
    package func stop(reason: String) { mailbox.yield(.stop(reason: reason)) }

    /// Reads the configuration anew.
    package func reload() { mailbox.yield(.reload) }

    /// Tells the automation something.
    func tell(_ input: AutomationInput) { mailbox.yield(.input(input)) }

    /// Asks the service, and waits for what it answers; `fallback` where it answers nothing any more.
    func ask<Answer: Sendable>(
        orElse fallback: Answer, _ message: (@escaping @Sendable (Answer) -> Void) -> Message
    ) async -> Answer {
        await withCheckedContinuation { continuation in
            let sent = mailbox.yield(message { continuation.resume(returning: $0) })
            if case .terminated = sent { continuation.resume(returning: fallback) }
        }
    }

    /// What the task of the service waits for.
    enum Message: Sendable {
        case input(AutomationInput)
        /// Alerts were posted; the answer is whether they are durable.
        case posted([AutomationInput], @Sendable (Bool) -> Void)
        case wake(Instant)
        /// A run that was interrupted can go on.
        case runReady(TargetKey, RunSession)
        case runEnded(TargetKey, run: String, RunEnding, call: Call?)
        /// It is time to look again whether a run can be taken up.
        case takeUp(TargetKey, run: String)
        case metrics(@Sendable (String) -> Void)
        case health(@Sendable (Bool) -> Void)
        case reload
        case stop(reason: String)
    }

    /// Whom a runbook calls.
    struct Call: Sendable {
        var to: String
        var message: String
    }
}
