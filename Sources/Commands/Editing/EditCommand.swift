import ArgumentParser
import TerminalIO

/// `rung edit`: changes a runbook as data, and keeps comments, order and layout.
struct EditCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a runbook as data; every comment and the layout stay.",
        usage: "rung edit <file> <operation> … [--dry-run] [--force]",
        discussion: """
            rung edit x.yaml set steps.health.timeout 10s       a value; PATH: steps.diagnose.next[0].when
            rung edit x.yaml set 'steps.look.all[+]' disk       a new item of a list
            rung edit x.yaml unset steps.health.retry
            rung edit x.yaml add-step ping --after health --yaml '{check: redis-cli ping}'
            rung edit x.yaml remove-step ping --rewire health   what led to it leads there
            rung edit x.yaml rename-step health api_health      also in conditions and ${…}
            rung edit x.yaml connect diagnose ping --when '!steps.health.ok' --before 1
            rung edit x.yaml move ping --after health

            FILE is replaced as a whole, with its owner and mode; - is standard input, and the result goes to standard \
            output. `rung edit FILE OPERATION --help` says more of each. Exit codes: 0 done, 2 refused: the result would \
            not be valid (--force overrides), or what was named is not there; 5 others changed the file meanwhile.
            """)

    @Argument(help: ArgumentHelp("The runbook; - is standard input.", valueName: "file"))
    var file: String

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp(
            "set, unset, add-step, remove-step, rename-step, connect or move, and its words.", valueName: "operation"))
    var words: [String] = []

    init() {}

    /// The command of `edit FILE OPERATION …` whose first words are no options: see `ValidateCommand`.
    init?(plain arguments: [String]) {
        guard arguments.first == "edit", arguments.count > 2, arguments[1] == "-" || !arguments[1].hasPrefix("-") else {
            return nil
        }
        file = arguments[1]
        words = Array(arguments[2...])
    }

    func perform(in context: CommandContext) throws -> ExitCode {
        let operation = try operation()
        do throws(CommandRefusal) {
            return try EditRun(file: file, switches: operation.switches, context: context).perform(operation)
        } catch {
            error.show(on: context)
            return error.code
        }
    }

    /// The operation that the words say.
    private func operation() throws -> any EditOperation {
        if let plain = SetOperation(plain: words) { return plain }
        let options = words.prefix { $0.hasPrefix("--") && $0 != "--help" }
        let ordered = Array(words.dropFirst(options.count) + options)
        guard !ordered.isEmpty else {
            throw CommandProblem(
                "edit \(Sanitizer.clean(file)): say what to do: set, unset, add-step, remove-step, rename-step, connect "
                    + "or move; `rung edit --help` shows each")
        }
        if !file.contains("."), EditOperations.names.contains(file), !EditOperations.names.contains(ordered[0]) {
            throw CommandProblem("the file comes first: rung edit \(Sanitizer.clean(ordered[0])) \(file) …")
        }
        let command = try EditOperations.parseAsRoot(ordered)
        guard let operation = command as? any EditOperation else {
            var other = command
            try other.run()
            throw ExitCodes.success
        }
        return operation
    }
}

/// The operations of `rung edit FILE`, each a command of its own.
struct EditOperations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rung edit <file>", abstract: "Change a runbook as data; every comment and the layout stay.",
        subcommands: [
            SetOperation.self, UnsetOperation.self, AddStepOperation.self, RemoveStepOperation.self,
            RenameStepOperation.self, ConnectOperation.self, MoveOperation.self,
        ])

    static let names = configuration.subcommands.compactMap { $0.configuration.commandName }
}
