import ArgumentParser
import Automation
import ConfigurationLoading
import Engine
import Interpreter
import JSONText
import Journaling
import RunbookModel
import TerminalIO
import WatchService

/// `rung status`: what is watched, and how it is.
struct StatusCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say what is watched, its health, and what holds automation back.",
        discussion: "It reads the configuration and the journal, so it answers whether or not the service runs.")

    @OptionGroup var place: ConfigurationPlace

    @Flag(help: "Print one JSON object.")
    var json = false

    func perform(in context: CommandContext) throws -> ExitCode {
        let (_, _, configuration) = try place.load(context)
        let (state, folder) = try AutomationState.ofJournal(context, plan: configuration.plan)
        let status = state.status(at: WallClock().now)
        let isRunning = ServiceLock.isHeld(in: folder)
        if json {
            context.output.write(status.json(isRunning: isRunning).serialized(pretty: true) + "\n")
        } else {
            let traits = TerminalTraits(of: context.output, environment: context.environment)
            context.output.write(StatusText(status, isRunning: isRunning, traits: traits).text)
        }
        return ExitCodes.success
    }
}
