import ArgumentParser
import Glibc
import Synchronization
import TerminalIO

/// The program: finds the command, runs it, and ends the process with its exit code.
package enum Program {
    /// Runs the command that the process was started with; never returns.
    package static func main() -> Never {
        signal(SIGPIPE, SIG_IGN)
        fillStandardDescriptors()
        let context = CommandContext.ofThisProcess()
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            // Without the C library's farewells, as all that is written has been.
            if let work = plainWork(arguments) { _exit(try work.perform(in: context).rawValue) }
            let command = try RungCommand.parseAsRoot(arguments)
            if let command = command as? any AsynchronousCommand {
                runToItsEnd(command, context)
            }
            if let command = command as? any SynchronousCommand {
                exit(try command.perform(in: context).rawValue)
            }
            var other = command
            try other.run()
            exit(0)
        } catch {
            end(with: error, context)
        }
    }

    /// The work that words ask for which need no parser of a command line: it costs a tenth of such a run.
    ///
    /// Editors, CI and programs call these all day. Whatever else the words are, the parser has them.
    private static func plainWork(_ arguments: [String]) -> (any PlainWork)? {
        switch arguments.first {
        case "validate": Validation(plain: arguments.dropFirst())
        case "fmt": Formatting(plain: arguments.dropFirst())
        case "edit": ValueSetting(plain: arguments.dropFirst())
        default: nil
        }
    }

    /// Opens what the caller has closed of standard input, output and errors, so that no file of ours gets their numbers.
    private static func fillStandardDescriptors() {
        for descriptor in 0...2 as ClosedRange<Int32> where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// Runs a command in a task, while this thread waits for signals.
    private static func runToItsEnd(_ command: any AsynchronousCommand, _ context: CommandContext) -> Never {
        // Blocked before the first other thread exists, so that every signal comes here and nowhere else.
        let signals = Signals()
        signals.blockInThisThread()
        Task {
            do {
                // Without the C library's farewells: other threads still run, and all that is written has been.
                _exit(try await command.perform(in: context, signals: signals).rawValue)
            } catch {
                end(with: error, context)
            }
        }
        signals.deliver()
    }

    /// Ends the process with what an error says: usage is 2, as everything that the user can mend.
    private static func end(with error: any Error, _ context: CommandContext) -> Never {
        if let code = error as? ExitCode { _exit(code.rawValue) }
        if let problem = error as? CommandProblem {
            for message in problem.messages { context.errors.write("rung: \(message)\n") }
            _exit(problem.code.rawValue)
        }
        let code = RungCommand.exitCode(for: error)
        let text = RungCommand.fullMessage(for: error)
        if code == .success {
            context.output.write(text + "\n")
            _exit(0)
        }
        context.errors.write(text + "\n")
        _exit(code == .validationFailure ? ExitCodes.invalid.rawValue : ExitCodes.failure.rawValue)
    }
}

/// What a command does, without its declaration for the parser of the command line.
protocol PlainWork {
    /// Does it, and says how the process ends.
    func perform(in context: CommandContext) throws -> ExitCode
}

/// A command that does its work at once.
protocol SynchronousCommand: ParsableCommand {
    /// Does the work, and says how the process ends.
    func perform(in context: CommandContext) throws -> ExitCode
}

/// A command that takes its time, and hears of signals meanwhile.
protocol AsynchronousCommand: ParsableCommand, Sendable {
    /// Does the work, and says how the process ends.
    func perform(in context: CommandContext, signals: Signals) async throws -> ExitCode
}

/// What keeps a command from its work, in sentences, with the exit code.
struct CommandProblem: Error {
    /// One sentence each: what, why, and what to do.
    var messages: [String]
    /// How the process ends.
    var code: ExitCode

    init(_ messages: [String], code: ExitCode = ExitCodes.invalid) {
        self.messages = messages
        self.code = code
    }

    init(_ message: String, code: ExitCode = ExitCodes.invalid) {
        self.init([message], code: code)
    }
}

/// The signals that ask the process to end, delivered by its first thread.
package final class Signals: Sendable {
    /// What is done at a signal; nil: the process ends as the signal would have it.
    private let handler = Mutex<(@Sendable (Int32) -> Void)?>(nil)

    /// Sets what is done at a signal.
    package func handle(_ action: @escaping @Sendable (Int32) -> Void) {
        handler.withLock { $0 = action }
    }

    /// The signals that are waited for.
    ///
    /// Not those that the caller has had ignored, as nohup does: once blocked, they would come all the same.
    private let ending: sigset_t = {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP] where !isIgnored(number) { sigaddset(&set, number) }
        return set
    }()

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
        return handler == unsafeBitCast(SIG_IGN, to: UInt.self)
    }

    func blockInThisThread() {
        var set = ending
        // Nobody waits for it here, and each end of a command would wake this thread.
        sigaddset(&set, SIGCHLD)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for signals, for as long as the process lives.
    func deliver() -> Never {
        var set = ending
        while true {
            var number: Int32 = 0
            guard sigwait(&set, &number) == 0 else { continue }
            if let action = handler.withLock({ $0 }) {
                action(number)
            } else if number == SIGTSTP {
                kill(getpid(), SIGSTOP)
            } else if number != SIGWINCH {
                _exit(128 + number)
            }
        }
    }
}

extension Int32 {
    /// The signal's name.
    var signalName: String {
        switch self {
        case SIGINT: "SIGINT"
        case SIGTERM: "SIGTERM"
        case SIGHUP: "SIGHUP"
        default: "signal \(self)"
        }
    }
}
