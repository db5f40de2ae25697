/// Sees to it that one service at a time works with a state folder.
package enum ServiceLock {
    /// Tries to take the lock of the service.
    package static func acquire(
        in folder: StateFolder, as holder: LockHolder
    ) throws(JournalError) -> LockAttempt {
        try RunLock.acquire(run: "watch", in: folder, as: holder)
    }

    /// Whether a service works with a state folder at this moment; only looks.
    package static func isHeld(in folder: StateFolder) -> Bool {
        RunLock.isHeld(run: "watch", in: folder)
    }
}
