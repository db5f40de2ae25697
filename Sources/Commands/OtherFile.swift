import ConfigurationLoading
import Diagnostics
import RunbookLoading
import Scenarios

/// A file of Rung's that is no runbook, and what is wrong with it.
struct OtherFile {
    /// What it is.
    enum Kind {
        case configuration
        case scenarios(count: Int)
    }

    /// What it is.
    var kind: Kind
    /// What is wrong with it.
    var diagnostics: [Diagnostic]

    /// Whether there is no error in it.
    var isValid: Bool { !diagnostics.contains { $0.severity == .error } }

    /// What a text is, and what is wrong with it, as the file of a path; nil: it is meant to be a runbook.
    init?(_ bytes: [UInt8], path: String, _ context: CommandContext) {
        if ConfigurationLoader.isConfiguration(bytes, name: path) {
            var sources = ConfigurationSources.ofThisMachine(environment: context.environment, userID: context.userID)
            sources.readFile = { file throws(FileReadError) in try file == path ? bytes : FileReading.read(file) }
            kind = .configuration
            diagnostics = ConfigurationLoader(sources).load(path: path).diagnostics
        } else if ScenarioLoader.holdsScenarios(bytes, name: path) {
            let loaded = ScenarioLoader(readFile: FileReading.read).load(path: path, bytes: bytes)
            kind = .scenarios(count: loaded.file?.scenarios.count ?? 0)
            diagnostics = loaded.diagnostics
        } else {
            return nil
        }
    }
}
