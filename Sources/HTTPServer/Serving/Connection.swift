internal import CPlatform

/// One connection, touched by the loop's thread alone.
final class Connection {
    /// What is waited for.
    enum Phase {
        /// The first byte of a request.
        case waiting
        /// The rest of it.
        case reading
        /// The handler's answer.
        case answering
        /// That the answer is taken off our hands.
        case sending
        /// That a refused sender stops.
        case lingering
        /// The handler's answer to somebody who is gone; until it comes the place is taken.
        case gone
    }

    /// Who has kept us waiting longer comes first.
    struct Age: Comparable {
        let since: UInt64
        let id: UInt64

        static func < (left: Age, right: Age) -> Bool { (left.since, left.id) < (right.since, right.id) }
    }

    /// Who shares the limit of connections per peer.
    enum Origin: Hashable {
        case network([UInt8])
        case user(UInt32)
    }

    let id: UInt64
    let origin: Origin
    /// The socket; -1: closed.
    var descriptor: Int32
    var reader: RequestReader
    var phase = Phase.waiting
    /// Since when the phase lasts, and when its time is over; in monotonic nanoseconds.
    var since: UInt64
    var deadline: UInt64
    /// The head of the present request; nil between requests, and where a head could not be read.
    var head: ParsedHead?
    /// Whether the sender of a body waits for "100 Continue".
    var owesContinue = false
    /// Whether a handler is at work on its request.
    var isHandled = false
    /// The bytes of its request's body that count for the limit in all.
    var heldBytes = 0
    /// What is to be sent, and how much of it has been.
    var output: [UInt8] = []
    var sent = 0
    var closesAfterOutput = false
    /// The bytes that are still read over while it lingers.
    var lingerBytes = 0
    /// What epoll reports.
    var watchesReading = true
    var watchesWriting = false

    /// What came in one turn of the loop has one time; the number tells which connection is the older one.
    var age: Age { Age(since: since, id: id) }

    init(id: UInt64, descriptor: Int32, origin: Origin, reader: RequestReader, since: UInt64, deadline: UInt64) {
        self.id = id
        self.descriptor = descriptor
        self.origin = origin
        self.reader = reader
        self.since = since
        self.deadline = deadline
    }
}

extension rung_peer {
    private var bytes: [UInt8] { withUnsafeBytes(of: address) { Array($0.prefix(Int(size))) } }

    /// The peer as requests name it.
    var peer: Peer {
        size == 0 ? .user(user) : .network(address: IPAddress(bytes: bytes).description, port: port)
    }

    var origin: Connection.Origin {
        size == 0 ? .user(user) : .network(IPAddress(bytes: bytes).network)
    }
}
