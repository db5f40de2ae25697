import Testing

@testable import HTTPServer

/// What a reader says about bytes that come in pieces of some size: one line a request, and the refusal it ends with.
func reading(_ bytes: [UInt8], pieces size: Int, limits: HTTPServerLimits = HTTPServerLimits()) -> [String] {
    var reader = RequestReader(limits: limits, peer: .user(0))
    var said: [String] = []
    var start = 0
    while true {
        steps: while true {
            switch reader.next() {
            case .needsMore: break steps
            case .head: reader.acceptBody()
            case .request(let request):
                said.append("\(request) [\(String(decoding: request.body, as: UTF8.self))]")
            case .refused(let refusal): return said + ["\(refusal.status) \(refusal.words)"]
            }
        }
        guard start < bytes.count else { return said }
        let end = min(bytes.count, start + size)
        bytes[start..<end].withUnsafeBytes { reader.add($0) }
        start = end
    }
}

private func reading(_ text: String, limits: HTTPServerLimits = HTTPServerLimits()) -> [String] {
    let whole = reading(Array(text.utf8), pieces: .max / 2, limits: limits)
    for size in [1, 2, 3, 5, 16] {
        #expect(reading(Array(text.utf8), pieces: size, limits: limits) == whole, "in pieces of \(size)")
    }
    return whole
}

@Suite struct `Requests read from bytes` {
    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / []"]),
        ("GET / HTTP/1.0\r\n\r\n", ["GET / []"]),
        ("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", ["POST /a [abc]"]),
        ("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", ["POST /a []"]),
        (
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\nA ;x=\"y\"\r\n0123456789\r\n0\r\n\r\n",
            ["POST /a [abc0123456789]"]
        ),
        (
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n01\r\na\r\n0\r\nX-T: 1\r\nY: 2\r\n\r\n"
                + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n",
            ["POST /a [a]", "GET /b []"]
        ),
        (
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy"
                + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["GET /1 []", "POST /2 [xy]", "GET /3 []"]
        ),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / []"]),
        ("GET http://a.example/b?c HTTP/1.1\r\nHost: a\r\n\r\n", ["GET /b []"]),
        ("GET HTTP://a.example HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / []"]),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", ["OPTIONS * []"]),
        ("GET / HTTP/1.1\r\nhost:a\r\nX:\r\nY: \t b \t\r\n\r\n", ["GET / []"]),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab", []),
    ])
    func `are understood however they are cut`(text: String, requests: [String]) {
        #expect(reading(text) == requests)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\nHost: a\n\n", "400 a line does not end with CR LF"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", "400 a header holds control characters"),
        ("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", "400 a header holds control characters"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\0\r\n\r\n", "400 a header holds control characters"),
        ("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400 the request begins with empty lines"),
        ("GARBAGE\r\n\r\n", "400 the first line is not METHOD PATH HTTP/1.1"),
        ("\u{16}\u{3}\u{1}\u{2}", "400 the request does not begin with a method (TLS is not spoken here)"),
        ("\r\n\n", "400 the request does not begin with a method (TLS is not spoken here)"),
        (" GET / HTTP/1.1\r\n", "400 the request does not begin with a method (TLS is not spoken here)"),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400 the first line is not METHOD PATH HTTP/1.1"),
        ("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "400 the first line is not METHOD PATH HTTP/1.1"),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", "400 the first line is not METHOD PATH HTTP/1.1"),
        ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", "400 the method is no word"),
        ("PRI * HTTP/2.0\r\n\r\n", "505 only HTTP/1.1 is spoken here"),
        ("GET a HTTP/1.1\r\nHost: a\r\n\r\n", "400 the address is no path"),
        ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", "400 the address is no path"),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "400 the address is no path"),
        ("GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n", "400 the address has no host"),
        ("GET /é HTTP/1.1\r\nHost: a\r\n\r\n", "400 the address holds what must be percent-encoded"),
        ("GET /# HTTP/1.1\r\nHost: a\r\n\r\n", "400 the address holds what must be percent-encoded"),
        ("GET / HTTP/1.1\r\n\r\n", "400 the request has no Host"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "400 the request has several Hosts"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", "400 a header goes on in a second line"),
        ("GET / HTTP/1.1\r\n X: 1\r\nHost: a\r\n\r\n", "400 a header goes on in a second line"),
        ("GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", "400 a header is not NAME: VALUE"),
        ("GET / HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n", "400 a header is not NAME: VALUE"),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", "417 only 100-continue can be expected"),
    ])
    func `that are malformed are refused, in words`(text: String, refusal: String) {
        #expect(reading(text) == [refusal])
    }

    /// What a proxy before us may read in another way than we would is never read at all.
    @Test(arguments: [
        (
            "Content-Length: 4\r\nTransfer-Encoding: chunked",
            "400 the request has both a length and a transfer encoding"
        ),
        (
            "Transfer-Encoding: chunked\r\nContent-Length: 4",
            "400 the request has both a length and a transfer encoding"
        ),
        ("Content-Length: 4\r\nContent-Length: 4", "400 the request has several lengths"),
        ("Content-Length: 4\r\nContent-Length: 0", "400 the request has several lengths"),
        ("Content-Length: 4, 4", "400 the length is no number"),
        ("Content-Length: +4", "400 the length is no number"),
        ("Content-Length: -4", "400 the length is no number"),
        ("Content-Length: 0x4", "400 the length is no number"),
        ("Content-Length:", "400 the length is no number"),
        ("Content-Length: 4 4", "400 the length is no number"),
        ("Content-Length : 4", "400 a header is not NAME: VALUE"),
        ("Transfer-Encoding : chunked", "400 a header is not NAME: VALUE"),
        ("Transfer-Encoding: xchunked", "501 no transfer encoding but chunked is known"),
        ("Transfer-Encoding: gzip, chunked", "501 no transfer encoding but chunked is known"),
        ("Transfer-Encoding: identity", "501 no transfer encoding but chunked is known"),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "501 no transfer encoding but chunked is known"),
        ("Transfer-Encoding: \u{B}chunked", "400 a header holds control characters"),
        ("Content-Length: 99999999999999999999", "413 the body is larger than 1048576 bytes"),
    ])
    func `that two readers could understand in two ways are refused`(headers: String, refusal: String) {
        let text = "POST / HTTP/1.1\r\nHost: a\r\n\(headers)\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(reading(text) == [refusal])
    }

    @Test func `of HTTP 1-0 have no chunks`() {
        #expect(
            reading("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                == ["400 HTTP/1.0 has no transfer encoding"])
    }

    @Test(arguments: [
        ("-1\r\n", "400 the chunks of the body are broken"), ("0x2\r\nab\r\n", "400 the chunks of the body are broken"),
        ("\r\n", "400 the chunks of the body are broken"), ("2\nab\r\n", "400 the chunks of the body are broken"),
        ("2\r\nabXX0\r\n\r\n", "400 the chunks of the body are broken"),
        ("2;\0\r\nab\r\n", "400 the chunks of the body are broken"),
        ("0\r\nX: \n\r\n\r\n", "400 the chunks of the body are broken"),
        ("0\r\n X: 1\r\n\r\n", "400 the chunks of the body are broken"),
        ("ffffffffffffffff\r\n", "413 the body is too large"), ("100001\r\n", "413 the body is too large"),
        ("00000000000000000\r\n", "413 the body is too large"),
        ("1;" + String(repeating: "x", count: 70_000) + "\r\n", "413 the chunks are too many"),
        (String(repeating: "1\r\nx\r\n", count: 13_200), "413 the chunks are too many"),
    ])
    func `with broken or boundless chunks are refused`(chunks: String, refusal: String) {
        #expect(reading("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)") == [refusal])
    }

    @Test func `keep the limits of their first line, their head and their headers to the byte`() {
        let small = limits {
            $0.lineBytes = 40
            $0.headBytes = 100
            $0.headers = 5
        }
        func line(_ count: Int) -> String { "GET /" + String(repeating: "x", count: count - 16) + " HTTP/1.1\r\n" }
        #expect(reading(line(40) + "Host: a\r\n\r\n", limits: small).first?.hasPrefix("GET /xxx") == true)
        #expect(
            reading(line(41) + "Host: a\r\n\r\n", limits: small)
                == ["414 the request's first line is longer than 40 bytes"])
        func head(_ count: Int) -> String {
            let text = "GET / HTTP/1.1\r\nHost: a\r\nX: "
            return text + String(repeating: "x", count: count - text.utf8.count - 4) + "\r\n\r\n"
        }
        #expect(reading(head(100), limits: small) == ["GET / []"])
        #expect(reading(head(101), limits: small) == ["431 the request's headers are larger than 100 bytes"])
        func headers(_ count: Int) -> String {
            "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X:\r\n", count: count - 1) + "\r\n"
        }
        #expect(reading(headers(5), limits: small) == ["GET / []"])
        #expect(reading(headers(6), limits: small) == ["431 the request has more than 5 headers"])
    }

    @Test func `whose line never ends are refused before it does`() {
        let endless = [UInt8](repeating: UInt8(ascii: "a"), count: 9000)
        #expect(reading(endless, pieces: 100) == ["414 the request's first line is longer than 8192 bytes"])
    }

    /// Whatever is sent, and however it is cut: the same is said, and nothing traps.
    @Test func `are the same however random bytes are cut`() {
        var random = SystemRandomNumberGenerator()
        let texts = [
            "POST /a%20b?c=d&e HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nX: y\r\n\r\nabcGET / HTTP/1.1\r\nHost: b\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\nGET / HTTP/1.0\r\n\r\n",
        ]
        let alphabet = Array("\r\n\0 :;%0129aAfF?&=/.*\u{7F}-".utf8) + [0xFF, 0xC3]
        for round in 0..<1500 {
            var bytes = Array(texts[round % 2].utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: place)
                default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                }
            }
            let whole = reading(bytes, pieces: bytes.count)
            let size = Int.random(in: 1...7, using: &random)
            #expect(reading(bytes, pieces: size) == whole, "\(bytes) in pieces of \(size)")
        }
    }
}
