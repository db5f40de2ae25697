internal import Glibc
internal import Synchronization

/// Ends the waiting of another thread in `poll`.
final class WakeSignal: Sendable {
    /// The end to wait for; becomes readable when woken.
    let descriptor: Int32
    private let sender: Mutex<Int32?>

    /// A signal that was not given yet; nil where the process has no descriptors left.
    init?() {
        // Sockets and not a pipe: they are born closed to children (a pipe from Swift is not).
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        descriptor = ends[0]
        sender = Mutex(ends[1])
    }

    deinit {
        sender.withLock { sender in
            if let sender { close(sender) }
        }
        close(descriptor)
    }

    /// Wakes the waiting thread, now or when it comes to wait.
    func wake() {
        sender.withLock { sender in
            if let open = sender { close(open) }
            sender = nil
        }
    }
}
