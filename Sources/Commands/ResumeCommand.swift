import ArgumentParser
import Interpreter

/// `rung resume`: takes up a run that was interrupted, or whose process died.
struct ResumeCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Take up a run that was interrupted.",
        discussion: """
            The run goes on with the runbook, the params and the working directory that it began with. What still runs of \
            it is waited for first. A fix whose end is not known is asked about; without anyone it leads to the runbook's \
            fallback, unless it is idempotent.
            """)

    @Argument(
        help: ArgumentHelp(
            "The run: its id, the beginning or the last letters of it (see rung history).", valueName: "run"))
    var run: String

    @OptionGroup var options: WalkOptions

    func perform(in context: CommandContext, signals: Signals) async throws -> ExitCode {
        let mode: Mode
        if options.unattended {
            mode = .unattended
        } else if context.hasTerminal {
            mode = .guided
        } else {
            throw CommandProblem(
                "there is no terminal to guide the walk at; --unattended goes on by the runbook's own policy")
        }
        let walk = WalkSession(context: context, options: options, signals: signals)
        return try await walk.resume(run, mode: mode)
    }
}
