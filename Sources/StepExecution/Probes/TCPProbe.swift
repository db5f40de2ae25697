internal import CPlatform
internal import Glibc

/// A check whether a connection can be made to `host:port`.
package struct TCPProbe: Sendable {
    /// What came of it.
    package struct Result: Sendable {
        /// Whether a connection was made.
        package var isConnected = false
        /// Whether the time was over.
        package var timedOut = false
        /// Whether the task was cancelled.
        package var interrupted = false
        /// The time that it took.
        package var elapsed = Duration.zero
        /// Why there is no connection, in words: "connection refused".
        package var failure: String?
    }

    /// The address, `host:port`; an IPv6 address stands in brackets.
    package var address: String
    /// How long the connecting to all addresses of the host may take together; nil: as long as the system tries.
    package var timeout: Duration?

    /// Makes a probe.
    package init(address: String, timeout: Duration? = nil) {
        self.address = address
        self.timeout = timeout
    }

    /// Connects, and closes the connection at once.
    package func run() async -> Result {
        let began = rung_monotonic_nanoseconds()
        var result = Result()
        if let (host, port) = Self.split(address) {
            let deadline = timeout.map { began &+ $0.nanoseconds } ?? .max
            let outcome = await DetachedThread.run(name: "rung-tcp", timeout: timeout) { isSettled in
                Connecting(host: host, port: port, deadline: deadline, isSettled: isSettled).run()
            }
            switch outcome {
            case .finished(let failure):
                result.failure = failure
                result.isConnected = failure == nil
                result.timedOut = failure == Connecting.timeIsOver
            case .timedOut:
                result.timedOut = true
                result.failure = Connecting.timeIsOver
            case .interrupted:
                result.interrupted = true
                result.failure = "interrupted"
            case .noThread:
                result.failure = "the system gives no thread for the connection"
            }
        } else {
            result.failure = "this is no host:port: \(address)"
        }
        result.elapsed = .nanoseconds(Int64(rung_monotonic_nanoseconds() - began))
        return result
    }

    /// The two parts of an address; nil where it has not both, or its port is none.
    static func split(_ address: String) -> (host: String, port: String)? {
        guard let colon = address.utf8.lastIndex(of: 0x3A) else { return nil }
        let port = address[address.index(after: colon)...]
        var host = address[..<colon]
        if host.utf8.first == 0x5B, host.utf8.last == 0x5D {
            host = host.dropFirst().dropLast()
        } else if host.utf8.contains(0x3A) {
            return nil
        }
        guard !host.isEmpty, !host.utf8.contains(0), port.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let number = UInt16(port), number > 0
        else { return nil }
        return (String(host), String(number))
    }
}

/// The blocking work of a `TCPProbe`: every address of the host, one after another.
private struct Connecting: Sendable {
    static let timeIsOver = "no connection within the time"

    let host: String
    let port: String
    let deadline: UInt64
    let isSettled: @Sendable () -> Bool

    /// Nil: connected; else why not, by the last address tried.
    func run() -> String? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, port, &hints, &list)
        guard status == 0 else { return Self.words(resolving: status, host) }
        defer { freeaddrinfo(list) }
        var failure = "the host \(host) has no address"
        var next = list
        while let entry = next?.pointee {
            guard let problem = connect(entry) else { return nil }
            failure = problem
            if problem == Self.timeIsOver || isSettled() { break }
            next = entry.ai_next
        }
        return failure
    }

    private func connect(_ entry: addrinfo) -> String? {
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(entry.ai_family, flags, entry.ai_protocol)
        guard descriptor >= 0 else { return SystemError.text(errno) }
        defer { close(descriptor) }
        if Glibc.connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 { return nil }
        guard errno == EINPROGRESS else { return SystemError.text(errno) }
        while !isSettled() {
            let now = rung_monotonic_nanoseconds()
            guard now < deadline else { break }
            let pause = Int32(clamping: min(50, (deadline - now) / 1_000_000 + 1))
            guard rung_wait_writable(descriptor, pause) != 0 else { continue }
            var error: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
            return error == 0 ? nil : SystemError.text(error)
        }
        return Self.timeIsOver
    }

    private static func words(resolving status: Int32, _ host: String) -> String {
        switch status {
        case EAI_NONAME, -5: "the host \(host) is not known"
        case EAI_AGAIN: "the host \(host) could not be looked up: the name servers do not answer"
        default: "the host \(host) could not be looked up: \(String(cString: gai_strerror(status)))"
        }
    }
}
