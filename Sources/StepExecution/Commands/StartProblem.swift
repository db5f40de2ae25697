internal import CPlatform
internal import Glibc

/// Why a command could not be started, as an exit and in words.
struct StartProblem: Error {
    /// 127: there is no such program; 126: it cannot be executed; 143: the task was cancelled before.
    let exit: Int
    /// One sentence without a full stop.
    let text: String
    /// Whether the start was not even tried, because the task was cancelled.
    var isInterruption = false

    /// The task was cancelled before the start.
    static let interrupted = StartProblem(exit: 143, text: "interrupted before it started", isInterruption: true)

    init(exit: Int, text: String, isInterruption: Bool = false) {
        self.exit = exit
        self.text = text
        self.isInterruption = isInterruption
    }

    /// Puts a failed stage of the start into words.
    init(stage: Int32, error: Int32, program: String, directory: String) {
        let reason = SystemError.text(error)
        switch (Int(stage), error) {
        case (RUNG_STAGE_DIRECTORY, ENOENT):
            self.init(exit: 126, text: "the working directory \(directory) does not exist")
        case (RUNG_STAGE_DIRECTORY, _):
            self.init(exit: 126, text: "the working directory \(directory) cannot be entered: \(reason)")
        case (RUNG_STAGE_EXECUTE, ENOENT):
            self = Self.notFound(program, directory)
        case (RUNG_STAGE_EXECUTE, EACCES):
            self.init(exit: 126, text: "permission denied: \(program)")
        case (RUNG_STAGE_EXECUTE, E2BIG):
            self.init(exit: 126, text: "the arguments and the environment of \(program) are too long for the system")
        case (RUNG_STAGE_EXECUTE, _):
            self.init(exit: 126, text: "\(program) cannot be executed: \(reason)")
        default:
            self.init(exit: 126, text: "\(program) could not be started: \(reason)")
        }
    }

    /// Tells a program that does not exist from a script whose interpreter does not.
    private static func notFound(_ program: String, _ directory: String) -> StartProblem {
        let isRelative = !program.hasPrefix("/") && !directory.isEmpty
        let place = isRelative ? directory + "/" + program : program
        guard program.utf8.contains(0x2F), access(place, F_OK) == 0 else {
            return StartProblem(exit: 127, text: "no such command: \(program)")
        }
        return StartProblem(exit: 126, text: "the interpreter of \(program) does not exist")
    }
}
