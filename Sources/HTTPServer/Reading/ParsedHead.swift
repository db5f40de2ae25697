/// A request's head, and what it says about the connection.
struct ParsedHead {
    /// How the end of the body is found.
    enum Framing: Hashable {
        case none
        case length(Int)
        case chunked
    }

    let head: RequestHead
    let framing: Framing
    /// Whether another request may follow.
    let keepsAlive: Bool
    /// Whether the sender waits to be told that it may send the body.
    let expectsContinue: Bool

    /// Reads a head, from its first line to its empty line. What two readers could understand in two ways is refused
    /// (RFC 9112, section 11): lines that go on, blanks before a colon, a length said twice or beside chunks.
    init(_ bytes: ArraySlice<UInt8>, peer: Peer) throws(Refusal) {
        var lines = Self.lines(bytes)
        let (method, target, minor) = try Self.requestLine(lines.removeFirst())
        var fields = Fields()
        var headers: [HTTPHeader] = []
        headers.reserveCapacity(lines.count)
        for line in lines {
            let header = try Self.header(line)
            try fields.note(header)
            headers.append(header)
        }
        guard fields.hosts == 1 || minor == 0 && fields.hosts == 0 else {
            throw .malformed(fields.hosts == 0 ? "the request has no Host" : "the request has several Hosts")
        }
        framing = try fields.framing(minor: minor)
        keepsAlive = minor > 0 && !fields.closes
        expectsContinue = fields.expectsContinue && minor > 0
        let parts = try RequestTarget(target, method: method)
        let size: Int? =
            switch framing {
            case .none: 0
            case .length(let length): length
            case .chunked: nil
            }
        head = RequestHead(
            method: method, path: parts.path, query: parts.query, headers: headers, peer: peer, bodySize: size)
    }

    private static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        // Every line feed stands behind a carriage return: the scanner has seen to it. The last line is empty.
        bytes.dropLast(2).split(separator: .lineFeed, omittingEmptySubsequences: false).dropLast().map { $0.dropLast() }
    }

    private static func requestLine(
        _ line: ArraySlice<UInt8>
    ) throws(Refusal) -> (method: String, target: ArraySlice<UInt8>, minor: UInt8) {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed("the first line is not METHOD PATH HTTP/1.1") }
        let version = parts[2]
        guard version.count == 8, version.starts(with: "HTTP/".utf8), version[version.startIndex + 6] == 0x2E,
            (0x30...0x39).contains(version[version.startIndex + 5]),
            (0x30...0x39).contains(version[version.startIndex + 7])
        else { throw .malformed("the first line is not METHOD PATH HTTP/1.1") }
        guard version[version.startIndex + 5] == 0x31 else { throw Refusal(505, "only HTTP/1.1 is spoken here") }
        guard !parts[0].isEmpty, parts[0].count <= 32, parts[0].allSatisfy(\.isTokenByte) else {
            throw .malformed("the method is no word")
        }
        let minor = version[version.startIndex + 7] - 0x30
        return (String(decoding: parts[0], as: UTF8.self), parts[1], minor)
    }

    private static func header(_ line: ArraySlice<UInt8>) throws(Refusal) -> HTTPHeader {
        if let first = line.first, first.isBlank { throw .malformed("a header goes on in a second line") }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(\.isTokenByte)
        else { throw .malformed("a header is not NAME: VALUE") }
        let value = line[(colon + 1)...].trimmed
        guard value.allSatisfy(\.isValueByte) else { throw .malformed("a header holds control characters") }
        return HTTPHeader(line[..<colon].lowercasedText, String(decoding: value, as: UTF8.self))
    }
}

/// What the headers say about the message itself.
private struct Fields {
    var hosts = 0
    var closes = false
    var expectsContinue = false
    private var lengths: [String] = []
    private var encodings: [String] = []

    mutating func note(_ header: HTTPHeader) throws(Refusal) {
        switch header.name {
        case "host": hosts += 1
        case "content-length": lengths.append(header.value)
        case "transfer-encoding": encodings.append(header.value.lowercased())
        case "connection":
            if header.value.lowercased().split(separator: ",").contains(where: { $0.trimmed == "close" }) {
                closes = true
            }
        case "expect":
            guard header.value.lowercased() == "100-continue" else {
                throw Refusal(417, "only 100-continue can be expected")
            }
            expectsContinue = true
        default: break
        }
    }

    func framing(minor: UInt8) throws(Refusal) -> ParsedHead.Framing {
        if !encodings.isEmpty {
            guard lengths.isEmpty else { throw .malformed("the request has both a length and a transfer encoding") }
            guard minor > 0 else { throw .malformed("HTTP/1.0 has no transfer encoding") }
            guard encodings == ["chunked"] else { throw Refusal(501, "no transfer encoding but chunked is known") }
            return .chunked
        }
        guard let length = lengths.first else { return .none }
        guard lengths.count == 1 else { throw .malformed("the request has several lengths") }
        guard !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .malformed("the length is no number")
        }
        // A number beyond 64 bits is as much too large as any other.
        let count = Int(length) ?? .max
        return count == 0 ? .none : .length(count)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
