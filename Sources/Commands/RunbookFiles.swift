import Diagnostics
import RunbookLoading
import RunbookModel
import TerminalIO

/// Loads runbooks for commands, and shows what is wrong with them.
enum RunbookFiles {
    /// Loads a runbook that is to be walked; its errors are shown, and end the command.
    static func loadToWalk(_ path: String, _ context: CommandContext) throws -> RunbookSet {
        let result = RunbookLoader(readFile: FileReading.read).load(path: path)
        if let set = result.set { return set }
        switch OtherFile(result, path: path, context)?.kind {
        case .configuration?:
            throw CommandProblem(
                "\(Sanitizer.clean(path)) is a configuration, not a runbook: `rung watch --config \(Sanitizer.clean(path))`"
            )
        case .scenarios?:
            throw CommandProblem(
                "\(Sanitizer.clean(path)) holds scenarios, not a runbook: `rung test \(Sanitizer.clean(path))`")
        case nil: break
        }
        show(result.diagnostics.filter { $0.severity == .error }, on: context.errors, context)
        throw ExitCodes.invalid
    }

    /// Writes diagnostics for people.
    static func show(_ diagnostics: [Diagnostic], on channel: OutputChannel, _ context: CommandContext) {
        let renderer = DiagnosticRenderer(usesColour: context.isColoured(channel))
        channel.write(renderer.render(diagnostics))
    }

    /// Leaves what was made of a file to the end of the process, which this command is: to take a large runbook apart piece by piece
    /// would cost a tenth of the whole run.
    static func leave(_ value: any Sendable) {
        final class Kept {
            let value: any Sendable
            init(_ value: any Sendable) { self.value = value }
        }
        _ = Unmanaged.passRetained(Kept(value))
    }
}
