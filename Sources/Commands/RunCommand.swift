import ArgumentParser
import CEL
import Engine
import Interpreter
import RunbookModel
import TerminalIO

/// `rung run`: walks a runbook.
struct RunCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Walk a runbook.",
        discussion: """
            At a terminal the walk is guided: before anything changes you are asked. Without anyone, --unattended walks by \
            the runbook's own policy. --dry-run runs the checks, and only says what the fixes would do.

            Exit codes: 0 resolved, 2 invalid runbook or usage, 3 escalated, 4 unresolved, 5 refused by a lock, \
            6 paused, 124 out of time, 130 and 143 interrupted (the run can be resumed).
            """)

    @Argument(help: ArgumentHelp("The runbook.", valueName: "file"))
    var file: String

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A param of the runbook; may be given several times.", valueName: "name=value"))
    var assignments: [String] = []

    @Flag(help: "Run the checks, and only say what would be changed.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "What is being healed: the name of the lock. Default: what the runbook says.", valueName: "name"))
    var target: String?

    @Option(help: ArgumentHelp("Begin at this step.", valueName: "step"))
    var from: String?

    @Option(help: ArgumentHelp("Run steps that name no host on this one.", valueName: "name"))
    var host: String?

    @OptionGroup var options: WalkOptions

    func perform(in context: CommandContext, signals: Signals) async throws -> ExitCode {
        let mode = try mode(context)
        guard !context.workingDirectory.isEmpty else {
            throw CommandProblem("the folder that rung was started in is gone; change to one that is there")
        }
        let set = try RunbookFiles.loadToWalk(file, context)
        let params: [String: Value]
        switch RunInputs.bind(set.main, given: try assignments.assignments()) {
        case .success(let values): params = values
        case .failure(let problems): throw CommandProblem(problems.messages)
        }
        var plan = RunPlan(
            runbooks: set, mode: mode, params: params, operatorName: context.operatorName(options.operatorName),
            host: HostName.ofThisMachine(), workingDirectory: context.workingDirectory)
        plan.from = from
        plan.target = target
        plan.defaultHost = host
        let walk = WalkSession(context: context, options: options, signals: signals)
        return try await walk.run(plan, file: file)
    }

    private func mode(_ context: CommandContext) throws -> Mode {
        if dryRun { return .dryRun }
        if options.unattended { return .unattended }
        guard context.hasTerminal else {
            throw CommandProblem(
                "there is no terminal to guide a walk at; --unattended walks by the runbook's own policy, "
                    + "--dry-run only looks")
        }
        return .guided
    }
}
