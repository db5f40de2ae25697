/// The requests of one connection, read from the bytes that came. Pure: it neither reads nor writes, and knows no time.
///
/// The bytes may come in any pieces; what is said about them is the same.
struct RequestReader {
    /// What can be said now.
    enum Step {
        /// Nothing before more bytes come.
        case needsMore
        /// A head is whole. Before `next` is called again, it is to be said what becomes of its body.
        case head(ParsedHead)
        /// The request whose body was wanted is whole.
        case request(ServerRequest)
        /// The connection cannot be read on.
        case refused(Refusal)
    }

    private enum Place {
        case head(HeadScanner)
        case undecided(ParsedHead)
        case body(ParsedHead, left: Int)
        case chunks(ParsedHead, ChunkedBody)
        case refused(Refusal)
    }

    private let limits: HTTPServerLimits
    private let peer: Peer
    private var place: Place
    private var input: [UInt8] = []
    /// How many bytes of the input belong to what was read before.
    private var used = 0
    private var body: [UInt8] = []

    init(limits: HTTPServerLimits, peer: Peer) {
        self.limits = limits
        self.peer = peer
        place = .head(HeadScanner(limits: limits))
    }

    /// Whether no byte of a further request is there.
    var isBetweenRequests: Bool {
        if case .head = place { used == input.count } else { false }
    }

    /// The bytes of a body that are held.
    var bodyBytes: Int { body.count }

    /// Whether bytes of the present body, or behind it, are there already.
    var hasInput: Bool { used < input.count }

    /// How many bytes can be put to use: no more need be read at once.
    var wantedBytes: Int {
        switch place {
        case .head: max(1, limits.headBytes - (input.count - used))
        case .body(_, let left): min(left, 64 * 1024)
        case .chunks: 16 * 1024
        case .undecided, .refused: 0
        }
    }

    /// Takes bytes that came.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        if case .body(let head, let left) = place, used == input.count, bytes.count <= left {
            body += bytes
            place = .body(head, left: left - bytes.count)
            return
        }
        if used > 0 {
            input.removeFirst(used)
            used = 0
        }
        input += bytes
    }

    /// Reads on.
    mutating func next() -> Step {
        do {
            switch place {
            case .head(var scanner):
                guard let end = try scanner.scan(input[used...]) else {
                    place = .head(scanner)
                    return .needsMore
                }
                let parsed = try ParsedHead(input[(used + scanner.start)..<(used + end)], peer: peer)
                consume(end)
                place = .undecided(parsed)
                return .head(parsed)
            case .undecided: return .needsMore
            case .body(let parsed, let left):
                let count = min(left, input.count - used)
                body += input[used..<(used + count)]
                consume(count)
                place = .body(parsed, left: left - count)
                return left == count ? finish(parsed) : .needsMore
            case .chunks(let parsed, var chunks):
                consume(try chunks.take(input[used...], into: &body, limit: limits.bodyBytes))
                place = .chunks(parsed, chunks)
                return chunks.isOver ? finish(parsed) : .needsMore
            case .refused(let refusal): return .refused(refusal)
            }
        } catch {
            return refuse(error)
        }
    }

    /// Lets the body of the present request come in.
    mutating func acceptBody() {
        guard case .undecided(let parsed) = place else { return }
        switch parsed.framing {
        case .none: place = .body(parsed, left: 0)
        case .length(let length) where length > limits.bodyBytes:
            place = .refused(Refusal(413, "the body is larger than \(limits.bodyBytes) bytes"))
        case .length(let length):
            body.reserveCapacity(min(length, 64 * 1024))
            place = .body(parsed, left: length)
        case .chunked: place = .chunks(parsed, ChunkedBody())
        }
    }

    /// Is done with the present request without its body; false where one would come, so that nothing can be read on.
    mutating func skipBody() -> Bool {
        guard case .undecided(let parsed) = place, parsed.framing == .none else {
            _ = refuse(Refusal(400, "the body was not wanted"))
            return false
        }
        place = .head(HeadScanner(limits: limits))
        return true
    }

    /// Lets go of all that is held: nothing is read any more.
    mutating func end() { _ = refuse(Refusal(400, "nothing more is read")) }

    private mutating func consume(_ count: Int) {
        used += count
        // What is used up is let go of, so that connections that wait cost nothing.
        if used == input.count {
            input = []
            used = 0
        }
    }

    private mutating func finish(_ parsed: ParsedHead) -> Step {
        place = .head(HeadScanner(limits: limits))
        let request = ServerRequest(head: parsed.head, body: body)
        body = []
        return .request(request)
    }

    private mutating func refuse(_ refusal: Refusal) -> Step {
        place = .refused(refusal)
        input = []
        used = 0
        body = []
        return .refused(refusal)
    }
}
