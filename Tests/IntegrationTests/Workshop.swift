import Glibc
import JSONText
import Synchronization
import TestSupport
import Testing

/// A folder of one test, with a state folder of its own, where runbooks are written and walked.
final class Workshop: Sendable {
    /// The folder.
    let folder: String
    /// The id of its runbook, which no other test has: locks of targets are shared by all of the machine.
    let id: String
    private let count = Atomic(0)
    private static let workshops = Atomic(0)

    fileprivate init(folder: String) {
        self.folder = folder
        id = "t-\(getpid())-\(Self.workshops.add(1, ordering: .relaxed).newValue)"
    }

    /// The environment in which `rung` is started.
    var environment: [String: String] {
        [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder,
            "RUNG_STATE_DIR": folder + "/state", "LANG": "C.UTF-8",
        ]
    }

    /// Writes a runbook: what follows on `version` and `id`, which are added.
    func write(_ body: String, to name: String = "t.yaml", id: String? = nil) throws {
        try writeFile("\(folder)/\(name)", "version: 1\nid: \(id ?? self.id)\n\(body)\n")
    }

    /// The content of a file of the folder; empty where there is none.
    func content(_ name: String) -> String {
        String(decoding: (try? readFile("\(folder)/\(name)")) ?? [], as: UTF8.self)
    }

    /// Whether a file of the folder exists.
    func has(_ name: String) -> Bool { access("\(folder)/\(name)", F_OK) == 0 }

    /// Starts `rung`; `wrapper` is a command that is put before it.
    func start(
        _ arguments: [String], environment extra: [String: String] = [:], wrapper: [String] = [], folder: String? = nil,
        program: String = RungBinary.path
    ) throws -> RungProcess {
        let number = count.add(1, ordering: .relaxed).newValue
        let streams = RungProcess.Streams(
            output: "\(self.folder)/.out-\(number)", errors: "\(self.folder)/.err-\(number)")
        return try RungProcess(
            wrapper + [program] + arguments, environment: environment.merging(extra) { $1 },
            folder: folder ?? self.folder, streams: streams)
    }

    /// Runs `rung` to its end.
    func rung(
        _ arguments: String..., environment: [String: String] = [:], wrapper: [String] = []
    ) async throws -> ProcessEnd {
        try await start(arguments, environment: environment, wrapper: wrapper).end()
    }

    /// Writes a runbook and walks it unattended.
    func walk(
        _ body: String, _ arguments: String..., environment: [String: String] = [:], wrapper: [String] = []
    ) async throws -> ProcessEnd {
        try write(body)
        return try await start(
            ["run", "t.yaml", "--unattended"] + arguments, environment: environment, wrapper: wrapper
        )
        .end()
    }

    /// Runs another program to its end.
    func run(_ command: [String]) async throws -> ProcessEnd {
        let number = count.add(1, ordering: .relaxed).newValue
        return try await RungProcess(
            command, environment: environment, folder: folder,
            streams: RungProcess.Streams(output: "\(folder)/.out-\(number)", errors: "\(folder)/.err-\(number)")
        ).end()
    }

    /// Starts `rung` at a terminal of its own.
    func startAtTerminal(
        _ arguments: [String], environment extra: [String: String] = [:], wrapper: [String] = [],
        program: String = RungBinary.path
    ) throws -> RungTerminal {
        let environment = environment.merging(["TERM": "xterm", "NO_COLOR": "1"]) { $1 }.merging(extra) { $1 }
        return try RungTerminal(wrapper + [program] + arguments, environment: environment, folder: folder)
    }

    /// The events of a run as the journal has them.
    func events(of run: String = "latest") async throws -> [JSONValue] {
        let id = run == "latest" ? try await latestRun()["id"]?.stringValue ?? "" : run
        let end = try await rung("transcript", id, "--format", "json")
        try #require(end.exit == 0, "\(end)")
        return try #require(try JSONValue.parse(end.out)["events"]?.arrayValue)
    }

    /// The newest run as the history has it.
    func latestRun() async throws -> JSONValue {
        let end = try await rung("history", "--json", "--limit", "1")
        return try #require(try JSONValue.parse(end.out).arrayValue?.first, "\(end)")
    }
}

extension JSONValue {
    /// Whether this is an event of a kind, and of a step where one is named.
    func isEvent(_ kind: String, _ step: String? = nil) -> Bool {
        self["kind"]?.stringValue == kind && (step == nil || self["step"]?.stringValue == step)
    }
}

/// Runs a test in a folder of its own, which is removed afterwards.
func withWorkshop(_ body: (Workshop) async throws -> Void) async throws {
    try await withScratchFolder { folder in
        try await body(Workshop(folder: folder))
    }
}
