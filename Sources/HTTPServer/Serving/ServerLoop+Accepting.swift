internal import CPlatform
internal import Glibc
internal import Synchronization

/// New connections, and who makes room for them.
extension ServerLoop {
    /// How long nothing is accepted where the process has no descriptor left.
    private static let descriptorPause: UInt64 = 100_000_000

    func accept() {
        for _ in 0..<64 {
            guard let listener else { return }
            var from = rung_peer()
            let descriptor = rung_accept(listener.descriptor, &from)
            if descriptor >= 0 {
                open(descriptor, from)
                continue
            }
            switch errno {
            case EAGAIN: return
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                if !evict(from: nil) { return pause(listener) }
            default: break
            }
        }
    }

    /// Accepts nothing for a moment: epoll would report the listener again and again.
    private func pause(_ listener: Listener) {
        guard acceptsAgainAt == nil else { return }
        _ = rung_epoll_remove(epoll, listener.descriptor)
        acceptsAgainAt = now + Self.descriptorPause
        setDeadline(now + Self.descriptorPause)
    }

    private func open(_ descriptor: Int32, _ from: rung_peer) {
        let origin = from.origin
        let isFull = connections.count >= limits.connections
        let isFullForPeer = connectionsOf[origin, default: 0] >= limits.connectionsPerPeer
        if isFull || isFullForPeer, !evict(from: isFullForPeer ? origin : nil) {
            refuse(descriptor)
            return
        }
        let id = nextID
        nextID += 1
        guard rung_epoll_add(epoll, descriptor, id) == 0 else {
            close(descriptor)
            return
        }
        let connection = Connection(
            id: id, descriptor: descriptor, origin: origin, reader: RequestReader(limits: limits, peer: from.peer),
            since: now, deadline: now + limits.requestTime.nanoseconds)
        connections[id] = connection
        connectionsOf[origin, default: 0] += 1
        setDeadline(connection.deadline)
        counts.withLock {
            $0.connectionsAccepted += 1
            $0.connections = connections.count
        }
    }

    /// Tells somebody for whom there is no place; whether they hear it is all the same.
    private func refuse(_ descriptor: Int32) {
        let bytes = Self.busy.bytes(hasBody: true, closes: true, date: date)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        close(descriptor)
        counts.withLock {
            $0.connectionsRefused += 1
            $0.answers[503, default: 0] += 1
        }
    }

    static let busy = ServerResponse.text(503, "too much to do; try again", headers: [HTTPHeader("Retry-After", "1")])

    /// Closes the connection that has kept us waiting longest, idle ones first; false where there is none.
    private func evict(from origin: Connection.Origin?) -> Bool {
        var victim: (rank: Int, connection: Connection)?
        for connection in connections.values where origin == nil || connection.origin == origin {
            guard !connection.isHandled, let rank = Self.rank(connection.phase) else { continue }
            if let best = victim, (best.rank, best.connection.age) < (rank, connection.age) { continue }
            victim = (rank, connection)
        }
        guard let victim else { return false }
        remove(victim.connection)
        counts.withLock { $0.connectionsEvicted += 1 }
        return true
    }

    private static func rank(_ phase: Connection.Phase) -> Int? {
        switch phase {
        case .waiting, .lingering: 0
        case .reading: 1
        case .sending: 2
        case .answering, .gone: nil
        }
    }

    /// Accepts again after a pause that is over.
    func resumeAccepting() {
        guard let again = acceptsAgainAt else { return }
        guard again <= now else { return setDeadline(again) }
        acceptsAgainAt = nil
        if let listener { _ = rung_epoll_add(epoll, listener.descriptor, Self.listenerToken) }
    }

    /// Accepts nothing any more; what the system holds for us is reset.
    func stopAccepting() {
        guard let listener else { return }
        _ = rung_epoll_remove(epoll, listener.descriptor)
        self.listener = nil
    }
}
