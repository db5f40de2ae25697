package import Diagnostics
import Documents
package import RunbookLoading
import RunbookModel
package import YAMLSyntax

/// Loads files of scenarios, each with its runbook: names in them are checked against it.
package struct ScenarioLoader: Sendable {
    private let readFile: RunbookLoader.ReadFile

    /// A loader that reads by a function.
    package init(readFile: @escaping RunbookLoader.ReadFile) {
        self.readFile = readFile
    }

    /// What loading gave.
    package struct Result: Sendable {
        /// The scenarios; nil where anything of them or of their runbook is wrong.
        package var file: ScenarioFile?
        /// What is wrong, also in the runbook.
        package var diagnostics: [Diagnostic]
    }

    /// Whether a document holds scenarios rather than a runbook: it has `scenarios`, and no `steps`.
    package static func holdsScenarios(_ document: YAMLDocument) -> Bool {
        guard let root = document.root else { return false }
        return root.pair(named: "scenarios") != nil && root.pair(named: "steps") == nil
    }

    /// The same of a text.
    package static func holdsScenarios(_ bytes: [UInt8], name: String) -> Bool {
        YAMLReader.read(name: name, bytes: bytes).document.map(holdsScenarios) ?? false
    }

    /// The file of scenarios that belongs beside a runbook: `x.test.yaml` beside `x.yaml`.
    package static func path(beside runbook: String) -> String {
        for ending in [".yaml", ".yml"] where runbook.hasSuffix(ending) {
            return String(runbook.dropLast(ending.count)) + ".test" + ending
        }
        return runbook + ".test.yaml"
    }

    /// The runbook that a file of scenarios is about where it does not say it; nil: its name says nothing.
    static func runbook(beside path: String) -> String? {
        for ending in [".yaml", ".yml"] where path.hasSuffix(".test" + ending) {
            return String(path.dropLast(".test".count + ending.count)) + ending
        }
        return nil
    }

    /// Loads the scenarios of a path, and the runbook that they are about.
    package func load(path: String) -> Result {
        do throws(FileReadError) {
            return load(path: path, bytes: try readFile(path))
        } catch {
            let source = SourceText(name: path, bytes: [])
            return Result(diagnostics: [
                Diagnostic(code: "unreadable-file", message: error.message, range: SourceRange(at: 0), source: source)
            ])
        }
    }

    private func load(path: String, bytes: [UInt8]) -> Result {
        let read = YAMLReader.read(name: path, bytes: bytes)
        guard let document = read.document else { return Result(diagnostics: read.diagnostics) }
        var decoder = DocumentDecoder(source: document.source, subject: "a file of scenarios")
        func result(_ more: [Diagnostic] = []) -> Result {
            Result(diagnostics: (read.diagnostics + decoder.diagnostics).inOrderOfPlace() + more)
        }
        guard let root = document.root else {
            decoder.error(
                "empty-file", "the file holds no scenarios", at: SourceRange(at: 0),
                hint: "a file of scenarios begins with `version: 1`")
            return result()
        }
        guard let draft = scenarioFileSpec.decode(root, &decoder)?.model else { return result() }
        // One that is not a path was said; the file's name would say another.
        if draft.runbook == nil, root.pair(named: "runbook") != nil { return result() }
        guard
            let runbook = draft.runbook?.text.map({ FilePath.resolve($0, against: path) }) ?? Self.runbook(beside: path)
        else {
            decoder.error(
                "no-runbook", "the file does not say which runbook its scenarios are about", at: root.headRange,
                hint: "write `runbook: NAME.yaml`, or call the file NAME.test.yaml")
            return result()
        }
        let loaded = RunbookLoader(readFile: readFile).load(path: runbook)
        guard let set = loaded.set else {
            if let node = draft.runbook {
                decoder.error("broken-runbook", "the runbook `\(runbook)` cannot be walked", at: node.range)
            }
            return result(loaded.diagnostics.filter { $0.severity == .error })
        }
        var builder = ScenarioBuilder(of: draft, runbooks: set, decoder: decoder)
        let scenarios = draft.scenarios.compactMap { builder.scenario($0) }
        decoder = builder.decoder
        if draft.scenarios.isEmpty, decoder.errorCount == 0 {
            decoder.error(
                "no-scenarios", "`scenarios` is empty", at: root.pair(named: "scenarios")?.value.range ?? root.headRange
            )
        }
        var all = result()
        if !all.diagnostics.contains(where: { $0.severity == .error }) {
            all.file = ScenarioFile(runbooks: set, scenarios: scenarios, source: document.source)
        }
        return all
    }
}
