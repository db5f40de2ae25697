import ArgumentParser
import ConfigurationLoading
import Documents
import RunbookLoading
import Scenarios
import TerminalIO

/// `rung schema`: the schema of a format, for editors and checkers, or its reference page.
struct SchemaCommand: SynchronousCommand {
    /// How it is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case json, markdown
    }

    /// The formats that there are; whoever declares another one adds it here.
    static let formats = [RunbookFormat.version1, ScenarioFormat.version1, ConfigurationFormat.version1]

    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Write the schema of a format (JSON Schema 2020-12), or its reference page.",
        discussion: """
            For an editor with the YAML language server, write it to a file, and name that in the first line of a \
            file: # yaml-language-server: $schema=rung.schema.json
            """)

    @Argument(
        help: ArgumentHelp(
            "The format: \(formats.map(\.name).joined(separator: ", ")).", valueName: "name"))
    var name = "runbook"

    @Option(help: "How it is written: json or markdown.")
    var format = Format.json

    func perform(in context: CommandContext) throws -> ExitCode {
        guard let found = Self.formats.first(where: { $0.name == name }) else {
            let names = Self.formats.map { "`\($0.name)`" }.joined(separator: ", ")
            throw CommandProblem("there is no format `\(name)`; there is \(names)")
        }
        switch format {
        case .json: context.output.write(JSONSchema.text(of: found))
        case .markdown:
            let origin = "Made by `rung schema \(found.name) --format markdown`."
            context.output.write(ReferencePage.markdown(of: found, origin: origin))
        }
        return ExitCodes.success
    }
}
