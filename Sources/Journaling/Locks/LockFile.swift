internal import Glibc

/// Taking a lock by a file: `flock` on it, who holds it written in it.
///
/// The kernel gives the lock back when the process dies; the descriptor is closed in children when they start a program.
struct LockFile {
    let path: String
    /// 0600, or 0666 where users share it.
    let mode: mode_t
    /// Whether the file goes when the lock is released; not where users share the folder, as only its maker may.
    let removesFile: Bool

    /// Tries once to take the lock.
    func acquire(as holder: LockHolder) throws(JournalError) -> LockAttempt {
        while true {
            let descriptor = try openFile()
            var isKept = false
            defer { if !isKept { close(descriptor) } }
            let status = try check(descriptor)
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                if errno == EINTR { continue }
                guard errno == EWOULDBLOCK else { throw problem("cannot be locked", errno) }
                return .held(by: readHolder(descriptor))
            }
            // The holder before may have removed the file between our opening and our locking it.
            guard let now = fileStatus(path, followingLinks: false), now.st_ino == status.st_ino,
                now.st_dev == status.st_dev
            else { continue }
            try write(holder, to: descriptor)
            isKept = true
            return .acquired(HeldLock(descriptor: descriptor, path: path, removesFile: removesFile))
        }
    }

    /// Opens the file, making it where it is not there.
    ///
    /// In two steps: in a folder with the sticky bit, Linux may refuse O_CREAT on a file of another user
    /// (fs.protected_regular), which a shared lock must open.
    private func openFile() throws(JournalError) -> Int32 {
        let flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        while true {
            let existing = open(path, flags)
            if existing >= 0 { return existing }
            guard errno == ENOENT else {
                if errno == EINTR { continue }
                throw problem("cannot be opened", errno)
            }
            let made = open(path, flags | O_CREAT | O_EXCL, mode)
            if made >= 0 {
                // Past the umask.
                fchmod(made, mode)
                return made
            }
            guard errno == EEXIST || errno == EINTR else { throw problem("cannot be made", errno) }
        }
    }

    private func check(_ descriptor: Int32) throws(JournalError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem("cannot be looked at", errno) }
        guard status.isKind(S_IFREG), status.st_nlink <= 1 else {
            throw JournalError(
                .unsafe, "the lock \(path) is no plain file of its own (user \(status.st_uid) made it); remove it")
        }
        return status
    }

    private func readHolder(_ descriptor: Int32) -> LockHolder {
        // The holder writes its words just after it took the lock.
        for _ in 0..<20 {
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            if count > 0, let holder = LockHolder(text: String(decoding: bytes[..<count], as: UTF8.self)) {
                return holder
            }
            usleep(2000)
        }
        return .unknown
    }

    private func write(_ holder: LockHolder, to descriptor: Int32) throws(JournalError) {
        let bytes = Array(holder.text.utf8)
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            throw problem("cannot be written", errno)
        }
    }

    private func problem(_ what: String, _ number: Int32) -> JournalError {
        let code: JournalError.Code =
            number == ENOSPC || number == EDQUOT ? .full : number == EROFS ? .readOnly : .unusable
        if number == ELOOP {
            return JournalError(
                .unsafe, "the lock \(path) is a symbolic link, which Rung never makes; find out who did, and remove it")
        }
        var message = "the lock \(path) \(what)"
        if number == EACCES, let owner = fileStatus(path, followingLinks: false)?.st_uid {
            message += "; user \(owner) made it so that others cannot; root can remove it"
        }
        return JournalError(code, message, cause: describe(errno: number))
    }
}
