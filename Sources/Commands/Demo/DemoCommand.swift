import ArgumentParser
import CEL
import Engine
import Glibc
import Interpreter
import Journaling
import RunbookLoading
import RunbookModel
import TerminalIO

/// `rung demo`: a real incident in a folder of its own, found, fixed and verified.
struct DemoCommand: AsynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Break a small real backend on loopback, and watch Rung heal it.",
        discussion: """
            Everything is real, and happens in a temporary folder that is removed afterwards: a server on 127.0.0.1 is \
            started and killed; Rung finds why it does not answer, and mends it. It needs no root and no docker.
            """)

    @Flag(name: .customLong("print"), help: "Print the demo's runbook, and do nothing.")
    var printsRunbook = false

    @Option(help: ArgumentHelp("The language of the runbook's texts, en or ru.", valueName: "language"))
    var lang: String?

    func perform(in context: CommandContext, signals: Signals) async throws -> ExitCode {
        if printsRunbook {
            context.output.write(DemoRunbook.text)
            return ExitCodes.success
        }
        let scene = try DemoScene(context)
        defer { scene.clear() }
        context.output.write("A backend is started on 127.0.0.1:\(scene.port).\n")
        try scene.startBackend()
        let process = try scene.breakBackend()
        context.output.write("It is killed (process \(process)), as the kernel does when memory runs out.\n")
        context.output.write("Now: rung run demo-502.yaml --unattended\n\n")
        let code = try await walk(scene, context, signals)
        try showTranscript(scene, context)
        return code
    }

    private func walk(_ scene: DemoScene, _ context: CommandContext, _ signals: Signals) async throws -> ExitCode {
        let file = scene.folder + "/demo-502.yaml"
        let loaded = RunbookLoader(texts: [file: Array(DemoRunbook.text.utf8)]).load(path: file)
        guard let set = loaded.set else {
            RunbookFiles.show(loaded.diagnostics, on: context.errors, context)
            return ExitCodes.failure
        }
        let plan = RunPlan(
            runbooks: set, mode: .unattended,
            params: [
                "rung": .string(context.executable), "folder": .string(scene.folder), "port": .int(Int64(scene.port)),
            ],
            operatorName: context.operatorName(nil), host: HostName.ofThisMachine(), workingDirectory: scene.folder)
        var options = try WalkOptions.parse([])
        options.lang = lang
        return try await WalkSession(context: scene.context, options: options, signals: signals).run(plan, file: file)
    }

    private func showTranscript(_ scene: DemoScene, _ context: CommandContext) throws {
        guard let run = try StoredJournal.open(scene.context).1?.runs(.init(limit: 1)).first else { return }
        context.output.write("\nThe transcript, as the journal keeps it: rung transcript \(run.id)\n\n")
        let arguments = [run.id] + (lang.map { ["--lang", $0] } ?? [])
        _ = try TranscriptCommand.parse(arguments).perform(in: scene.context)
        context.output.write("\nThe chain of its events: rung transcript \(run.id) --verify\n")
        _ = try TranscriptCommand.parse([run.id, "--verify"]).perform(in: scene.context)
    }
}

/// The demo's folder and its backend.
struct DemoScene {
    let folder: String
    let port: UInt16
    /// The context of the demo's commands: their state lies in the folder as well.
    let context: CommandContext

    init(_ context: CommandContext) throws {
        let base = context.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array((base + "/rung-demo-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandProblem(
                "a folder for the demo cannot be made in \(base): \(String(cString: strerror(errno))); set TMPDIR",
                code: ExitCodes.failure)
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let port = DemoBackend.freePort() else {
            throw CommandProblem("no port on 127.0.0.1 is free", code: ExitCodes.failure)
        }
        self.port = port
        var own = context
        own.environment["RUNG_STATE_DIR"] = folder + "/state"
        own.workingDirectory = folder
        self.context = own
    }

    /// Starts the backend, and waits until it listens.
    func startBackend() throws {
        let log = open(folder + "/backend.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer {
            close(log)
            close(null)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, null, 0)
        posix_spawn_file_actions_adddup2(&actions, log, 1)
        posix_spawn_file_actions_adddup2(&actions, log, 2)
        let words = [context.executable, "demo-backend", "--folder", folder, "--port", "\(port)"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        guard posix_spawn(&process, context.executable, &actions, nil, &arguments, nil) == 0 else {
            throw CommandProblem("the demo's backend cannot be started", code: ExitCodes.failure)
        }
        for _ in 0..<200 {
            if backendProcess != nil { return }
            usleep(10_000)
        }
        throw CommandProblem("the demo's backend did not come up within 2 s", code: ExitCodes.failure)
    }

    /// Kills the backend, so that it leaves its lock behind.
    func breakBackend() throws -> pid_t {
        guard let process = backendProcess else {
            throw CommandProblem("the demo's backend is gone already", code: ExitCodes.failure)
        }
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        return process
    }

    /// Ends what the demo started, and removes its folder.
    func clear() {
        if let process = backendProcess { kill(process, SIGTERM) }
        FolderRemoval.remove(folder)
    }

    private var backendProcess: pid_t? {
        guard let text = try? FileReading.read(folder + "/backend.pid") else { return nil }
        return pid_t(String(decoding: text, as: UTF8.self))
    }
}

/// Removes folders with all that they hold, without following links.
enum FolderRemoval {
    static func remove(_ path: String) {
        guard let folder = opendir(path) else { return }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            if entry.pointee.d_type == UInt8(DT_DIR) { remove(path + "/" + name) } else { unlink(path + "/" + name) }
        }
        closedir(folder)
        rmdir(path)
    }
}
