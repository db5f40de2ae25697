import ArgumentParser
import Diagnostics
import RunbookLoading
import RunbookModel
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
            let other = OtherFile(result, path: file, context)
            if let other { result.diagnostics = other.diagnostics }
            RunbookFiles.leave(result)
            let isValid = other?.isValid ?? (result.set != nil)
            hasErrors = hasErrors || !isValid
            if format == .json {
                all += result.diagnostics
            } else {
                RunbookFiles.show(result.diagnostics, on: context.output, context)
                context.output.write(summary(of: file, result, other?.kind))
            }
        }
        if format == .json { context.output.write(DiagnosticJSONRenderer().render(all) + "\n") }
        return hasErrors ? ExitCodes.invalid : ExitCodes.success
    }

    private func summary(of file: String, _ result: LoadResult, _ other: OtherFile.Kind?) -> String {
        let errors = result.diagnostics.count { $0.severity == .error }
        let warnings = result.diagnostics.count { $0.severity == .warning }
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let name = Sanitizer.clean(file)
        switch other {
        case .configuration? where errors == 0: return "\(name): valid configuration\n"
        case .scenarios(let number)? where errors == 0: return "\(name): valid, \(count(number, "scenario"))\n"
        default: break
        }
        if let set = result.set {
            let noted = warnings > 0 ? ", \(count(warnings, "warning"))" : ""
            return "\(name): valid, \(count(set.main.steps.count, "step"))\(noted)\n"
        }
        return "\(name): \(count(errors, "error"))\(warnings > 0 ? ", \(count(warnings, "warning"))" : "")\n"
    }
}
