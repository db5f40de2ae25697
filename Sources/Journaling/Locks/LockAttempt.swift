/// What came of trying to take a lock.
package enum LockAttempt: Sendable {
    /// This process has it now, until the lock is released or forgotten, or the process dies.
    case acquired(HeldLock)
    /// Another one has it.
    case held(by: LockHolder)
}
