internal import CPlatform
internal import Glibc
internal import Synchronization

/// The thread that accepts, reads, refuses and sends. It never waits for anything but epoll; whole requests go to tasks.
// @unchecked: `mail` and `counts` are guarded by their mutexes; all else is touched by the one thread alone once it runs.
final class ServerLoop: @unchecked Sendable {
    /// A whole request on its way to the handler.
    struct Exchange: Sendable {
        let id: UInt64
        let request: ServerRequest
    }

    private struct Mail {
        var answers: [(id: UInt64, response: ServerResponse)] = []
        var stopTime: UInt64?
        var hasEnded = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    static let listenerToken: UInt64 = 0
    private static let mailToken: UInt64 = 1

    let limits: HTTPServerLimits
    let askHead: @Sendable (RequestHead) -> ServerResponse?
    let exchanges: AsyncStream<Exchange>.Continuation
    let counts = Mutex(HTTPServerCounts())
    private let mail = Mutex(Mail())
    let epoll: Int32
    private let alarm: Int32
    /// What is accepted from; nil: nothing any more.
    var listener: Listener?
    /// When accepting goes on that had to pause; nil: it does not pause.
    var acceptsAgainAt: UInt64?

    var connections: [UInt64: Connection] = [:]
    var connectionsOf: [Connection.Origin: Int] = [:]
    var bodyBytes = 0
    /// No deadline comes before this.
    var nextDeadline = UInt64.max
    /// When the last connection is closed; nil: nobody has asked to stop.
    private(set) var stopTime: UInt64?
    var now: UInt64 = rung_monotonic_nanoseconds()
    /// What the next connection is called; the numbers below are epoll's for the listener and the mail.
    var nextID: UInt64 = 2
    private var dateText = (second: 0, text: "")
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)

    init(
        listener: Listener, limits: HTTPServerLimits, exchanges: AsyncStream<Exchange>.Continuation,
        askHead: @escaping @Sendable (RequestHead) -> ServerResponse?
    ) throws(HTTPServerError) {
        self.listener = listener
        self.limits = limits
        self.exchanges = exchanges
        self.askHead = askHead
        epoll = rung_epoll_create()
        alarm = rung_eventfd()
        guard epoll >= 0, alarm >= 0, rung_epoll_add(epoll, alarm, Self.mailToken) == 0,
            rung_epoll_add(epoll, listener.descriptor, Self.listenerToken) == 0
        else {
            throw HTTPServerError(.failed, "cannot serve \(listener.address)", cause: String(cString: strerror(errno)))
        }
    }

    deinit {
        if epoll >= 0 { close(epoll) }
        if alarm >= 0 { close(alarm) }
        buffer.deallocate()
    }

    // MARK: From any thread

    /// Starts the thread.
    func start() throws(HTTPServerError) {
        let context = Unmanaged.passRetained(self)
        let error = rung_start_thread(
            { context in
                guard let context else { return }
                Unmanaged<ServerLoop>.fromOpaque(context).takeRetainedValue().run()
            }, context.toOpaque(), 512 * 1024, "rung-server")
        guard error != 0 else { return }
        context.release()
        let words = String(cString: strerror(error))
        throw HTTPServerError(.failed, "the system gives no thread to serve with", cause: words)
    }

    /// Gives the handler's answer.
    func answer(_ id: UInt64, _ response: ServerResponse) {
        let isFirst = mail.withLock { mail in
            mail.answers.append((id, response))
            return mail.answers.count == 1
        }
        if isFirst { rung_eventfd_signal(alarm) }
    }

    /// Stops: accepts nothing more, and closes what is still open at a time. A later call can only shorten it.
    func stop(at time: UInt64) {
        mail.withLock { $0.stopTime = min($0.stopTime ?? .max, time) }
        rung_eventfd_signal(alarm)
    }

    /// Waits until the thread has closed all.
    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let hasEnded = mail.withLock { mail in
                if !mail.hasEnded { mail.waiter = continuation }
                return mail.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    // MARK: The thread

    private func run() {
        var events = [rung_event](repeating: rung_event(), count: 64)
        while stopTime == nil || !isDrained {
            let count = rung_epoll_wait(epoll, &events, Int32(events.count), timeoutMilliseconds)
            now = rung_monotonic_nanoseconds()
            for event in events.prefix(max(0, Int(count))) { take(event) }
            takeMail()
            if now >= nextDeadline { expire() }
        }
        for connection in connections.values { remove(connection) }
        listener = nil
        exchanges.finish()
        let waiter = mail.withLock { mail in
            mail.hasEnded = true
            return mail.waiter.take()
        }
        waiter?.resume()
    }

    /// Whether nobody waits for an answer any more, or none is waited for any longer.
    private var isDrained: Bool {
        guard let stopTime else { return false }
        return now >= stopTime || connections.isEmpty
    }

    private var timeoutMilliseconds: Int32 {
        guard nextDeadline != .max else { return -1 }
        guard nextDeadline > now else { return 0 }
        return Int32(clamping: (nextDeadline - now) / 1_000_000 + 1)
    }

    private func take(_ event: rung_event) {
        switch event.token {
        case Self.listenerToken: accept()
        case Self.mailToken: rung_eventfd_clear(alarm)
        default:
            // It may have been closed by an event before this one.
            guard let connection = connections[event.token], connection.descriptor >= 0 else { return }
            // What was sent before a hang-up counts.
            if event.hung_up != 0, event.readable == 0 { return vanish(connection) }
            if event.writable != 0 {
                flush(connection)
                advance(connection)
            }
            if event.readable != 0 { receive(connection) }
        }
    }

    private func takeMail() {
        let (answers, wanted) = mail.withLock { mail in
            let answers = mail.answers
            mail.answers = []
            return (answers, mail.stopTime)
        }
        if let wanted, wanted != stopTime {
            stopTime = wanted
            setDeadline(wanted)
            stopAccepting()
            for connection in connections.values where connection.phase == .waiting { remove(connection) }
        }
        guard stopTime == nil || !isDrained else { return }
        for (id, response) in answers { takeAnswer(id, response) }
    }

    func setDeadline(_ time: UInt64) { nextDeadline = min(nextDeadline, time) }

    /// The time as answers tell it, made anew once a second.
    var date: String {
        let second = time(nil)
        if dateText.second != second || dateText.text.isEmpty { dateText = (second, HTTPDate.text(second)) }
        return dateText.text
    }
}

extension Duration {
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds < 1 << 31 else { return 1 << 61 }
        return UInt64(max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
    }
}
