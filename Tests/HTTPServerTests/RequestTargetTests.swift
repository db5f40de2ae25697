import Testing

@testable import HTTPServer

@Suite struct `Paths and queries` {
    @Test(arguments: [
        ("/", "/"), ("//", "/"), ("/a", "/a"), ("/a/", "/a/"), ("//a///b", "/a/b"), ("/a/./b", "/a/b"),
        ("/a/../b", "/b"), ("/../../etc/passwd", "/etc/passwd"), ("/a/%2e%2E/b", "/b"), ("/a/..", "/"),
        ("/a/b/..", "/a/"),
        ("/a%20b+c", "/a b+c"), ("/%C3%A9", "/é"), ("/a?b", "/a"), ("/a%3Fb", "/a?b"),
    ])
    func `paths are decoded, and hold no way up`(target: String, path: String) throws {
        #expect(try RequestTarget(Array(target.utf8)[...], method: "GET").path == path)
    }

    @Test(arguments: ["/a%2Fb", "/a%00", "/%0a", "/%", "/%4", "/%zz", "/%C3", "/%FF", "/?a=%C3", "/?%"])
    func `what cannot be decoded in one way is refused`(target: String) {
        #expect(throws: Refusal.self) { try RequestTarget(Array(target.utf8)[...], method: "GET") }
    }

    @Test func `queries keep their order, and blanks are blanks`() throws {
        let target = try RequestTarget(Array("/?b=1+2&a&c=%26%3D&&b==x&d=".utf8)[...], method: "GET")
        #expect(target.query.map { "\($0.name)|\($0.value)" } == ["b|1 2", "a|", "c|&=", "b|=x", "d|"])
    }
}

@Suite struct `What a request tells` {
    private func head(_ headers: String) throws -> RequestHead {
        try ParsedHead(Array("GET /a HTTP/1.1\r\nHost: a\r\n\(headers)\r\n".utf8)[...], peer: .user(0)).head
    }

    @Test(arguments: [
        ("Authorization: Bearer abc\r\n", "abc"), ("AUTHORIZATION: bearer  abc\r\n", "abc"),
        ("Authorization: Basic abc\r\n", nil), ("Authorization: Bearer\r\n", nil),
        ("Authorization: Bearer a b\r\n", nil),
        ("Authorization: Bearer abc\r\nAuthorization: Bearer abd\r\n", nil), ("", nil),
    ])
    func `a bearer's token is read where there is just one`(headers: String, token: String?) throws {
        #expect(try head(headers).bearerToken == token)
    }

    @Test func `repeated headers are joined, names do not care for case`() throws {
        let head = try head("X-A: 1\r\nx-a: 2\r\n")
        #expect(head.header("x-a") == "1, 2")
        #expect(head.header("x-b") == nil)
    }

    @Test func `no description holds what may be secret`() throws {
        let secret = try head("Authorization: Bearer s3cret\r\n")
        let request = ServerRequest(head: secret, body: Array("s3cret".utf8))
        var dumped = ""
        dump(request, to: &dumped)
        dump(secret, to: &dumped)
        #expect("\(request)" == "GET /a")
        #expect(!"\(request) \(secret) \(String(reflecting: request)) \(dumped)".contains("s3cret"))
        #expect(!dumped.contains("115"), "the body's bytes")
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
    ])
    func `times are written as HTTP has them`(seconds: Int, text: String) {
        #expect(HTTPDate.text(seconds) == text)
    }

    @Test func `an answer's header cannot make another`() {
        let response = ServerResponse(
            status: 200, headers: [HTTPHeader("X", "a\r\nSet-Cookie: b"), HTTPHeader("Content-Length", "9")],
            body: [0x61])
        let text = String(decoding: response.bytes(hasBody: true, closes: false, date: "now"), as: UTF8.self)
        #expect(text == "HTTP/1.1 200 OK\r\nDate: now\r\nX: a  Set-Cookie: b\r\nContent-Length: 1\r\n\r\na")
    }
}
