internal import CPlatform

/// Runs commands on this machine, as many at once as are asked for.
///
/// A copy is the same runner. Its one thread is started by the first command and ends with the last copy.
package struct CommandRunner: Sendable {
    private let handle: CommandLoopHandle
    private let bootID: String?

    /// Makes a runner.
    ///
    /// - Parameters:
    ///   - grace: How long a command that is ended may take between TERM and KILL.
    ///   - reapsOrphans: Whether this runner buries the orphaned descendants of its commands; for the one runner of a
    ///     process that has called `ProcessTable.becomeSubreaper()` and starts no process in another way.
    package init(grace: Duration = .seconds(5), reapsOrphans: Bool = false) {
        rung_raise_descriptor_limit()
        rung_prepare_signals()
        handle = CommandLoopHandle(CommandLoop(grace: grace, reapsOrphans: reapsOrphans))
        bootID = ProcessTable.bootID()
    }

    /// The runner's own thread as an executor.
    ///
    /// A walk under `withTaskExecutorPreference(runner.executor)` needs no change of threads between one command and
    /// the next; its work must then be short, since all output waits meanwhile.
    package var executor: some TaskExecutor { handle.loop }

    /// Runs one command to its end.
    ///
    /// No error is thrown: a command that could not be started is a result too. Cancelling the task ends the command
    /// and everything of it (TERM, then KILL after the grace), and then returns. A command that ends by itself may
    /// leave processes running: the pipes they hold delay nothing, and what they print later is read and dropped.
    package func run(_ request: CommandRequest) async -> CommandResult {
        let loop = handle.loop
        let began = rung_monotonic_nanoseconds()
        guard !Task.isCancelled else { return Self.notStarted(.interrupted, began) }
        let id = loop.nextID()
        let launched: LaunchedCommand
        do {
            launched = try CommandLaunch(request, id: id).start()
        } catch {
            return Self.notStarted(error, began)
        }
        var identity: ProcessIdentity?
        if let onStart = request.onStart {
            let startTime = ProcessTable.startTime(of: launched.pid) ?? 0
            let process = ProcessIdentity(pid: launched.pid, startTime: startTime, bootID: bootID)
            identity = process
            onStart(process)
        }
        let process = identity
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let command = RunningCommand(
                    id: id, launched: launched, request: request, began: began, identity: process,
                    continuation: continuation)
                loop.begin(command)
                if Task.isCancelled { loop.interrupt(id) }
            }
        } onCancel: {
            loop.interrupt(id)
        }
    }

    private static func notStarted(_ problem: StartProblem, _ began: UInt64) -> CommandResult {
        var result = CommandResult(exit: problem.exit)
        result.startProblem = problem.text
        result.interrupted = problem.isInterruption
        result.elapsed = .nanoseconds(Int64(rung_monotonic_nanoseconds() - began))
        return result
    }
}

/// Ends the loop's thread when the last copy of a runner is gone.
private final class CommandLoopHandle: Sendable {
    let loop: CommandLoop

    init(_ loop: CommandLoop) { self.loop = loop }

    deinit { loop.abandon() }
}
