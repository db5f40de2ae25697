import CPlatform
import Glibc
package import TerminalIO

/// All that a command takes from its process: passed in, so that nothing below reads it behind its back.
package struct CommandContext: Sendable {
    /// The process's environment; read when it is asked for, since a dictionary of it costs more than most commands that
    /// do not need it.
    package var environment: [String: String] {
        get { givenEnvironment ?? currentEnvironment() }
        set { givenEnvironment = newValue }
    }
    private var givenEnvironment: [String: String]?
    /// Where the process was started; empty where that folder is gone.
    package var workingDirectory: String
    /// The effective user.
    package var userID: UInt32
    /// The process.
    package var processID: Int32
    /// The program's own path.
    package var executable: String
    /// Where results go.
    package var output: OutputChannel
    /// Where problems and progress beside results go.
    package var errors: OutputChannel
    /// Whether a person sits at standard input and output.
    package var hasTerminal: Bool

    /// The context of this process.
    package static func ofThisProcess() -> CommandContext {
        CommandContext(
            workingDirectory: currentDirectory(), userID: geteuid(),
            processID: getpid(), executable: ownPath(), output: OutputChannel(descriptor: 1),
            errors: OutputChannel(descriptor: 2), hasTerminal: isatty(0) == 1 && isatty(1) == 1)
    }

    /// The name of the user, for records: `--operator`, else `SUDO_USER`, else the login name.
    package func operatorName(_ given: String?) -> String {
        if let given { return given }
        if let sudo = environment["SUDO_USER"], !sudo.isEmpty { return sudo }
        if let name = loginName(userID) { return name }
        return environment["USER"] ?? "user \(userID)"
    }

    /// The reader's language: `--lang`, else `LC_ALL`, `LC_MESSAGES`, `LANG`, as `en` or `de-AT`.
    package func language(_ given: String?) -> String {
        if let given { return given }
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment[name], !value.isEmpty else { continue }
            let tag = value.prefix { $0 != "." && $0 != "@" }
            if tag == "C" || tag == "POSIX" { return "en" }
            return tag.map { $0 == "_" ? "-" : String($0) }.joined()
        }
        return "en"
    }

    /// Whether an output may hold colours.
    package func isColoured(_ channel: OutputChannel) -> Bool {
        TerminalTraits.wantsColour(isTerminal: channel.isTerminal, environment: environment)
    }
}

private func currentEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    guard var entry = rung_environment() else { return variables }
    // By bytes: looking for a character would load what Unicode says of characters, which not every command needs.
    while let text = entry.pointee {
        if let equals = strchr(text, CInt(UInt8(ascii: "="))) {
            let name = UnsafeRawBufferPointer(start: text, count: UnsafeRawPointer(equals) - UnsafeRawPointer(text))
            variables[String(decoding: name, as: UTF8.self)] = String(cString: equals + 1)
        }
        entry += 1
    }
    return variables
}

private func currentDirectory() -> String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
}

private func ownPath() -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return CommandLine.arguments.first ?? "rung" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func loginName(_ userID: UInt32) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4096)
    guard getpwuid_r(userID, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
        return nil
    }
    return String(cString: name)
}
