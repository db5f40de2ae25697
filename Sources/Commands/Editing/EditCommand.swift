import ArgumentParser
import RunbookEditing
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

    func perform(in context: CommandContext) throws -> ExitCode {
        let operation = try operation()
        let manner = EditManner(isDry: operation.switches.dryRun, isForced: operation.switches.force)
        return EditRun(file: file, manner: manner, context: context).perform(operation.edit)
    }

    /// The operation that the words say.
    private func operation() throws -> any EditOperation {
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
        guard file != "-" || !operation.readsInput else {
            throw CommandProblem("standard input cannot be both the runbook and the step's keys")
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

/// `rung edit FILE set PATH VALUE` without options, which programs call.
struct ValueSetting: PlainWork {
    private let file: String
    private let path: String
    private let value: String

    /// The work of the words after `edit`; nil where they are others.
    init?(plain words: ArraySlice<String>) {
        let words = Array(words)
        guard words.count == 4, words[1] == "set", words[0] == "-" || !words[0].hasPrefix("-"),
            words[2...].allSatisfy({ !$0.hasPrefix("-") })
        else { return nil }
        (file, path, value) = (words[0], words[2], words[3])
    }

    func perform(in context: CommandContext) -> ExitCode {
        EditRun(file: file, manner: EditManner(), context: context).perform { () throws(RunbookEditFailure) in
            try SetOperation.edit(path, to: value, isText: false)
        }
    }
}
