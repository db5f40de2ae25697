package import Interpreter
package import StepExecution

/// One event of a run with its place in it.
package struct RecordedEvent: Sendable {
    /// The run's id.
    package let run: String
    /// Its number, from 1.
    package let sequence: Int
    /// When it happened.
    package let time: Instant
    /// What happened.
    package let event: RunEvent
    /// Its facts, as JSON text.
    package let payload: String
}

/// Who watches a run: a transcript, a terminal, a test.
///
/// Events come in order from the task that drives the run, which waits for it: so it is quick, or hands on. Output comes
/// from the tasks of the actions, perhaps at the same time.
package protocol RunObserver: Sendable {
    /// Events were recorded in the journal, or could not be and are told all the same.
    func recorded(_ events: [RecordedEvent])
    /// A command wrote something; secrets are masked.
    func wrote(action: Int, stream: OutputStream, bytes: [UInt8])
    /// The journal cannot record any more, for a reason in words; told once for each reason.
    func journalFailed(_ reason: String)
    /// The journal records again, and has what it missed.
    func journalRecovered()
}

extension RunObserver {
    package func wrote(action: Int, stream: OutputStream, bytes: [UInt8]) {}
    package func journalFailed(_ reason: String) {}
    package func journalRecovered() {}
}
