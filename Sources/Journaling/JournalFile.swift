internal import Glibc

/// The file of the journal, as the file system sees it.
enum JournalFile {
    /// Sees to it that the file is there with mode 0600 and is a plain file of this user; SQLite gives the files that it
    /// makes beside it the same mode.
    ///
    /// A file that is there is not opened here: closing it would drop the locks that this process has on it.
    static func prepare(_ path: String, creating: Bool) throws(JournalError) {
        guard let status = fileStatus(path, followingLinks: false) else {
            guard errno == ENOENT && creating else {
                if errno == ENOENT || errno == ENOTDIR {
                    throw JournalError(.absent, "there is no journal \(path) yet: no run was recorded")
                }
                throw problem(path, errno)
            }
            return try create(path)
        }
        guard status.isKind(S_IFREG) else {
            throw JournalError(.unsafe, "the journal \(path) is no plain file; move it away")
        }
        guard status.st_uid == geteuid() || geteuid() == 0 else {
            throw JournalError(
                .unsafe,
                "the journal \(path) belongs to user \(status.st_uid), and this is user \(geteuid()); "
                    + "set RUNG_STATE_DIR to a folder of your own")
        }
        guard creating else { return }
        // SQLite would only say that it cannot open the log beside it.
        guard access(path, W_OK) == 0, access(folder(of: path), W_OK) == 0 else { throw problem(path, errno) }
        guard status.st_mode & 0o077 != 0 else { return }
        guard chmod(path, 0o600) == 0 else { throw problem(path, errno) }
    }

    private static func folder(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
    }

    private static func create(_ path: String) throws(JournalError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            // Another process made it in the meantime.
            if errno == EEXIST { return }
            throw problem(path, errno)
        }
        close(descriptor)
    }

    private static func problem(_ path: String, _ number: Int32) -> JournalError {
        switch number {
        case ENOSPC, EDQUOT:
            JournalError(
                .full, "the disk of the journal \(path) is full, so nothing can be recorded; free some space there",
                cause: describe(errno: number))
        case EROFS:
            JournalError(
                .readOnly,
                "the journal \(path) cannot be written: its file system is mounted read-only; "
                    + "set RUNG_STATE_DIR to a folder that can be written", cause: describe(errno: number))
        default:
            JournalError(
                .unusable,
                "the journal \(path) cannot be made or opened; look at the mode of its folder, "
                    + "or set RUNG_STATE_DIR to a folder of yours", cause: describe(errno: number))
        }
    }
}
