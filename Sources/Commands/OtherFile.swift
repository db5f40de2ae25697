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

    /// What the file of a path is whose text is at hand or is read, and what is wrong with it; nil: it is meant to be a
    /// runbook. By the tree that loading it as one has made, so that a broken runbook is not read once more.
    init?(_ loaded: LoadResult, path: String, bytes: [UInt8]? = nil, _ context: CommandContext) {
        guard loaded.set == nil, let document = loaded.document else { return nil }
        let readFile: RunbookLoader.ReadFile = { file throws(FileReadError) in
            if file == path, let bytes { bytes } else { try FileReading.read(file) }
        }
        if ConfigurationLoader.isConfiguration(document) {
            var sources = ConfigurationSources.ofThisMachine(environment: context.environment, userID: context.userID)
            sources.readFile = readFile
            kind = .configuration
            diagnostics = ConfigurationLoader(sources).load(path: path).diagnostics
        } else if ScenarioLoader.holdsScenarios(document) {
            let loaded = ScenarioLoader(readFile: readFile).load(path: path)
            kind = .scenarios(count: loaded.file?.scenarios.count ?? 0)
            diagnostics = loaded.diagnostics
        } else {
            return nil
        }
    }
}
