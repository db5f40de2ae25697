internal import FileEditing
internal import Glibc

/// The old text of a file, kept for putting it back.
struct Backup {
    /// Where it is kept.
    let path: String

    /// Keeps a text, durable before this returns; one that is kept already is left.
    func keep(_ bytes: [UInt8], digest: String) throws(FileEditFailure) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if file < 0, errno == EEXIST {
            // A run that was interrupted may have kept it already, or only a part of it.
            if (try? read(digest: digest)) != nil { return }
            guard unlink(path) == 0 else { throw DirectFile.failure(path, errno, "cannot be replaced") }
            return try keep(bytes, digest: digest)
        }
        guard file >= 0 else { throw DirectFile.failure(path, errno, "cannot be made to keep the old text") }
        defer { close(file) }
        try DirectFile.writeAll(bytes, to: file, path)
        let folder = open(DirectFile(path).folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw DirectFile.failure(path, errno, "cannot be kept") }
        defer { close(folder) }
        fsync(folder)
    }

    /// The text, if it is still the one with this digest.
    func read(digest: String) throws(FileEditFailure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw DirectFile.failure(path, errno, "holds the old text, but cannot be read") }
        defer { close(file) }
        let bytes = try DirectFile.content(of: file, path)
        guard FileEditor.digest(bytes) == digest else {
            throw FileEditFailure(.system, "\(path) no longer holds the old text, so it cannot be put back")
        }
        return bytes
    }
}
