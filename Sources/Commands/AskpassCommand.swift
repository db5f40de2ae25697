import ArgumentParser
import GuidedMode
import TerminalIO

/// `rung askpass`: what sudo starts to ask for a password; it asks the run's own terminal. Hidden: nobody types it.
struct AskpassCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "askpass", abstract: "Ask the operator of a run for a password.", shouldDisplay: false)

    @Argument var socket: String
    @Argument(parsing: .captureForPassthrough) var prompt: [String] = []

    func perform(in context: CommandContext) throws -> ExitCode {
        guard let answer = LocalSocket.ask(prompt.joined(separator: " "), at: socket), !answer.isEmpty else {
            return ExitCodes.failure
        }
        context.output.write(answer)
        return ExitCodes.success
    }
}
