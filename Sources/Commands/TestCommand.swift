import ArgumentParser
import Diagnostics
import Engine
import Interpreter
import RunbookLoading
import RunbookModel
import Scenarios
import TerminalIO

/// `rung test`: walks the scenarios of runbooks, and says which do not hold and which ways none of them has taken.
struct TestCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Walk the scenarios of runbooks, without a process, a network or a clock.",
        discussion: """
            A file of scenarios is NAME.test.yaml beside NAME.yaml; either can be named. `rung schema scenario` is its \
            schema. Exit codes: 0 all scenarios hold, 2 one does not, or a file cannot be read.
            """)

    @Argument(help: ArgumentHelp("Files of scenarios, or runbooks with such a file beside them.", valueName: "file"))
    var files: [String]

    @Flag(help: "List the ways that no scenario takes.")
    var coverage = false

    func perform(in context: CommandContext) throws -> ExitCode {
        let loader = ScenarioLoader(readFile: FileReading.read)
        var result = ExitCodes.success
        var seen: Set<String> = []
        for given in files {
            guard let path = fileOfScenarios(given, context) else {
                result = ExitCodes.invalid
                continue
            }
            // `rung test runbooks/*.yaml` names each twice: by its runbook, and itself.
            guard seen.insert(path).inserted else { continue }
            let loaded = loader.load(path: path)
            RunbookFiles.show(loaded.diagnostics, on: context.output, context)
            guard let file = loaded.file else {
                let errors = loaded.diagnostics.count { $0.severity == .error }
                context.output.write("\(Sanitizer.clean(path)): \(errors == 1 ? "1 error" : "\(errors) errors")\n")
                result = ExitCodes.invalid
                continue
            }
            if !walk(file, path, context) { result = ExitCodes.invalid }
        }
        return result
    }

    /// Walks the scenarios of a file, and says what came of them; whether all of them hold.
    private func walk(_ file: ScenarioFile, _ path: String, _ context: CommandContext) -> Bool {
        var covered = BranchCoverage(of: file.runbooks)
        var failed = 0
        for scenario in file.scenarios {
            let run = ScenarioRun(of: scenario, in: file.runbooks, parser: .standard)
            covered.add(run)
            let verdict = ScenarioVerdict(scenario, run, of: file)
            if verdict.holds {
                let end = run.end.map { "\($0.outcome?.rawValue ?? "open") at \($0.step)" } ?? ""
                context.output.write("ok      \(scenario.name): \(end)\n")
            } else {
                failed += 1
                context.output.write("FAILED  \(scenario.name)\n")
                RunbookFiles.show(verdict.failures, on: context.output, context)
            }
        }
        let all = file.scenarios.count
        let held =
            failed == 0
            ? "\(all) \(all == 1 ? "scenario holds" : "scenarios hold")"
            : "\(failed) of \(all) scenarios \(failed == 1 ? "does" : "do") not hold"
        let ways = "\(covered.places.count - covered.untaken.count) of \(covered.places.count) ways taken"
        let left = covered.untaken.isEmpty || coverage ? "" : " (--coverage lists the others)"
        context.output.write("\(Sanitizer.clean(path)): \(held), \(ways)\(left)\n")
        if coverage { list(covered.untaken, of: file, context) }
        return failed == 0
    }

    private func list(_ ways: [BranchCoverage.Place], of file: ScenarioFile, _ context: CommandContext) {
        for place in ways {
            guard let source = file.runbooks.members[place.way.runbook.path]?.source else { continue }
            let position = source.position(of: place.range.start)
            let exit =
                switch place.way.exit {
                case .branch(let number): "branch \(number)"
                case .next: "next"
                case .otherwise: "else"
                }
            context.output.write(
                "\(Sanitizer.clean(source.name)):\(position.line):\(position.column): not taken: \(place.way.step), \(exit) → \(place.goto)\n"
            )
        }
    }

    /// The file of scenarios that a path means: itself, or the one beside a runbook; says that there is none.
    private func fileOfScenarios(_ path: String, _ context: CommandContext) -> String? {
        guard !path.hasSuffix(".test.yaml"), !path.hasSuffix(".test.yml") else { return path }
        guard let bytes = try? FileReading.read(path) else { return path }
        if ScenarioLoader.holdsScenarios(bytes, name: path) { return path }
        let beside = ScenarioLoader.path(beside: path)
        if (try? FileReading.read(beside)) != nil { return beside }
        context.errors.write(
            "rung: \(Sanitizer.clean(path)) holds no scenarios, and there is no \(Sanitizer.clean(beside)) beside it; "
                + "`rung schema scenario --format markdown` says how one is written\n")
        return nil
    }
}
