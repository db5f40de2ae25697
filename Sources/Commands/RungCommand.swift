package import ArgumentParser

/// The command line of Rung.
package struct RungCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "rung",
        abstract: "Walk a runbook: find what is wrong, fix it, see that it helped, and know when to call a person.",
        version: version,
        subcommands: [
            RunCommand.self, ResumeCommand.self, ValidateCommand.self, LintCommand.self, TestCommand.self,
            EditCommand.self,
            FmtCommand.self, SchemaCommand.self,
            HistoryCommand.self, TranscriptCommand.self,
            EvalCommand.self, WatchCommand.self, StatusCommand.self, PauseCommand.self, UnpauseCommand.self,
            ResetCommand.self, DemoCommand.self, DemoBackendCommand.self, AskpassCommand.self,
        ])

    /// The version of Rung.
    package static let version = "0.1.0"

    package init() {}
}
