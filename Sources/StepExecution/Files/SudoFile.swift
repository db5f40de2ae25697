internal import FileEditing

/// A file that is read and written by commands of the superuser; values go as arguments and on stdin alone.
struct SudoFile: Sendable {
    /// How the commands are run.
    let access: SudoAccess

    /// The exit of the scripts for a file that others changed.
    private static let changed = 92
    private static let mostHeader = 16384

    /// Finds and reads a file; symbolic links are followed.
    func read(_ path: String) async throws(FileEditFailure) -> FoundFile {
        let result = try await run(SudoScript.read, [path, String(FileEditor.mostBytes)], input: nil, about: path)
        let parts = result.stdout.bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !result.stdout.isTruncated else {
            throw FileEditFailure(.system, "\(path): what `\(command)` printed cannot be understood")
        }
        let real = String(decoding: parts[1], as: UTF8.self)
        let kind = String(decoding: parts[0], as: UTF8.self)
        if kind.hasPrefix("file:"), let links = Int(kind.dropFirst("file:".count)) {
            return FoundFile(realPath: real, bytes: Array(parts[2]), otherLinks: max(0, links - 1))
        }
        switch kind {
        case "absent": return FoundFile(realPath: real, bytes: nil)
        case "folder": throw FileEditFailure(.notEditable, "\(path) is a folder, and only files are edited")
        case "dangling": throw FileEditFailure(.notEditable, "\(path) is a symbolic link that leads to nothing")
        case "large":
            throw FileEditFailure(
                .notEditable, "\(path) has more than \(FileEditor.mostBytes >> 20) MiB, which is too large to be edited"
            )
        case "nowhere": throw FileEditFailure(.absent, "\(path): its folder does not exist")
        default: throw FileEditFailure(.notEditable, "\(path) is no ordinary file")
        }
    }

    /// Replaces a file whose text has the digest `expecting`; makes it where that is nil.
    func replace(
        _ path: String, expecting: String?, with new: [UInt8], digest: String
    ) async throws(FileEditFailure) {
        _ = try await run(SudoScript.replace, [path, expecting ?? "-", digest], input: new, about: path)
    }

    /// Removes a file whose text has the digest `expecting`.
    func remove(_ path: String, expecting: String) async throws(FileEditFailure) {
        _ = try await run(SudoScript.remove, [path, expecting], input: nil, about: path)
    }

    private var command: String { access.prefix.joined(separator: " ") }

    private func run(
        _ script: String, _ arguments: [String], input: [UInt8]?, about path: String
    ) async throws(FileEditFailure) -> CommandResult {
        guard !path.utf8.contains(0x0A), !path.isEmpty else {
            throw FileEditFailure(.notEditable, "a path with a line break cannot be handed to `\(command)`")
        }
        // A relative path would count from where sudo starts, and one that begins with `-` would be a flag.
        let place = path.hasPrefix("/") ? path : "./" + path
        var request = CommandRequest(
            .argv(access.prefix + ["sh", "-eu", "-c", script, "sh", place] + arguments.dropFirst()),
            environment: access.environment, timeout: access.timeout,
            outputLimit: 2 * (FileEditor.mostBytes + Self.mostHeader))
        request.input = input
        let result = await access.runner.run(request)
        if result.exit == 0 { return result }
        if result.exit == Self.changed { throw FileEditor.changedByOthers(path) }
        if result.timedOut { throw FileEditFailure(.interrupted, "\(path): `\(command)` did not end within the time") }
        if result.interrupted { throw FileEditFailure(.interrupted, "\(path): interrupted") }
        throw FileEditFailure(.system, "\(path): `\(command)` failed: \(Self.reason(result))")
    }

    private static func reason(_ result: CommandResult) -> String {
        if let problem = result.startProblem { return problem }
        let lines = result.stderr.text.split(separator: "\n").suffix(3).map(String.init)
        let text = lines.joined(separator: "; ").prefix(500)
        let words = text.isEmpty ? "exit \(result.exit)" : String(text)
        if words.contains("password is required") || words.contains("a terminal is required") {
            return words + "; let sudoers allow it without a password, or run Rung as root"
        }
        if words.contains("Device or resource busy") {
            return words + "; it is mounted by itself and so cannot be replaced: edit it where it comes from"
        }
        return words
    }
}
