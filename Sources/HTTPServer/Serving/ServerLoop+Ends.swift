internal import CPlatform
internal import Glibc
internal import Synchronization

/// Connections that end, of themselves or because their time is over.
extension ServerLoop {
    /// Closes a connection; its place stays taken while a handler works for it.
    func vanish(_ connection: Connection) {
        guard connection.isHandled else { return remove(connection) }
        closeSocket(connection)
        connection.phase = .gone
        connection.deadline = .max
    }

    /// Closes a connection and frees its place.
    func remove(_ connection: Connection) {
        closeSocket(connection)
        connection.phase = .gone
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        hold(connection, 0)
        let left = connectionsOf[connection.origin, default: 1] - 1
        connectionsOf[connection.origin] = left > 0 ? left : nil
        counts.withLock { $0.connections = connections.count }
    }

    private func closeSocket(_ connection: Connection) {
        guard connection.descriptor >= 0 else { return }
        if connection.phase == .sending {
            // Whoever does not take an answer is reset: the system would keep the rest of it for minutes.
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                connection.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        }
        // A process that was forked may still have the socket open: closing alone would not silence it.
        _ = rung_epoll_remove(epoll, connection.descriptor)
        close(connection.descriptor)
        connection.descriptor = -1
        connection.output = []
    }

    /// Ends what has taken too long.
    func expire() {
        nextDeadline = stopTime ?? .max
        resumeAccepting()
        for connection in Array(connections.values) {
            if connection.deadline <= now { expire(connection) }
            if connection.descriptor >= 0 { setDeadline(connection.deadline) }
        }
    }
}
