import Glibc

/// Reads runbooks from the disk.
package enum RunbookFile {
    /// How large a runbook may be: as large as a YAML text.
    private static let largest = 16 << 20

    /// The bytes of a file; throws what is wrong with it, in words that follow its name.
    package static func read(_ path: String) throws(FileReadError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw FileReadError(words(for: errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileReadError(words(for: errno)) }
        if status.st_mode & S_IFMT == S_IFDIR { throw FileReadError("this is a folder, not a runbook") }
        guard status.st_size <= largest else { throw FileReadError(tooLarge) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw FileReadError(words(for: errno))
            }
            bytes += buffer[..<count]
            guard bytes.count <= largest else { throw FileReadError(tooLarge) }
        }
    }

    private static let tooLarge = "the file is larger than 16 MiB"

    private static func words(for error: Int32) -> String {
        switch error {
        case ENOENT: "there is no such file"
        case ENOTDIR: "a part of the path is no folder"
        case EACCES, EPERM: "it may not be read by this user"
        case ELOOP: "its symbolic links go in a circle"
        case EISDIR: "this is a folder, not a runbook"
        default: String(cString: strerror(error))
        }
    }
}
