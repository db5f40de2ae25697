import Glibc

/// Reads whole files, and says in words why it could not.
package enum FileReading {
    /// How large a runbook can be: what its reader takes, and one byte to see that there is more.
    private static let limit = (16 << 20) + 1

    /// What a path may lead to.
    package enum Kind: Sendable {
        /// A plain file alone: what a run keeps and reads again.
        case plainFile
        /// A pipe or a terminal too, such as `<(command)`.
        case anything
    }

    /// The bytes of a file.
    package static func read(_ path: String, takes kind: Kind) throws(FileReadError) -> [UInt8] {
        let waits = kind == .plainFile ? O_NONBLOCK : 0
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | waits)
        guard descriptor >= 0 else { throw FileReadError(words(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileReadError(words(errno)) }
        if status.st_mode & S_IFMT == S_IFDIR { throw FileReadError("it is a folder, not a file") }
        if kind == .plainFile, status.st_mode & S_IFMT != S_IFREG { throw FileReadError("it is no plain file") }
        return try bytes(of: descriptor, expected: Int(status.st_size))
    }

    /// The bytes of a plain file.
    @Sendable package static func read(_ path: String) throws(FileReadError) -> [UInt8] {
        try read(path, takes: .plainFile)
    }

    /// The bytes that come on standard input, to its end.
    package static func standardInput() throws(FileReadError) -> [UInt8] {
        try bytes(of: STDIN_FILENO, expected: 0)
    }

    private static func bytes(of descriptor: Int32, expected: Int) throws(FileReadError) -> [UInt8] {
        // Straight into the array, with a byte more than there should be, to see the end.
        var error: Int32 = 0
        var isWhole = false
        var bytes = [UInt8](unsafeUninitializedCapacity: min(limit - 1, max(0, expected)) + 1) { room, count in
            while count < room.count {
                let got = Glibc.read(descriptor, room.baseAddress?.advanced(by: count), room.count - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { error = errno }
                isWhole = got == 0
                if got <= 0 { return }
                count += got
            }
        }
        guard error == 0 else { throw FileReadError(words(error)) }
        if !isWhole { try readRest(of: descriptor, into: &bytes) }
        return bytes
    }

    /// The bytes of what did not say how many they are: a pipe, or a file that grows.
    private static func readRest(of descriptor: Int32, into bytes: inout [UInt8]) throws(FileReadError) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileReadError(words(errno)) }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
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
