internal import CPlatform
internal import FileEditing
internal import Glibc

/// A file that Rung's own user reads and writes; all of it blocks.
struct DirectFile {
    let path: String
    let name: String
    let folderPath: String
    /// Whether names are exchanged where the file system can.
    let exchanges: Bool

    /// A file by its real path.
    init(_ path: String, exchanges: Bool = true) {
        self.path = path
        self.exchanges = exchanges
        let slash = path.utf8.lastIndex(of: 0x2F)
        name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
        folderPath = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// Whether Rung runs as the superuser.
    static var isSuperuser: Bool { geteuid() == 0 }

    // MARK: Reading

    /// Finds and reads a file; symbolic links are followed.
    static func read(_ path: String) throws(FileEditFailure) -> FoundFile {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw FileEditFailure(.notEditable, "this is no path") }
        guard let resolved = realpath(path, nil) else { return try absent(path, errno) }
        defer { free(resolved) }
        let real = String(cString: resolved)
        let file = open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT { return FoundFile(realPath: real, bytes: nil) }
            throw failure(path, errno, "cannot be read")
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw failure(path, errno, "cannot be looked at") }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw FileEditFailure(.notEditable, "\(path) is a folder, and only files are edited")
        default: throw FileEditFailure(.notEditable, "\(path) is no ordinary file")
        }
        return FoundFile(
            realPath: real, bytes: try content(of: file, path), otherLinks: max(0, Int(facts.st_nlink) - 1))
    }

    /// A path that leads to nothing: the folder must be there, and the last name be no link.
    private static func absent(_ path: String, _ error: Int32) throws(FileEditFailure) -> FoundFile {
        guard error == ENOENT else { throw failure(path, error, "cannot be reached") }
        let file = DirectFile(path)
        var facts = stat()
        if lstat(path, &facts) == 0 {
            throw FileEditFailure(.notEditable, "\(path) is a symbolic link that leads to nothing")
        }
        guard let folder = realpath(file.folderPath, nil) else {
            throw FileEditFailure(.absent, "\(path): the folder \(file.folderPath) does not exist")
        }
        defer { free(folder) }
        let parent = String(cString: folder)
        guard !file.name.isEmpty, file.name != ".", file.name != ".." else {
            throw FileEditFailure(.absent, "\(path) does not exist")
        }
        return FoundFile(realPath: (parent == "/" ? "" : parent) + "/" + file.name, bytes: nil)
    }

    /// All bytes of an open file, if they are not too many.
    static func content(of file: Int32, _ path: String) throws(FileEditFailure) -> [UInt8] {
        var facts = stat()
        let size = fstat(file, &facts) == 0 ? Int(facts.st_size) : 0
        // Straight into the array, with a byte more than there should be, to see the end.
        var error: Int32 = 0
        var isWhole = false
        var bytes = [UInt8](unsafeUninitializedCapacity: min(size, FileEditor.mostBytes) + 1) { room, count in
            while count < room.count {
                let got = Glibc.read(file, room.baseAddress?.advanced(by: count), room.count - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { error = errno }
                isWhole = got == 0
                if got <= 0 { return }
                count += got
            }
        }
        guard error == 0 else { throw failure(path, error, "cannot be read") }
        if !isWhole { try readRest(of: file, path, into: &bytes) }
        return bytes
    }

    /// The bytes of a file that is larger than it said it was: one that grows, or one of the kernel's.
    private static func readRest(
        of file: Int32, _ path: String, into bytes: inout [UInt8]
    ) throws(FileEditFailure) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            guard bytes.count <= FileEditor.mostBytes else {
                throw FileEditFailure(
                    .notEditable,
                    "\(path) has more than \(FileEditor.mostBytes >> 20) MiB, which is too large to be edited")
            }
            let got = Glibc.read(file, buffer.baseAddress, buffer.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw failure(path, errno, "cannot be read") }
            if got == 0 { return }
            bytes.append(contentsOf: buffer[..<got])
        }
    }

    // MARK: Small parts

    /// Writes all bytes and makes them durable.
    static func writeAll(_ bytes: [UInt8], to file: Int32, _ path: String) throws(FileEditFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: written), $0.count - written) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure(path, errno, "cannot be written") }
            written += count
        }
        guard fsync(file) == 0 else { throw failure(path, errno, "cannot be written") }
    }

    /// A failure of the system in words, with what to do.
    static func failure(_ path: String, _ error: Int32, _ what: String) -> FileEditFailure {
        let hint =
            switch error {
            case EACCES: isSuperuser ? "" : "; it takes the superuser (in a step: `sudo: true`)"
            case EPERM:
                isSuperuser
                    ? "; it may be immutable (`lsattr`)"
                    : "; it takes the superuser (in a step: `sudo: true`), unless it is immutable (`lsattr`)"
            case EROFS: "; the file system is mounted read-only"
            case ENOSPC, EDQUOT: "; make room first"
            case EBUSY:
                "; it is mounted by itself (into a container, say) and so cannot be replaced: edit it where it comes"
                    + " from, or mount its folder instead"
            default: ""
            }
        return FileEditFailure(.system, "\(path) \(what): \(SystemError.text(error))\(hint)")
    }
}
