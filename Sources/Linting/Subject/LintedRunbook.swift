package import Diagnostics
package import RunbookLoading
import RunbookModel
import YAMLEditing
import YAMLSyntax

/// A runbook as the linter sees it: its text and tree, its steps and commands with their places, and, where nothing is
/// wrong with it, the runbook itself.
package struct LintedRunbook: Sendable {
    /// The text.
    package let source: SourceText
    /// What loading it gave.
    package let loaded: LoadResult
    /// What loading it said: the errors and warnings of `rung validate`.
    package var diagnostics: [Diagnostic] { loaded.diagnostics }
    /// The tree; nil where the text is no YAML.
    let document: YAMLDocument?
    /// The runbook; nil where it, or one that it calls, has an error.
    let runbook: Runbook?
    /// The steps, in the order of the file.
    let steps: [LintedStep]
    /// The commands of all steps.
    let commands: [WrittenCommand]

    /// Reads and loads the runbook of a path whose text is given; files that it calls are read by a function, and so is
    /// the file itself without a text, which then cannot be read either: that is said as an error of it.
    package init(path: String, bytes: [UInt8]?, readFile: @escaping RunbookLoader.ReadFile) {
        let loader = RunbookLoader(readFile: readFile)
        let read = bytes.map { YAMLReader.read(name: path, bytes: $0) }
        let result = read.map { loader.load(path: path, read: $0) } ?? loader.load(path: path)
        loaded = result
        runbook = result.set?.main
        let document = read?.document
        self.document = document
        source = document?.source ?? SourceText(name: path, bytes: [])
        var steps: [LintedStep] = []
        for pair in document?.root?["steps"]?.pairs ?? [] { steps.append(LintedStep(pair)) }
        self.steps = steps
        commands = steps.flatMap(\.commands)
    }

    /// Whether the file can be used as it is.
    package var isValid: Bool { runbook != nil }

    /// Whether its text could be read as YAML, so that rules could look at it at all.
    package var hasTree: Bool { document != nil }

    /// The scripts that a checker of scripts may look at, in the order of the file.
    package var scripts: [LintedScript] {
        commands.flatMap { $0.scripts }
    }
}

/// A step in the file.
struct LintedStep: Sendable {
    /// The step's name.
    let id: String
    /// Where the name stands.
    let nameRange: SourceRange
    /// What is written under it.
    let node: YAMLNode

    init(_ pair: YAMLPair) {
        id = pair.keyText
        nameRange = pair.key.range
        node = pair.value
    }

    /// Whether the step says that data can be lost.
    var isDestroying: Bool { node["effect"]?.text == "destroy" }

    /// The commands that the step runs, each with what it is for.
    var commands: [WrittenCommand] {
        var commands: [WrittenCommand] = []
        func add(_ role: WrittenCommand.Role, _ node: YAMLNode?, _ keys: [String]) {
            guard let node else { return }
            let path = (["steps", id] + keys).map { TextPlace.Step.key($0) }
            if let command = WrittenCommand(role, of: self, node, at: path) { commands.append(command) }
        }
        add(.check, node["check"], ["check"])
        add(.fix, node["fix"], ["fix"])
        add(.validation, node["validate"], ["validate"])
        add(.application, node["apply"], ["apply"])
        add(.preview, node["preview"], ["preview"])
        add(.verification, node["verify"]?["check"], ["verify", "check"])
        return commands
    }
}
