import Glibc
import StepExecution

/// A scratch folder that is gone after the test, and a runner with a short grace.
struct CommandFixture: ~Copyable {
    let folder: String
    let runner: CommandRunner

    init(grace: Duration = .milliseconds(400)) {
        var template = Array("/tmp/rung-exec-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("no scratch folder: errno \(errno)") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        runner = CommandRunner(grace: grace)
    }

    deinit { Self.remove(folder) }

    static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]

    func request(_ invocation: CommandRequest.Invocation, timeout: Duration? = .seconds(20)) -> CommandRequest {
        CommandRequest(invocation, environment: Self.environment, workingDirectory: folder, timeout: timeout)
    }

    func run(_ script: String, timeout: Duration? = .seconds(20)) async -> CommandResult {
        await runner.run(request(.script(script), timeout: timeout))
    }

    func run(_ argv: [String]) async -> CommandResult {
        await runner.run(request(.argv(argv)))
    }

    func write(_ name: String, _ content: String, mode: mode_t = 0o644) {
        let file = open(folder + "/" + name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard file >= 0 else { preconditionFailure("\(name): errno \(errno)") }
        var content = content
        content.withUTF8 { _ = Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
    }

    /// The number that a command has written to a file; waits for it, at most 5 seconds.
    func number(in name: String) async -> Int32 {
        for _ in 0..<500 {
            if let text = read(name), let value = Int32(text.filter(\.isNumber)), text.hasSuffix("\n") { return value }
            try? await Task.sleep(for: .milliseconds(10))
        }
        preconditionFailure("no number came in \(name)")
    }

    func read(_ name: String) -> String? {
        let file = open(folder + "/" + name, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = Glibc.read(file, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }

    private static func remove(_ folder: String) {
        guard let list = opendir(folder) else { return }
        while let entry = readdir(list) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { _ = Glibc.remove(folder + "/" + name) }
        }
        closedir(list)
        rmdir(folder)
    }
}

/// Whether a process runs, by its number alone; one that only waits to be reaped does not.
func isRunning(_ pid: Int32) -> Bool {
    guard let process = ProcessTable.identity(of: pid) else { return false }
    return ProcessTable.isRunning(process)
}

/// Whether a process ends within 5 seconds.
func ends(_ pid: Int32) async -> Bool {
    for _ in 0..<500 {
        if !isRunning(pid) { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return false
}

extension Duration {
    /// Seconds as a number.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
