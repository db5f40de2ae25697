import Glibc
import HTTPServer
import Synchronization
import Testing

@Suite struct `A server refuses` {
    @Test func `a body that is too large, without reading it`() async throws {
        let handled = Mutex(0)
        try await withServer(handler: { _ in
            handled.withLock { $0 += 1 }
            return .text(200, "ok")
        }) { server in
            let announced = try RawClient(server.address)
            try await announced.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n")
            let answer = try await announced.answer()
            #expect(answer.status == 413)
            #expect(answer.text == "the body is larger than 1048576 bytes\n")
            #expect(answer.headers["connection"] == "close")

            let chunked = try RawClient(server.address)
            try await chunked.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x78, count: 65_536) + Array("\r\n".utf8)
            var sent = 0
            // 100 MB are offered; the connection is closed long before they are taken.
            while sent < 1600, try await chunked.send(chunk) { sent += 1 }
            #expect(sent < 1600)
            #expect(handled.withLock { $0 } == 0)
        }
    }

    @Test func `what the head shows to be unwanted, before the body comes`() async throws {
        let handled = Mutex(0)
        try await withServer(
            head: { $0.bearerToken == "right" ? nil : .text(401, "no such token") },
            handler: { _ in
                handled.withLock { $0 += 1 }
                return .text(200, "ok")
            }
        ) { server in
            let client = try RawClient(server.address)
            // Without a body the connection goes on.
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 401)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer right\r\n\r\n")
            #expect(try await client.answer().status == 200)
            // With one it is closed, and nothing of the body is taken for a request.
            let smuggled = "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer right\r\n\r\n"
            try await client.send(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(smuggled.utf8.count)\r\n\r\n\(smuggled)")
            let answer = try await client.answer()
            #expect(answer.status == 401)
            #expect(answer.headers["connection"] == "close")
            #expect(try await client.rest() == "")
            #expect(handled.withLock { $0 } == 1)
        }
    }

    @Test func `a sender of 100 MB that reads only when all is sent, and still answers it or closes`() async throws {
        try await withServer(head: { _ in .text(401, "no") }) { server in
            let client = try RawClient(server.address)
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 104857600\r\n\r\n")
            let piece = [UInt8](repeating: 0x78, count: 1 << 20)
            var sent = 0
            while sent < 100, try await client.send(piece) { sent += 1 }
            #expect(sent < 100)
            try await until { server.counts.connections == 0 }
        }
    }

    /// Whoever sends a little too much before it reads gets its answer.
    @Test func `so that the answer arrives, also after unread bytes`() async throws {
        try await withServer(head: { _ in .text(401, "no") }) { server in
            for size in [1, 100_000, 900_000] {
                let client = try RawClient(server.address)
                try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
                try await client.send([UInt8](repeating: 0x78, count: size))
                let answer = try await client.answer()
                #expect(answer.status == 401)
                #expect(answer.text == "no\n")
            }
        }
    }

    @Test(arguments: [
        ("GARBAGE\r\n\r\n", 400), ("GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 20_000) + "\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: 200) + "\r\n", 431),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505),
    ])
    func `heads and chunks that are no HTTP, and reads nothing after them`(text: String, status: Int) async throws {
        try await withServer { server in
            let client = try RawClient(server.address)
            try await client.send(text + "GET /after HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == status)
            #expect(answer.headers["connection"] == "close")
            #expect(try await client.rest() == "")
            #expect(server.counts.requests <= 1)
            #expect(server.counts.answers == [status: 1])
        }
    }

    @Test func `the body that has been coming in longest, where all bodies are too much`() async throws {
        let small = limits {
            $0.bodyBytes = 100_000
            $0.bodyBytesInAll = 250_000
        }
        try await withServer(limits: small) { server in
            let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
            var stalling: [RawClient] = []
            for _ in 0..<6 {
                let client = try RawClient(server.address)
                try await client.send(head)
                try await client.send([UInt8](repeating: 0x78, count: 90_000))
                stalling.append(client)
            }
            // A good one gets through all the same.
            let good = try RawClient(server.address)
            try await good.send(head)
            try await good.send([UInt8](repeating: 0x79, count: 100_000))
            #expect(try await good.answer().status == 200)
            let first = try await stalling[0].answer()
            #expect(first.status == 503)
            #expect(first.headers["retry-after"] == "1")
        }
    }
}

@Suite struct `A server bears` {
    @Test func `slow senders: they are cut after their time, however steadily they dribble, and others are served`()
        async throws
    {
        let hasty = limits { $0.requestTime = .milliseconds(1500) }
        try await withServer(limits: hasty) { server in
            let slowHead = try RawClient(server.address)
            try await slowHead.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
            let slowBody = try RawClient(server.address)
            try await slowBody.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
            let silent = try RawClient(server.address)
            let began = ContinuousClock.now
            // They never rest for long enough to be idle.
            var served = 0
            while ContinuousClock.now - began < .milliseconds(1000) {
                try await slowHead.send("x")
                try await slowBody.send("x")
                let good = try RawClient(server.address)
                try await good.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await good.answer().status == 200)
                served += 1
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(served > 0)
            let answers = [try await slowHead.answer(), try await slowBody.answer()]
            #expect(answers.map(\.status) == [408, 408])
            #expect(answers.map(\.text) == ["the request took too long\n", "the request took too long\n"])
            #expect(try await slowHead.rest() == "")
            // Who never said anything is told nothing.
            #expect(try await silent.rest() == "")
        }
    }

    @Test func `connections that stay open and say nothing more: they are closed after the idle time`() async throws {
        try await withServer(limits: limits { $0.idleTime = .milliseconds(200) }) { server in
            let client = try RawClient(server.address)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.answer().status == 200)
            #expect(try await client.rest() == "")
        }
    }

    @Test func `those who do not read their answer: they are closed after the sending time`() async throws {
        let large = [UInt8](repeating: 0x78, count: 16 << 20)
        try await withServer(
            limits: limits { $0.sendTime = .milliseconds(300) },
            handler: { _ in ServerResponse(status: 200, body: large) }
        ) { server in
            let client = try RawClient(server.address, receiveBuffer: 4096)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await until { server.counts.answers[200] == 1 }
            try await until { server.counts.connections == 0 }
            // It is broken off, and the system does not keep what was not taken.
            #expect(try await client.rest().utf8.count < large.count)
        }
    }

    @Test func `handlers that take too long: 503, and their place is free when they return`() async throws {
        let gate = Gate()
        try await withServer(
            limits: limits { $0.answerTime = .milliseconds(200) },
            handler: { _ in
                await gate.pass()
                return .text(200, "late")
            }
        ) { server in
            let client = try RawClient(server.address)
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 503)
            #expect(answer.text == "no answer in time; try again\n")
            #expect(try await client.rest() == "")
            #expect(server.counts.connections == 1)
            gate.open()
            try await until { server.counts.connections == 0 }
        }
    }

    @Test func `hundreds of connections that say nothing: a new one takes the place of the oldest`() async throws {
        let few = limits {
            $0.connections = 50
            $0.connectionsPerPeer = 50
        }
        try await withServer(limits: few) { server in
            var idle: [RawClient] = []
            for _ in 0..<400 { idle.append(try RawClient(server.address)) }
            let good = try RawClient(server.address)
            try await good.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await good.answer().status == 200)
            #expect(server.counts.connections <= 50)
            #expect(server.counts.connectionsEvicted >= 351)
            #expect(try await idle[0].rest() == "")
            #expect(try await idle[399].isSilent(for: .milliseconds(50)))
        }
    }

    @Test func `more who wait for answers than there are places: 503 for the next, and the others are answered`()
        async throws
    {
        let gate = Gate()
        let few = limits { $0.connectionsPerPeer = 3 }
        try await withServer(
            limits: few,
            handler: { _ in
                await gate.pass()
                return .text(200, "ok")
            }
        ) { server in
            var waiting: [RawClient] = []
            for _ in 0..<3 {
                let client = try RawClient(server.address)
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                waiting.append(client)
            }
            try await gate.waitFor(3)
            let next = try RawClient(server.address)
            let answer = try await next.answer()
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "1")
            #expect(server.counts.connectionsRefused == 1)
            gate.open()
            for client in waiting { #expect(try await client.answer().status == 200) }
        }
    }

    @Test func `more requests than handlers may be at work: they wait for their turn`() async throws {
        let working = Mutex((now: 0, most: 0))
        try await withServer(
            limits: limits { $0.handlers = 2 },
            handler: { request in
                working.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                try? await Task.sleep(for: .milliseconds(20))
                working.withLock { $0.now -= 1 }
                return .text(200, request.head.path)
            }
        ) { server in
            let clients = try (0..<12).map { _ in try RawClient(server.address) }
            for (number, client) in clients.enumerated() {
                try await client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
            }
            for (number, client) in clients.enumerated() {
                #expect(try await client.answer().text == "/\(number)\n")
            }
            #expect(working.withLock { $0.most } == 2)
        }
    }

    @Test func `peers that vanish: their places are free again, and what they asked for is done`() async throws {
        let gate = Gate()
        let done = Mutex(0)
        try await withServer(
            limits: limits { $0.handlers = 20 },
            handler: { _ in
                await gate.pass()
                done.withLock { $0 += 1 }
                return .text(200, "ok")
            }
        ) { server in
            for text in ["", "GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"] {
                for _ in 0..<20 {
                    let client = try RawClient(server.address)
                    try await client.send(text)
                    client.reset()
                }
            }
            for number in 1...20 {
                let client = try RawClient(server.address)
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                try await gate.waitFor(number)
                client.reset()
            }
            try await gate.waitFor(20)
            gate.open()
            try await until { server.counts.connections == 0 }
            #expect(done.withLock { $0 } == 20)
        }
    }
}
