import Glibc
import HTTPClient
import HTTPServer
import Synchronization
import Testing

@Suite struct `A server answers` {
    @Test func `what libcurl asks, with headers and body`() async throws {
        try await withServer(handler: { request in
            ServerResponse(
                status: 201, headers: [HTTPHeader("X-Token", request.head.bearerToken ?? "none")],
                body: request.body.reversed())
        }) { server in
            let port = try #require(server.address.port)
            var request = HTTPRequest(url: "http://127.0.0.1:\(port)/a", method: "POST", timeout: .seconds(20))
            request.headers = [.init("Authorization", "Bearer t0ken")]
            request.body = Array("abc".utf8)
            let response = await HTTPClient().send(request)
            #expect(response.status == 201)
            #expect(response.headers["x-token"] == "t0ken")
            #expect(response.headers["date"]?.hasSuffix(" GMT") == true)
            #expect(response.body == Array("cba".utf8))
        }
    }

    @Test func `several requests of one connection, in their order`() async throws {
        try await withServer { server in
            let client = try RawClient(server.address)
            for number in 0..<20 {
                try await client.send("POST /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
                #expect(try await client.answer().text == "POST /\(number) [abc] 3\n")
            }
            #expect(server.counts.connectionsAccepted == 1)
        }
    }

    @Test func `requests that came before the answers, one after another`() async throws {
        let working = Mutex((now: 0, most: 0))
        try await withServer(handler: { request in
            working.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            await Task.yield()
            working.withLock { $0.now -= 1 }
            return .text(200, request.head.path)
        }) { server in
            let client = try RawClient(server.address)
            // More than what is read at once, and with bodies between.
            let requests = (0..<1000).map { number in
                number % 3 == 0
                    ? "POST /\(number) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                    : "GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n"
            }
            try await client.send(requests.joined())
            for number in 0..<1000 { #expect(try await client.answer().text == "/\(number)\n") }
            #expect(working.withLock { $0.most } == 1)
        }
    }

    @Test func `a request whose bytes come one by one`() async throws {
        try await withServer { server in
            let client = try RawClient(server.address)
            for byte in "POST /a?b=c HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc".utf8 {
                try await client.send([byte])
            }
            #expect(try await client.answer().text == "POST /a b=c [abc] 3\n")
        }
    }

    @Test func `bodies of every size up to the limit, byte for byte`() async throws {
        let sum: @Sendable ([UInt8]) -> Int = { $0.reduce(0) { ($0 &* 31 &+ Int($1)) % 1_000_003 } }
        try await withServer(handler: { .text(200, "\($0.body.count) \(sum($0.body))") }) { server in
            let client = try RawClient(server.address)
            for size in [1, 16_383, 16_384, 16_385, 65_536, 300_000, 1 << 20] {
                let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
                try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
                try await client.send(body)
                #expect(try await client.answer().text == "\(size) \(sum(body))\n")
                try await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                let cut = size / 3
                for part in [body[..<cut], body[cut...]] where !part.isEmpty {
                    try await client.send("\(String(part.count, radix: 16))\r\n")
                    try await client.send(Array(part))
                    try await client.send("\r\n")
                }
                try await client.send("0\r\n\r\n")
                #expect(try await client.answer().text == "\(size) \(sum(body))\n")
            }
        }
    }

    @Test func `who waits to be told to send, and who does not`() async throws {
        try await withServer(head: { $0.path == "/no" ? .text(401, "no") : nil }) { server in
            let head = "HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
            let patient = try RawClient(server.address)
            try await patient.send("POST /a \(head)")
            #expect(try await patient.answer().status == 100)
            try await patient.send("abc")
            #expect(try await patient.answer().text == "POST /a [abc] 3\n")
            let hasty = try RawClient(server.address)
            try await hasty.send("POST /b \(head)abc")
            #expect(try await hasty.answer().text == "POST /b [abc] 3\n")
            let refused = try RawClient(server.address)
            try await refused.send("POST /no \(head)")
            #expect(try await refused.answer().status == 401)
            let large = try RawClient(server.address)
            try await large.send(
                "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n")
            #expect(try await large.answer().status == 413)
        }
    }

    @Test func `a HEAD with the size and without the body`() async throws {
        try await withServer { server in
            let client = try RawClient(server.address)
            try await client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = try await client.answer(hasBody: false)
            #expect(head.headers["content-length"] == "13")
            #expect(try await client.answer().text == "GET /b [] 0\n")
        }
    }

    @Test func `and closes where the request says so, or cannot say otherwise`() async throws {
        try await withServer { server in
            for text in [
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            ] {
                let client = try RawClient(server.address)
                try await client.send(text)
                let answer = try await client.answer()
                #expect(answer.status == 200)
                #expect(answer.headers["connection"] == "close")
                #expect(try await client.rest() == "")
            }
        }
    }

    @Test func `who has stopped sending but still listens`() async throws {
        try await withServer { server in
            let client = try RawClient(server.address)
            try await client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
            client.endSending()
            #expect(try await client.answer().text == "POST /a [abc] 3\n")
            #expect(try await client.rest() == "")
        }
    }

    @Test func `with a large body that is read late`() async throws {
        let large = [UInt8](repeating: 0x78, count: 8 << 20)
        try await withServer(handler: { _ in ServerResponse(status: 200, body: large) }) { server in
            let client = try RawClient(server.address)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            // By now the server has sent what the system takes.
            try await Task.sleep(for: .milliseconds(200))
            #expect(try await client.answer().body == large)
            #expect(try await client.answer().body == large)
        }
    }

    @Test func `with who asks, and on which path of both kinds of addresses`() async throws {
        try await withServer(on: try ListenAddress("[::]:0"), handler: { .text(200, "\($0.head.peer)") }) { server in
            let client = try RawClient(server.address)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().text.hasPrefix("127.0.0.1:"))
        }
    }

    @Test func `many at once, each with its own answer`() async throws {
        let most = limits {
            $0.connections = 1000
            $0.connectionsPerPeer = 1000
            $0.handlers = 500
        }
        let gate = Gate()
        try await withServer(
            limits: most,
            handler: { request in
                await gate.pass()
                return .text(200, request.head.path)
            }
        ) { server in
            let clients = try (0..<500).map { _ in try RawClient(server.address) }
            for (number, client) in clients.enumerated() {
                try await client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
            }
            try await gate.waitFor(500)
            gate.open()
            for (number, client) in clients.enumerated() {
                #expect(try await client.answer().text == "/\(number)\n")
            }
        }
    }
}
