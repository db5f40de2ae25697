import Glibc
import Synchronization
import TerminalIO

/// Answers sudo's questions for a password with what the operator types, for the commands of one run.
///
/// sudo starts `SUDO_ASKPASS`, which is Rung itself again; that process asks this one over a socket that only this user
/// can reach. A password passes through and is nowhere kept, written down or logged.
package final class PasswordService: Sendable {
    /// What commands get in their environment so that sudo asks here.
    package let environment: [String: String]

    private let folder: String
    private let descriptor: Int32
    private let ask: @Sendable (String) async -> String?

    /// A service in a folder of its own, for a program that is Rung; nil where there is no sudo, or no such folder can be had.
    ///
    /// - Parameters:
    ///   - bases: The folders in which it may lie, the best first: it must be possible to execute a script there.
    ///   - path: The `PATH` of the commands.
    ///   - ask: Asks the operator with a prompt of sudo's; nil: they gave no password.
    package init?(
        program: String, bases: [String], path: String, ask: @escaping @Sendable (String) async -> String?
    ) {
        // Without sudo nothing asks.
        guard let sudo = Self.find("sudo", in: path) else { return nil }
        var made: String?
        for base in bases where made == nil { made = Self.makeFolder(in: base) }
        guard let folder = made else { return nil }
        guard let descriptor = Self.listen(folder + "/socket") else {
            rmdir(folder)
            return nil
        }
        let askpass = "#!/bin/sh\nexec \(Self.quoted(program)) askpass \(Self.quoted(folder + "/socket")) \"$1\"\n"
        var environment: [String: String] = [:]
        if Self.write(askpass, to: folder + "/askpass") { environment["SUDO_ASKPASS"] = folder + "/askpass" }
        if Self.write(Self.shim(for: sudo), to: folder + "/sudo") {
            environment["PATH"] = folder + ":" + path
        }
        self.environment = environment
        self.folder = folder
        self.descriptor = descriptor
        self.ask = ask
        accept()
    }

    /// Ends it, and removes its folder.
    package func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        for name in ["socket", "askpass", "sudo"] { unlink(folder + "/" + name) }
        rmdir(folder)
    }

    // MARK: The folder

    /// The longest path of a socket (unix(7)), with the names that are put after the folder's.
    private static let longestFolder = 96

    private static func makeFolder(in base: String) -> String? {
        let template = base + "/asking-XXXXXX"
        guard !base.isEmpty, template.utf8.count <= longestFolder else { return nil }
        var path = Array(template.utf8CString)
        guard mkdtemp(&path) != nil else { return nil }
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func listen(_ path: String) -> Int32? {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return nil }
        let isBound = LocalSocket.withAddress(path) { bind(descriptor, $0, $1) } == 0
        guard isBound, chmod(path, 0o600) == 0, Glibc.listen(descriptor, 8) == 0 else {
            Glibc.close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o700)
        guard file >= 0 else { return false }
        defer { Glibc.close(file) }
        return OutputChannel(descriptor: file).write(text)
    }

    /// sudo asks by its helper of itself only where there is a display: `-A` says it, unless the caller says how.
    private static func shim(for sudo: String) -> String {
        """
        #!/bin/sh
        for word in "$@"; do
            case $word in
                --stdin | --askpass | --non-interactive | -[!-]*[SAn]* | -[SAn]) exec \(quoted(sudo)) "$@" ;;
                -*) ;;
                *) break ;;
            esac
        done
        exec \(quoted(sudo)) -A "$@"

        """
    }

    private static func find(_ name: String, in path: String) -> String? {
        path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first { $0.hasPrefix("/") && access($0, X_OK) == 0 }
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    // MARK: The socket

    private func accept() {
        let (descriptor, ask) = (descriptor, ask)
        WaitingThread.start {
            while true {
                let peer = Glibc.accept(descriptor, nil, nil)
                if peer < 0, errno == EINTR || errno == ECONNABORTED { continue }
                guard peer >= 0 else {
                    Glibc.close(descriptor)
                    return
                }
                guard LocalSocket.isOfThisUser(peer) else {
                    Glibc.close(peer)
                    continue
                }
                let prompt = LocalSocket.readText(peer, limit: 1024)
                Task {
                    if let password = await ask(prompt) { OutputChannel(descriptor: peer).write(password + "\n") }
                    Glibc.close(peer)
                }
            }
        }
    }
}
