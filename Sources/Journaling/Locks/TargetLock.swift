internal import Hashing

/// Sees to it that one run at a time works on a target.
package enum TargetLock {
    /// Tries to take the lock of a target; its file is named by the target's SHA-256, as a target may be any text.
    package static func acquire(
        target: String, in folder: LockFolder, as holder: LockHolder
    ) throws(JournalError) -> LockAttempt {
        try LockFile(
            path: "\(folder.path)/\(SHA256.hexDigest(of: target)).lock", mode: folder.isShared ? 0o666 : 0o600,
            removesFile: false
        ).acquire(as: holder)
    }
}
