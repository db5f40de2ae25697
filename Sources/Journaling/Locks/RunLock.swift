internal import Glibc

/// Sees to it that one process at a time walks a run.
package enum RunLock {
    /// Whether a process walks a run at this moment; only looks, and so works where nothing can be written.
    package static func isHeld(run: String, in folder: StateFolder) -> Bool {
        let descriptor = open("\(folder.locksPath)/run-\(run).lock", O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Tries to take the lock of a run; its file lies in the state folder while it is held.
    package static func acquire(
        run: String, in folder: StateFolder, as holder: LockHolder
    ) throws(JournalError) -> LockAttempt {
        guard !run.isEmpty, !run.utf8.contains(UInt8(ascii: "/")), !run.utf8.contains(0) else {
            throw JournalError(.unusable, "\(shown(run)) is no name of a run")
        }
        if mkdir(folder.locksPath, 0o700) != 0 && errno != EEXIST {
            let code: JournalError.Code = errno == ENOSPC || errno == EDQUOT ? .full : .unusable
            throw JournalError(
                code, "the folder \(folder.locksPath) for the locks of runs cannot be made",
                cause: describe(errno: errno))
        }
        return try LockFile(path: folder.locksPath + "/run-\(run).lock", mode: 0o600, removesFile: true)
            .acquire(as: holder)
    }
}
