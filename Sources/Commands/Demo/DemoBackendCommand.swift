import ArgumentParser

/// `rung demo-backend`: the server that the demo breaks; hidden, as nobody else needs it.
struct DemoBackendCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-backend", abstract: "The backend of the demo.", shouldDisplay: false)

    @Option var folder: String
    @Option var port: UInt16

    func perform(in context: CommandContext) throws -> ExitCode {
        ExitCode(DemoBackend(folder: folder, port: port).serve())
    }
}
