import Glibc

/// Reads whole files, and says in words why it could not.
package enum FileReading {
    /// How large a runbook can be: what its reader takes, and one byte to see that there is more.
    private static let limit = (16 << 20) + 1

    /// The bytes of a file.
    package static func read(_ path: String) throws(FileReadError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw FileReadError(words(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileReadError(words(errno)) }
        if status.st_mode & S_IFMT == S_IFDIR { throw FileReadError("it is a folder, not a file") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileReadError("it is no plain file") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(limit, max(0, Int(status.st_size)) + 1))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileReadError(words(errno)) }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }

    private static func words(_ number: Int32) -> String {
        switch number {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "it may not be read by this user"
        case EISDIR: "it is a folder, not a file"
        case ENAMETOOLONG: "its name is too long"
        case ELOOP: "its symbolic links lead in a circle"
        default: String(cString: strerror(number))
        }
    }
}
