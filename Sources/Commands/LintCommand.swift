import ArgumentParser
import Diagnostics
import FileEditing
import Linting
import RunbookLoading
import StepExecution
import TerminalIO

/// `rung lint`: says what could be better in runbooks.
struct LintCommand: AsynchronousCommand {
    /// How the result is written.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, sarif, markdown
    }

    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Say what could be better in runbooks, beside what is wrong.",
        discussion: """
            A finding that is meant to be so is suppressed by a comment with the reason: # rung: ignore R004 …, at the \
            end of its line or on the line above. Exit codes: 0 nothing found, 2 something found.
            """)

    @Argument(help: ArgumentHelp("The runbooks.", valueName: "file"))
    var files: [String] = []

    @Option(help: "How the result is written: text, json or sarif; with --rules text or markdown.")
    var format = Format.text

    @Flag(help: "Set right what can be set right without a person, in the files themselves.")
    var fix = false

    @Option(help: ArgumentHelp("Explain a rule, by its code or its name.", valueName: "rule"))
    var explain: String?

    @Flag(help: "List the rules.")
    var rules = false

    func validate() throws {
        let asksOfRules = rules || explain != nil
        if files.isEmpty, !asksOfRules {
            throw ValidationError("Name a runbook: rung lint FILE…, or ask for the rules: rung lint --rules")
        }
        if asksOfRules, !files.isEmpty || fix || rules && explain != nil {
            throw ValidationError("--rules and --explain stand alone: they look at no file.")
        }
        if format == .markdown, !asksOfRules {
            throw ValidationError("--format markdown is for --rules and --explain.")
        }
        if asksOfRules, format == .json || format == .sarif {
            throw ValidationError("--rules and --explain are written as text or markdown.")
        }
    }

    func perform(in context: CommandContext, signals: Signals) async throws -> ExitCode {
        if let explain { return try self.explain(explain, context) }
        if rules {
            context.output.write(format == .markdown ? RulesPage.markdown : Self.list(context))
            return ExitCodes.success
        }
        var linting = LintRun(context: context)
        for file in files { try await linting.look(at: file, fixing: fix, showing: format == .text) }
        switch format {
        case .text, .markdown: break
        case .json: context.output.write(DiagnosticJSONRenderer().render(linting.diagnostics))
        case .sarif: context.output.write(linting.sarif)
        }
        for notice in linting.notices { context.errors.write("rung: \(notice)\n") }
        return linting.foundSomething ? ExitCodes.invalid : ExitCodes.success
    }

    private func explain(_ word: String, _ context: CommandContext) throws -> ExitCode {
        guard let rule = LintRules.rule(word) else {
            let names = LintRules.inOrder.flatMap { [$0.code, $0.name] }
            let near = NearMiss.suggestion(for: word, among: names).map { "; did you mean \($0)?" } ?? ""
            throw CommandProblem("there is no rule \(Sanitizer.clean(word))\(near) (rung lint --rules lists them)")
        }
        context.output.write(RulesPage.markdown(of: rule))
        return ExitCodes.success
    }

    private static func list(_ context: CommandContext) -> String {
        var table = TextTable(columns: [
            .init("rule"), .init("name"), .init("weighs"), .init("--fix"), .init("finds", mayShrink: true),
        ])
        for rule in LintRules.inOrder {
            table.addRow([rule.code, rule.name, rule.severity.rawValue, rule.isFixable ? "yes" : "", rule.summary])
        }
        let traits = TerminalTraits(of: context.output, environment: context.environment)
        return table.lines(on: traits).joined(separator: "\n") + "\n"
    }
}

/// One call of `rung lint`: what was found so far.
private struct LintRun {
    let context: CommandContext
    private(set) var reports: [LintReport] = []
    private(set) var notices: [String] = []
    /// What is wrong with scenarios and configurations, for which there is no advice.
    private var errors: [Diagnostic] = []
    private var isAskingShellcheck = true
    private let linter = Linter()

    init(context: CommandContext) { self.context = context }

    /// Whether anything is to be said of any file.
    var foundSomething: Bool { !errors.isEmpty || !reports.allSatisfy(\.isEmpty) }

    /// All that was found.
    var diagnostics: [Diagnostic] { errors + reports.flatMap(\.diagnostics) }

    mutating func look(at path: String, fixing: Bool, showing: Bool) async throws {
        func read(_ bytes: [UInt8]?) -> LintedRunbook {
            LintedRunbook(path: path, bytes: bytes, readFile: FileReading.read)
        }
        let bytes = try? FileReading.read(path)
        var file = read(bytes)
        // `rung lint runbooks/*.yaml` meets the scenarios that stand beside the runbooks.
        if let other = OtherFile(file.loaded, path: path, context) {
            if showing { show(other.diagnostics, of: path, "no errors; there is advice for runbooks alone") }
            errors += other.diagnostics
            return
        }
        if fixing, bytes != nil { file = try fixed(path, showing: showing, read) }
        let report = linter.look(at: file, shellcheck: await shellcheck(file))
        if showing { show(report) }
        reports.append(report)
    }

    /// The runbook after all fixes, which are made in its file.
    private func fixed(
        _ path: String, showing: Bool, _ read: ([UInt8]) -> LintedRunbook
    ) throws(CommandProblem) -> LintedRunbook {
        do throws(FileEditFailure) {
            let old = try RewrittenFile(path)
            let (bytes, file, fixes) = linter.fixing(old.bytes, read: read)
            try old.replace(with: bytes)
            for fix in fixes where showing {
                context.output.write(
                    "\(Sanitizer.clean(path)):\(fix.line): fixed \(fix.code): \(Sanitizer.clean(fix.summary))\n")
            }
            return file
        } catch {
            throw CommandProblem(Sanitizer.clean(error.message))
        }
    }

    private mutating func shellcheck(_ file: LintedRunbook) async -> [[ScriptFinding]]? {
        guard file.isValid else { return nil }
        guard isAskingShellcheck else { return nil }
        do throws(Shellcheck.Absence) {
            return try await Shellcheck(environment: context.environment).check(file.scripts)
        } catch {
            notices.append(error.words)
            isAskingShellcheck = false
            return nil
        }
    }

    private func show(_ report: LintReport) {
        let suppressed = report.suppressed.isEmpty ? "" : " (\(report.suppressed.count) suppressed)"
        let isHalf = report.file.hasTree && !report.file.isValid
        show(
            report.diagnostics, of: report.file.source.name, "nothing found",
            more: (isHalf ? "; what needs a runbook without errors was not looked for" : "") + suppressed)
    }

    /// Shows what was found in a file, and sums it up: in other words where it is nothing.
    private func show(_ diagnostics: [Diagnostic], of name: String, _ nothing: String, more: String = "") {
        let renderer = DiagnosticRenderer(usesColour: context.isColoured(context.output), showsCodes: true)
        context.output.write(renderer.render(diagnostics))
        var parts: [String] = []
        for severity in Severity.allCases {
            let count = diagnostics.count { $0.severity == severity }
            if count > 0 {
                parts.append("\(count) \(severity == .advice ? "advice" : severity.rawValue + (count == 1 ? "" : "s"))")
            }
        }
        let words = parts.isEmpty ? nothing : parts.joined(separator: ", ")
        context.output.write("\(Sanitizer.clean(name)): \(words)\(more)\n")
    }

    /// All reports as one log of SARIF.
    var sarif: String {
        let rules = LintRules.inOrder.map { rule in
            SARIFLog.Rule(
                code: rule.code, name: rule.name, severity: rule.severity, summary: rule.summary,
                help: RulesPage.markdown(of: rule))
        }
        var log = SARIFLog(tool: "rung", version: RungCommand.version, rules: rules)
        log.diagnostics = diagnostics
        log.suppressed = reports.flatMap(\.suppressedDiagnostics)
        log.notifications = notices
        return log.render()
    }
}
