/// How a command ended, and what it printed.
package struct CommandResult: Sendable {
    /// The exit as a shell reports it: 126 and 127 could not be started, 128+n died of signal n, 124 timed out.
    package var exit: Int
    /// Whether the command was ended because its time was over.
    package var timedOut = false
    /// Whether the command was ended, or not even started, because the task that ran it was cancelled.
    package var interrupted = false
    /// The process, nil where none could be started.
    package var process: ProcessIdentity?
    /// What came on standard output.
    package var stdout = CapturedOutput.empty
    /// What came on standard error.
    package var stderr = CapturedOutput.empty
    /// The time from the start to the end, the ending of what was left included.
    package var elapsed = Duration.zero
    /// Why the command could not be started, in words; nil where it was.
    package var startProblem: String?
    /// Which of the command's processes could not be ended after a timeout or an interruption, in words.
    package var survivors: String?

    /// Makes the result of a command that ended with an exit.
    package init(exit: Int) {
        self.exit = exit
    }
}
