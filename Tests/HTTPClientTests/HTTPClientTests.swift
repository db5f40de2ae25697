import Glibc
import HTTPClient
import Synchronization
import Testing

@Suite struct HTTPClientTests {
    private let client = HTTPClient(userAgent: "rung/test")

    private func get(_ server: LoopbackServer, timeout: Duration = .seconds(20)) async -> HTTPResponse {
        await client.send(HTTPRequest(url: server.url(), timeout: timeout))
    }

    @Test func `an answer has status, headers in small letters, and body`() async {
        let server = LoopbackServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Type:  application/json \r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
        )
        let response = await get(server)
        #expect(response.status == 200)
        #expect(response.headers["content-type"] == "application/json")
        #expect(response.headers["x-a"] == "1, 2")
        #expect(response.body == Array("{\"ok\":true}".utf8))
        #expect(response.bodySize == 11 && !response.isBodyTruncated)
        #expect(response.failure == nil && !response.timedOut && !response.interrupted)
    }

    @Test(arguments: [204, 404, 500, 503])
    func `every status is an answer`(status: Int) async {
        let server = LoopbackServer.answering("HTTP/1.1 \(status) Whatever\r\nContent-Length: 0\r\n\r\n")
        let response = await get(server)
        #expect(response.status == status)
        #expect(response.failure == nil)
    }

    @Test func `what is asked is what was said`() async {
        let seen = Mutex("")
        let server = LoopbackServer { connection in
            let request = connection.readRequest()
            seen.withLock { $0 = request }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        var request = HTTPRequest(url: server.url("/a?b=c"), method: "PURGE", timeout: .seconds(20))
        request.headers = [.init("Authorization", "Bearer s3cret"), .init("X-Empty", "")]
        request.body = Array(#"{"a": 1}"#.utf8)
        #expect(await client.send(request).status == 200)
        let lines = seen.withLock { $0 }.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.first == "PURGE /a?b=c HTTP/1.1")
        #expect(lines.contains("Authorization: Bearer s3cret"))
        #expect(lines.contains("X-Empty:"))
        #expect(lines.contains("User-Agent: rung/test"))
        #expect(lines.contains("Content-Length: 8"))
        #expect(lines.last == #"{"a": 1}"#)
        #expect(!lines.contains { $0.lowercased().hasPrefix("content-type") || $0.lowercased().hasPrefix("expect") })
    }

    @Test func `a HEAD has no body, and an empty body is sent as one`() async {
        let server = LoopbackServer { connection in
            let request = connection.readRequest()
            let isPost = request.hasPrefix("POST") && request.contains("Content-Length: 0\r\n")
            connection.send(
                "HTTP/1.1 \(isPost || request.hasPrefix("HEAD") ? 200 : 400) X\r\nContent-Length: 5\r\n\r\n")
            if isPost { connection.send("hello") }
        }
        let head = await client.send(HTTPRequest(url: server.url(), method: "HEAD", timeout: .seconds(20)))
        #expect(head.status == 200 && head.body.isEmpty && head.failure == nil)
        let post = await client.send(HTTPRequest(url: server.url(), method: "POST", body: [], timeout: .seconds(20)))
        #expect(post.status == 200 && post.body.count == 5)
    }

    @Test func `no redirect is followed`() async {
        let count = Mutex(0)
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            count.withLock { $0 += 1 }
            connection.send("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n")
        }
        let response = await get(server)
        #expect(response.status == 302)
        #expect(response.headers["location"] == "/other")
        #expect(count.withLock { $0 } == 1)
    }

    @Test func `an interim answer is not the answer`() async {
        let server = LoopbackServer.answering(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        let response = await get(server)
        #expect(response.status == 200)
        #expect(response.headers == ["content-length": "2"])
    }

    @Test func `a server that says nothing is given up after the timeout`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            _ = connection.waitForClose()
        }
        let response = await get(server, timeout: .milliseconds(300))
        #expect(response.status == 0 && response.timedOut)
        #expect(response.failure == "no complete answer within 300ms")
        #expect(response.elapsed >= .milliseconds(250) && response.elapsed < .seconds(15))
    }

    @Test func `an answer that dribbles is given up after the timeout, and is no answer`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
            for _ in 0..<100 {
                guard connection.send("x") else { return }
                usleep(50_000)
            }
        }
        let response = await get(server, timeout: .milliseconds(400))
        #expect(response.status == 0 && response.timedOut)
        #expect(response.body.isEmpty && response.headers.isEmpty)
    }

    @Test func `a huge body is broken off at the limit, and its announced size told`() async {
        let isGone = Mutex(false)
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
            let piece = String(repeating: "x", count: 65536)
            while connection.send(piece) {}
            isGone.withLock { $0 = true }
        }
        var request = HTTPRequest(url: server.url(), timeout: .seconds(30))
        request.bodyLimit = 1000
        let response = await client.send(request)
        #expect(response.status == 200 && response.failure == nil)
        #expect(response.body.count == 1000)
        #expect(response.isBodyTruncated)
        #expect(response.bodySize == 10_000_000_000)
        for _ in 0..<500 where !isGone.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(10)) }
        #expect(isGone.withLock { $0 })
    }

    @Test func `a body of just the limit is whole`() async {
        let server = LoopbackServer.answering("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1000))
        var request = HTTPRequest(url: server.url(), timeout: .seconds(20))
        request.bodyLimit = 1000
        let response = await client.send(request)
        #expect(response.body.count == 1000 && !response.isBodyTruncated && response.status == 200)
    }

    @Test func `too many headers are no answer`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n")
            let line = "X-Bomb: " + String(repeating: "x", count: 8000) + "\r\n"
            for _ in 0..<10_000 { guard connection.send(line) else { return } }
        }
        let response = await get(server)
        #expect(response.status == 0)
        #expect(response.failure == "the answer's headers are larger than 256 KiB")
    }

    @Test(arguments: [
        ("", "the server closed the connection without an answer"),
        ("SSH-2.0-OpenSSH_9.2\r\n", "the answer is not HTTP"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "the connection broke off"),
    ])
    func `a broken answer is no answer, in words`(text: String, failure: String) async {
        let response = await get(LoopbackServer.answering(text))
        #expect(response.status == 0)
        #expect(response.failure == failure)
        #expect(!response.timedOut)
    }

    @Test(arguments: [
        ("http://127.0.0.1:1/", "connection refused"),
        ("http://[::1]:1/", nil),
        ("http://no-such-host.invalid/", "the host's name has no address"),
        ("ftp://127.0.0.1/", "only http and https can be asked"),
        ("file:///etc/passwd", "only http and https can be asked"),
        ("http://", nil),
        ("http://a b/", "the address holds blanks or control characters"),
        ("http://127.0.0.1:99999/", "this is no address of http or https"),
    ])
    func `an address that cannot be asked is named in words`(url: String, failure: String?) async {
        let response = await client.send(HTTPRequest(url: url, timeout: .seconds(20)))
        #expect(response.status == 0)
        if let failure { #expect(response.failure == failure) } else { #expect(response.failure != nil) }
    }

    @Test func `a header cannot smuggle another`() async {
        var request = HTTPRequest(url: "http://127.0.0.1:1/")
        request.headers = [.init("X-A", "1\r\nX-B: 2")]
        #expect(await client.send(request).failure == "the header X-A holds control characters")
        request.headers = [.init("X A", "1")]
        #expect(await client.send(request).failure == "a header's name is no word: X A")
        request.headers = []
        request.method = "GET /x HTTP/1.1\r\nX"
        #expect(await client.send(request).failure?.hasPrefix("the method is no word") == true)
    }

    @Test func `cancelling ends a request at once`() async throws {
        let arrived = Mutex(false)
        let left = Mutex(false)
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            arrived.withLock { $0 = true }
            let isClosed = connection.waitForClose()
            left.withLock { $0 = isClosed }
        }
        let task = Task { [client, url = server.url()] in
            await client.send(HTTPRequest(url: url, timeout: .seconds(60)))
        }
        for _ in 0..<1000 where !arrived.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        let clock = ContinuousClock()
        var response = HTTPResponse()
        let elapsed = await clock.measure {
            task.cancel()
            response = await task.value
        }
        #expect(response.interrupted && response.status == 0)
        #expect(elapsed < .seconds(10))
        for _ in 0..<1000 where !left.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
        #expect(left.withLock { $0 })
    }

    @Test func `a secure connection to a plain server is named`() async {
        let server = LoopbackServer { connection in
            connection.readPiece()
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
        }
        let response = await client.send(
            HTTPRequest(url: "https://127.0.0.1:\(server.port)/", timeout: .seconds(20), insecure: true))
        #expect(response.status == 0)
        #expect(response.failure?.hasPrefix("no secure connection: ") == true, "\(response)")
    }

    @Test func `many requests run side by side`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            usleep(500_000)
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let elapsed = await ContinuousClock().measure {
            await withTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask { [client, url = server.url()] in
                        await client.send(HTTPRequest(url: url, timeout: .seconds(20))).status
                    }
                }
                for await status in group { #expect(status == 200) }
            }
        }
        #expect(elapsed < .seconds(20))
    }

    @Test func `loopback is never asked through a proxy`() async {
        await #expect(processExitsWith: .success) {
            setenv("http_proxy", "http://127.0.0.1:1", 1)
            setenv("all_proxy", "http://127.0.0.1:1", 1)
            unsetenv("no_proxy")
            unsetenv("NO_PROXY")
            let server = LoopbackServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            let client = HTTPClient()
            for host in ["127.0.0.1", "localhost"] {
                let url = "http://\(host):\(server.port)/"
                let response = await client.send(HTTPRequest(url: url, timeout: .seconds(20)))
                precondition(response.status == 200, "\(response)")
            }
            let other = await client.send(HTTPRequest(url: "http://192.0.2.1/", timeout: .seconds(20)))
            precondition(other.failure == "connection refused", "\(other)")
        }
    }
}
