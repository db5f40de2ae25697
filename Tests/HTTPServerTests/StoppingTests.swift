import HTTPServer
import Testing

@Suite struct `A server that stops` {
    @Test func `answers what is under way, takes nothing new, and then is gone`() async throws {
        let gate = Gate()
        let server = try HTTPServer.listen(on: .loopback())
        async let running: Void = server.run { _ in
            await gate.pass()
            return .text(200, "done")
        }
        let idle = try RawClient(server.address)
        try await idle.send("GET / HTTP/1.0\r\n\r\n")
        try await gate.waitFor(1)
        let asking = try RawClient(server.address)
        try await asking.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let silent = try RawClient(server.address)
        try await gate.waitFor(2)
        server.stop(within: .seconds(60))
        // What has asked for nothing is let go at once.
        #expect(try await silent.rest() == "")
        #expect(throws: RawClient.Failure.self) { _ = try RawClient(server.address) }
        gate.open()
        let answer = try await asking.answer()
        #expect(answer.text == "done\n")
        #expect(answer.headers["connection"] == "close")
        #expect(try await idle.answer().status == 200)
        try await running
        // Its address is free.
        let next = try HTTPServer.listen(on: server.address)
        #expect(next.address == server.address)
    }

    @Test func `waits for nobody longer than it was given`() async throws {
        let server = try HTTPServer.listen(on: .loopback())
        async let running: Void = server.run { _ in
            // It ends when it is cancelled.
            try? await Task.sleep(for: .seconds(600))
            return .text(200, "done")
        }
        let asking = try RawClient(server.address)
        try await asking.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let slow = try RawClient(server.address)
        try await slow.send("GET / HT")
        try await until { server.counts.requests == 1 && server.counts.connections == 2 }
        let began = ContinuousClock.now
        server.stop(within: .milliseconds(300))
        try await running
        let time = ContinuousClock.now - began
        #expect(time >= .milliseconds(250) && time < .seconds(20))
        #expect(try await asking.rest() == "")
        #expect(try await slow.rest() == "")
    }

    @Test func `whose task is cancelled closes all and cancels its handlers`() async throws {
        let server = try HTTPServer.listen(on: .loopback())
        let task = Task {
            try await server.run { _ in
                try? await Task.sleep(for: .seconds(600))
                return .text(200, Task.isCancelled ? "cancelled" : "done")
            }
        }
        let asking = try RawClient(server.address)
        try await asking.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        try await until { server.counts.requests == 1 }
        task.cancel()
        try await task.value
        // Its handler may have been faster than the end.
        let rest = try await asking.rest()
        #expect(rest.isEmpty || rest.hasSuffix("cancelled\n"))
    }

    @Test func `before it ran never runs`() async throws {
        let server = try HTTPServer.listen(on: .loopback())
        server.stop()
        try await server.run { _ in .text(200, "ok") }
        _ = try HTTPServer.listen(on: server.address)
    }

    @Test func `hundreds of times leaves no descriptor and no thread behind`() async throws {
        await #expect(processExitsWith: .success) {
            func round() async throws {
                try await withServer { server in
                    let client = try RawClient(server.address)
                    try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    let status = try await client.answer().status
                    precondition(status == 200)
                }
            }
            try await round()
            let before = (entries("/proc/self/fd"), entries("/proc/self/task"))
            for _ in 0..<200 { try await round() }
            // A detached thread, and what it held, is gone a moment after it has said so; the runtime may keep a few more.
            try await until { entries("/proc/self/task") <= before.1 + 4 && entries("/proc/self/fd") <= before.0 + 6 }
        }
    }
}
