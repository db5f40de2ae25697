import ArgumentParser
import ConfigurationLoading
import Diagnostics
import RunbookLoading
import RunbookModel
import Scenarios
import TerminalIO

/// `rung validate`: says what is wrong with runbooks, scenarios and configurations.
struct ValidateCommand: SynchronousCommand {
    /// How the result is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check runbooks, their scenarios, and configurations: format, graph, conditions.",
        discussion: "Exit codes: 0 no error (warnings are printed), 2 an error.")

    @Argument(help: ArgumentHelp("The runbooks, scenarios and configurations.", valueName: "file"))
    var files: [String]

    @Option(help: "How the result is written: text or json.")
    var format = Format.text

    func perform(in context: CommandContext) throws -> ExitCode {
        Validation(files: files, format: format).perform(in: context)
    }
}

/// The check of runbooks, scenarios and configurations.
struct Validation: PlainWork {
    var files: [String]
    var format: ValidateCommand.Format

    init(files: [String], format: ValidateCommand.Format) {
        self.files = files
        self.format = format
    }

    /// That of `validate FILE…` without options.
    init?(plain words: ArraySlice<String>) {
        guard !words.isEmpty, words.allSatisfy({ !$0.hasPrefix("-") }) else { return nil }
        self.init(files: Array(words), format: .text)
    }

    func perform(in context: CommandContext) -> ExitCode {
        var all: [Diagnostic] = []
        var hasErrors = false
        let warmUp = LoaderWarmUp.begin()
        defer { warmUp.end() }
        let loader = RunbookLoader(readFile: FileReading.read)
        for file in files {
            var result = loader.load(path: file)
            var kind = Kind.runbook
            if result.set == nil, let (other, diagnostics) = otherKind(file, result, context) {
                (result.diagnostics, kind) = (diagnostics, other)
            }
            RunbookFiles.leave(result)
            let isValid = kind.isRunbook ? result.set != nil : !result.hasErrors
            hasErrors = hasErrors || !isValid
            if format == .json {
                all += result.diagnostics
            } else {
                RunbookFiles.show(result.diagnostics, on: context.output, context)
                context.output.write(summary(of: file, result, kind, isValid: isValid))
            }
        }
        if format == .json { context.output.write(DiagnosticJSONRenderer().render(all) + "\n") }
        return hasErrors ? ExitCodes.invalid : ExitCodes.success
    }

    /// What a file turned out to be.
    private enum Kind {
        case runbook, configuration
        case scenarios(count: Int)

        var isRunbook: Bool { if case .runbook = self { true } else { false } }
    }

    /// What a file is that is no runbook, and what is wrong with it; nil: it is meant to be one.
    private func otherKind(
        _ file: String, _ result: LoadResult, _ context: CommandContext
    ) -> (Kind, [Diagnostic])? {
        guard let document = result.document else { return nil }
        if ConfigurationLoader.isConfiguration(document) {
            let sources = ConfigurationSources.ofThisMachine(environment: context.environment, userID: context.userID)
            return (.configuration, ConfigurationLoader(sources).load(path: file).diagnostics)
        }
        if ScenarioLoader.holdsScenarios(document) {
            let loaded = ScenarioLoader(readFile: FileReading.read).load(path: file)
            return (.scenarios(count: loaded.file?.scenarios.count ?? 0), loaded.diagnostics)
        }
        return nil
    }

    private func summary(of file: String, _ result: LoadResult, _ kind: Kind, isValid: Bool) -> String {
        let errors = result.diagnostics.count { $0.severity == .error }
        let warnings = result.diagnostics.count { $0.severity == .warning }
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let name = Sanitizer.clean(file)
        switch kind {
        case .configuration where isValid: return "\(name): valid configuration\n"
        case .scenarios(let number) where isValid: return "\(name): valid, \(count(number, "scenario"))\n"
        default: break
        }
        if let set = result.set {
            let noted = warnings > 0 ? ", \(count(warnings, "warning"))" : ""
            return "\(name): valid, \(count(set.main.steps.count, "step"))\(noted)\n"
        }
        return "\(name): \(count(errors, "error"))\(warnings > 0 ? ", \(count(warnings, "warning"))" : "")\n"
    }
}
