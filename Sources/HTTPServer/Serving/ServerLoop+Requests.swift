internal import CPlatform
internal import Glibc
internal import Synchronization

/// One connection's way: bytes to requests, requests to handlers, answers to bytes.
extension ServerLoop {
    // MARK: Reading

    /// Reads what came, and acts on it.
    func receive(_ connection: Connection) {
        switch connection.phase {
        case .waiting, .reading:
            guard let count = read(connection, limit: connection.reader.wantedBytes) else { return }
            connection.reader.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            if connection.phase == .waiting { enter(.reading, connection, limits.requestTime) }
            advance(connection)
        case .lingering:
            guard let count = read(connection, limit: buffer.count) else { return }
            connection.lingerBytes -= count
            if connection.lingerBytes <= 0 { vanish(connection) }
        case .answering, .sending:
            // More than one request at a time is not read; what comes waits in the kernel.
            watch(connection, reading: false, writing: connection.watchesWriting)
        case .gone: break
        }
    }

    /// Reads into the buffer; nil where nothing came, or the connection is over.
    private func read(_ connection: Connection, limit: Int) -> Int? {
        let count = recv(connection.descriptor, buffer.baseAddress, min(limit, buffer.count), 0)
        if count > 0 { return count }
        if count < 0, errno == EAGAIN || errno == EINTR { return nil }
        vanish(connection)
        return nil
    }

    /// Reads on in the bytes that are there, until more must come or somebody else has to act.
    func advance(_ connection: Connection) {
        while connection.phase == .reading {
            switch connection.reader.next() {
            case .needsMore: return wait(connection)
            case .head(let parsed): decide(parsed, connection)
            case .request(let request):
                connection.isHandled = true
                hold(connection, request.body.count)
                enter(.answering, connection, limits.answerTime)
                exchanges.yield(Exchange(id: connection.id, request: request))
                makeRoom()
            case .refused(let refusal): refuse(connection, refusal)
            }
        }
    }

    private func wait(_ connection: Connection) {
        if connection.owesContinue {
            connection.owesContinue = false
            // Who sends the body already does not wait.
            if connection.reader.bodyBytes == 0, !connection.reader.hasInput { sendContinue(connection) }
            guard connection.phase == .reading else { return }
        }
        hold(connection, connection.reader.bodyBytes)
        makeRoom()
    }

    /// What becomes of a request whose head is there.
    private func decide(_ parsed: ParsedHead, _ connection: Connection) {
        connection.head = parsed
        counts.withLock { $0.requests += 1 }
        guard let response = askHead(parsed.head) else {
            connection.reader.acceptBody()
            connection.owesContinue = parsed.expectsContinue && parsed.framing != .none
            return
        }
        respond(connection, response, closes: !connection.reader.skipBody())
    }

    private func sendContinue(_ connection: Connection) {
        let bytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
        // All answers before were sent whole, so that there is room for these few bytes.
        if send(connection.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) != bytes.count { vanish(connection) }
    }

    // MARK: Memory

    /// Counts the bytes of a connection's body.
    func hold(_ connection: Connection, _ count: Int) {
        bodyBytes += count - connection.heldBytes
        connection.heldBytes = count
    }

    /// Keeps the limit of all bodies: those that have been coming in longest are refused.
    private func makeRoom() {
        while bodyBytes > limits.bodyBytesInAll {
            let coming = connections.values.filter { $0.phase == .reading && $0.heldBytes > 0 }
            guard let oldest = coming.min(by: { $0.age < $1.age }) else { return }
            respond(oldest, Self.busy, closes: true)
        }
    }

    // MARK: Answering

    /// Takes a handler's answer.
    func takeAnswer(_ id: UInt64, _ response: ServerResponse) {
        guard let connection = connections[id] else { return }
        connection.isHandled = false
        hold(connection, 0)
        switch connection.phase {
        case .gone: remove(connection)
        case .answering:
            respond(connection, response, closes: false)
            advance(connection)
        // Its time was over, and 503 is on its way.
        case .waiting, .reading, .sending, .lingering: break
        }
    }

    private func refuse(_ connection: Connection, _ refusal: Refusal) {
        respond(connection, .text(refusal.status, refusal.words), closes: true)
    }

    /// Sends an answer.
    ///
    /// - Parameter closes: Whether the connection cannot go on after it, whatever the request says.
    private func respond(_ connection: Connection, _ response: ServerResponse, closes: Bool) {
        if !connection.isHandled { hold(connection, 0) }
        if closes { connection.reader.end() }
        connection.owesContinue = false
        connection.closesAfterOutput = closes || stopTime != nil || connection.head?.keepsAlive != true
        connection.output = response.bytes(
            hasBody: connection.head?.head.method != "HEAD", closes: connection.closesAfterOutput, date: date)
        connection.sent = 0
        counts.withLock { $0.answers[response.status, default: 0] += 1 }
        enter(.sending, connection, limits.sendTime)
        flush(connection)
    }

    /// Sends what can be sent now.
    func flush(_ connection: Connection) {
        guard connection.phase == .sending else { return }
        while connection.sent < connection.output.count {
            let count = connection.output.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[connection.sent...])
                return send(connection.descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return watch(connection, reading: false, writing: true) }
            guard count > 0 else { return vanish(connection) }
            connection.sent += count
        }
        connection.output = []
        finish(connection)
    }

    /// Goes on after an answer.
    private func finish(_ connection: Connection) {
        guard connection.closesAfterOutput else {
            connection.head = nil
            if connection.reader.isBetweenRequests {
                enter(.waiting, connection, limits.idleTime)
            } else {
                enter(.reading, connection, limits.requestTime)
            }
            return watch(connection, reading: true, writing: false)
        }
        // Closing with unread bytes would take back the answer from who has not read it yet.
        guard shutdown(connection.descriptor, Int32(SHUT_WR)) == 0 else { return vanish(connection) }
        connection.lingerBytes = limits.lingerBytes
        enter(.lingering, connection, limits.lingerTime)
        watch(connection, reading: true, writing: false)
    }

    // MARK: Time

    /// Ends a phase that has taken too long.
    func expire(_ connection: Connection) {
        switch connection.phase {
        case .reading:
            refuse(connection, Refusal(408, "the request took too long"))
        case .answering: respond(connection, Self.late, closes: true)
        case .waiting, .sending, .lingering: vanish(connection)
        case .gone: break
        }
    }

    private static let late = ServerResponse.text(503, "no answer in time; try again")

    private func enter(_ phase: Connection.Phase, _ connection: Connection, _ time: Duration) {
        connection.phase = phase
        connection.since = now
        connection.deadline = now + time.nanoseconds
        setDeadline(connection.deadline)
    }

    private func watch(_ connection: Connection, reading: Bool, writing: Bool) {
        guard connection.watchesReading != reading || connection.watchesWriting != writing else { return }
        connection.watchesReading = reading
        connection.watchesWriting = writing
        _ = rung_epoll_change(epoll, connection.descriptor, connection.id, reading ? 1 : 0, writing ? 1 : 0)
    }
}
