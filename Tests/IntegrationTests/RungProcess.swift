import Glibc
import Synchronization
import TestSupport

/// A process that a test has started, mostly the built `rung`: with an environment of its own, signals as a shell
/// would leave them, and outputs that go to files, so that nothing ever blocks.
final class RungProcess: Sendable {
    /// Its number.
    let pid: pid_t
    private let output: String
    private let errors: String
    private let ended = Mutex<Int32?>(nil)

    /// POSIX_SPAWN_SETSID, which Swift does not import.
    private static let newSession: Int16 = 0x80

    /// Where standard input, output and errors of a process come from and go to.
    struct Streams {
        /// Standard input.
        var input = "/dev/null"
        /// A file for standard output.
        var output: String
        /// A file for standard errors.
        var errors: String
        /// Whether the input is a terminal, which becomes the process's own.
        var isTerminal = false
    }

    /// Starts a command in a folder; its environment is only what is given.
    init(_ command: [String], environment: [String: String], folder: String, streams: Streams) throws {
        output = streams.output
        errors = streams.errors
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, streams.input, streams.isTerminal ? O_RDWR : O_RDONLY, 0)
        if streams.isTerminal {
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of Swift's pool block signals, which a child would inherit.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // A session of its own: a terminal that it opens becomes its own.
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | Self.newSession)
        // Swift does not see posix_spawn's own change of folders.
        let command = ["/usr/bin/env", "-C", folder] + command
        var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var pid = pid_t()
        let error = posix_spawnp(&pid, command[0], &actions, &attributes, &words, &variables)
        guard error == 0 else {
            throw TestSupportError(message: "\(command[0]) cannot be started: \(String(cString: strerror(error)))")
        }
        self.pid = pid
    }

    deinit {
        if ended.withLock({ $0 }) == nil {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
    }

    /// Sends a signal, unless the process has been waited for.
    func signal(_ number: Int32) {
        ended.withLock { ended in
            if ended == nil { _ = kill(pid, number) }
        }
    }

    /// Whether it has ended; then with which exit.
    var exitIfEnded: Int32? {
        ended.withLock { ended in
            if let ended { return ended }
            var status: Int32 = 0
            guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
            ended = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
            return ended
        }
    }

    /// Waits for its end.
    func end(within limit: Duration = .seconds(60)) async throws -> ProcessEnd {
        var exit: Int32?
        do {
            try await eventually("the end of process \(pid)", within: limit) {
                exit = exitIfEnded
                return exit != nil
            }
        } catch {
            signal(SIGKILL)
            throw TestSupportError(message: "\(error)\n\(out)\n\(err)")
        }
        return ProcessEnd(exit: exit ?? -1, out: out, err: err)
    }

    /// What it has written on standard output so far.
    var out: String { Self.text(output) }

    /// What it has written on standard error so far.
    var err: String { Self.text(errors) }

    private static func text(_ path: String) -> String {
        String(decoding: (try? readFile(path)) ?? [], as: UTF8.self)
    }
}
