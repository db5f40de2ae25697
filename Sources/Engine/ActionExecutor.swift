package import Interpreter
package import StepExecution

/// Who executes actions: this machine, later another, or a test's script.
package protocol ActionExecutor: Sendable {
    /// Executes an order; when the task is cancelled, ends early all that it started.
    func execute(_ order: ActionOrder, events: ActionEvents) async -> ActionEnd
}

/// Where an execution tells what happens meanwhile.
package struct ActionEvents: Sendable {
    /// A process was started: told at once, before it can end unseen.
    package var started: @Sendable (ProcessMark) -> Void
    /// Something was written; secrets are masked.
    package var wrote: @Sendable (OutputStream, [UInt8]) -> Void

    /// Events told to these functions.
    package init(
        started: @escaping @Sendable (ProcessMark) -> Void,
        wrote: @escaping @Sendable (OutputStream, [UInt8]) -> Void
    ) {
        self.started = started
        self.wrote = wrote
    }
}

/// How an execution ended.
package struct ActionEnd: Sendable {
    /// What came of it.
    package var result: ActionResult
    /// Whether it was ended early, so that how it would have ended is not known.
    package var isInterrupted: Bool

    /// An end.
    package init(result: ActionResult, isInterrupted: Bool = false) {
        self.result = result
        self.isInterrupted = isInterrupted
    }
}
