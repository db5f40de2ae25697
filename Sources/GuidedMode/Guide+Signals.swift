import Glibc
import TerminalIO

extension Guide {
    /// Takes a signal that is the operator's doing; false for those that end the run.
    package func takes(_ number: Int32) -> Bool {
        switch number {
        case SIGINT: interrupted()
        case SIGWINCH: resized()
        case SIGTSTP:
            // The shell gets its terminal as it was, and the operator finds the question again on coming back.
            screen.lend { _ = kill(getpid(), SIGSTOP) }
        default: return false
        }
        return true
    }
}
