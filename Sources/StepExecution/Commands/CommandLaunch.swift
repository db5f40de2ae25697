internal import CPlatform
internal import Glibc

/// The start of one command: its request as the C strings that the system wants.
struct CommandLaunch {
    /// The variable by which a command's processes are found again, wherever they have moved.
    static let markName = "RUNG_COMMAND"

    private let program: String
    private let directory: String
    private let input: [UInt8]?
    private var arena: [UInt8] = []
    private var argv: [Int] = []
    private var environment: [Int] = []
    private var candidates: [Int] = []

    /// Prepares the start; throws where a text cannot be handed to a process.
    init(_ request: CommandRequest, id: UInt64) throws(StartProblem) {
        directory = request.workingDirectory
        input = request.input
        arena.reserveCapacity(8192)
        switch request.invocation {
        case .script(let script):
            program = "sh"
            for word in ["sh", "-eu", "-c", script] { argv.append(try add("the script", word)) }
            candidates.append(try add("the script", "/bin/sh"))
        case .argv(let words):
            guard let first = words.first, !first.isEmpty else {
                throw StartProblem(exit: 127, text: "no such command: the list names no program")
            }
            program = first
            for word in words { argv.append(try add("an argument of \(first)", word)) }
            try addCandidates(path: request.environment["PATH"])
        }
        for (name, value) in request.environment where name != Self.markName {
            environment.append(try add("the variable \(name)", name, "=", value))
        }
        environment.append(try add(Self.markName, Self.mark(id)))
    }

    /// The entry of the environment that marks all processes of one command.
    static func mark(_ id: UInt64) -> String {
        "\(markName)=\(ownMark)-\(id)"
    }

    /// This process among all of this boot.
    private static let ownMark: String = {
        let pid = ProcessTable.ownPID
        return "\(pid)-\(ProcessTable.startTime(of: pid) ?? 0)"
    }()

    /// Starts the process.
    consuming func start() throws(StartProblem) -> LaunchedCommand {
        let folder = directory.isEmpty ? nil : try add("the working directory", directory)
        let source = try inputFile()
        defer { if source >= 0 { close(source) } }
        var result = rung_spawn_result()
        let status = arena.withUnsafeMutableBytes { bytes in
            let base = bytes.baseAddress
            let place = { (offset: Int) in base.map { ($0 + offset).assumingMemoryBound(to: CChar.self) } }
            var words: [UnsafeMutablePointer<CChar>?] = [nil] + argv.map(place) + [nil]
            let variables = environment.map(place) + [nil]
            let programs = candidates.map { UnsafePointer(place($0)) } + [nil]
            return words.withUnsafeMutableBufferPointer { words in
                variables.withUnsafeBufferPointer { variables in
                    programs.withUnsafeBufferPointer { programs in
                        var request = rung_spawn_request(
                            candidates: programs.baseAddress, argv: words.baseAddress,
                            environment: variables.baseAddress, directory: folder.flatMap { UnsafePointer(place($0)) },
                            input: source)
                        return DirectChildren.starting { rung_spawn(&request, &result) == 0 ? result.pid : nil }
                    }
                }
            }
        }
        guard status != nil else {
            throw StartProblem(stage: result.stage, error: result.error, program: program, directory: directory)
        }
        return LaunchedCommand(pid: result.pid, pidfd: result.pidfd, output: result.output, errors: result.errors)
    }

    /// What the command reads, as a file in memory; -1 where it reads nothing.
    private func inputFile() throws(StartProblem) -> Int32 {
        guard let input else { return -1 }
        let file = input.withUnsafeBytes { rung_memory_file($0.baseAddress, $0.count) }
        guard file >= 0 else {
            throw StartProblem(exit: 126, text: "the input of \(program) could not be kept: \(SystemError.text(errno))")
        }
        return file
    }

    /// The places to look for the program: as written where it holds a slash, else along the child's `PATH`.
    private mutating func addCandidates(path: String?) throws(StartProblem) {
        guard !program.utf8.contains(0x2F) else {
            candidates = [argv[0]]
            return
        }
        let path = path ?? "/usr/local/bin:/usr/bin:/bin"
        for folder in path.utf8.split(separator: 0x3A, omittingEmptySubsequences: false) {
            candidates.append(try add("PATH", folder.isEmpty ? "." : String(Substring(folder)), "/", program))
        }
    }

    private mutating func add(_ what: String, _ parts: String...) throws(StartProblem) -> Int {
        let start = arena.count
        for part in parts { arena.append(contentsOf: part.utf8) }
        if arena[start...].contains(0) {
            throw StartProblem(exit: 126, text: "\(what) holds a NUL byte, which no process can be given")
        }
        arena.append(0)
        return start
    }
}
