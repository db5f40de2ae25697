import Glibc
import Journaling

/// The helper program of these tests, running.
struct Writer {
    let pid: pid_t
    private let output: Int32

    /// The folder of the built programs: the one that the test bundle lies in.
    private static var program: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let executable = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let bundled = executable.split(separator: "/").dropLast().joined(separator: "/")
        let nearby = "/" + bundled + "/JournalWriter"
        if access(nearby, X_OK) == 0 { return nearby }
        // Some runners load the tests from elsewhere and name the bundle in their arguments.
        for argument in CommandLine.arguments {
            guard let range = argument.split(separator: "/").lastIndex(where: { $0.hasSuffix(".xctest") }) else {
                continue
            }
            let folder = "/" + argument.split(separator: "/")[..<range].joined(separator: "/") + "/JournalWriter"
            if access(folder, X_OK) == 0 { return folder }
        }
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(root)/.build/debug/JournalWriter"
    }

    /// Starts the helper; `wrapper` is a command that is put before it.
    init(_ arguments: [String], wrapper: [String] = []) throws {
        try self.init(command: wrapper + [Self.program] + arguments)
    }

    init(command: [String]) throws {
        var ends: [Int32] = [0, 0]
        // A pair of sockets and not a pipe: it is born without being inherited by what other tests start.
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw JournalError(.failed, "no sockets") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid = pid_t()
        let result = posix_spawnp(&pid, command[0], &actions, nil, &words, environ)
        close(ends[1])
        guard result == 0 else {
            close(ends[0])
            throw JournalError(.failed, "\(command[0]) cannot be started: \(result)")
        }
        self.pid = pid
        output = ends[0]
    }

    /// Kills the helper at once.
    func kill() { Glibc.kill(pid, SIGKILL) }

    /// Kills the helper and waits for its end.
    func end() {
        kill()
        _ = finish()
    }

    /// Reads what the helper writes until a line begins so; nil at the end of its output.
    func line(beginning start: String) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                continue
            }
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix(start) { return text }
            line = []
        }
        return nil
    }

    /// Reads the whole lines that are left, and waits for the helper's end.
    func finish() -> [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        close(output)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        return String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
