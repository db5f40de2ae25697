internal import Glibc
internal import Synchronization

/// A lock that this process holds; ends with `release`, with this object, or with the process, whichever is first.
package final class HeldLock: Sendable {
    private let descriptor: Mutex<Int32?>
    private let path: String
    private let removesFile: Bool

    init(descriptor: Int32, path: String, removesFile: Bool) {
        self.descriptor = Mutex(descriptor)
        self.path = path
        self.removesFile = removesFile
    }

    deinit { release() }

    /// Gives the lock back; once is enough, again does nothing.
    package func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            // While the lock is still held, so that nobody else's words or file are taken away.
            ftruncate(open, 0)
            if removesFile { unlink(path) }
            close(open)
            descriptor = nil
        }
    }
}
