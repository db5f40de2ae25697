internal import CPlatform
internal import Synchronization

/// The children of this process that its runners wait for: nobody else may reap them.
enum DirectChildren {
    // A process has one set of children, whoever has started them: that is why this is no member of a runner.
    private static let pids = Mutex(Set<Int32>())
    private static let underWay = Atomic(0)

    /// Starts a child and notes it before anyone can take it for an orphan.
    static func starting(_ body: () -> Int32?) -> Int32? {
        underWay.add(1, ordering: .sequentiallyConsistent)
        defer { underWay.subtract(1, ordering: .sequentiallyConsistent) }
        guard let pid = body() else { return nil }
        _ = pids.withLock { $0.insert(pid) }
        return pid
    }

    /// Forgets a child that has been reaped.
    static func remove(_ pid: Int32) {
        _ = pids.withLock { $0.remove(pid) }
    }

    /// Reaps the ended children that no runner has started: orphans that came to us as their subreaper.
    static func reapOrphans() {
        // Bounded: the first ended child of ours that is not yet waited for ends the search, and a later call goes on.
        for _ in 0..<256 {
            let pid = rung_peek_ended_child()
            guard pid > 0, underWay.load(ordering: .sequentiallyConsistent) == 0,
                !pids.withLock({ $0.contains(pid) })
            else { return }
            rung_reap_pid(pid)
        }
    }
}
