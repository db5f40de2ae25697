import Glibc
import StepExecution
import Testing

@Suite struct ProbeTests {
    @Test(arguments: ["", "host", "host:", ":80", "host:0", "host:65536", "host:8x", "::1:80", "[]:80", "h:+80"])
    func `an address without a host and a port is named`(address: String) async {
        let result = await TCPProbe(address: address).run()
        #expect(!result.isConnected)
        #expect(result.failure == "this is no host:port: \(address)")
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `a port that listens is found, and one that does not`(host: String) async throws {
        let listener = try #require(Listener())
        let open = await TCPProbe(address: "\(host):\(listener.port)", timeout: .seconds(5)).run()
        #expect(open.isConnected)
        #expect(open.failure == nil)
        listener.close()
        // Bound, so that nobody else gets the port, but not listening.
        let deaf = try #require(Listener(queue: nil))
        defer { deaf.close() }
        let closed = await TCPProbe(address: "\(host):\(deaf.port)", timeout: .seconds(5)).run()
        #expect(!closed.isConnected && !closed.timedOut)
        #expect(closed.failure == "connection refused")
    }

    @Test func `a host that takes no connection is given up after the timeout`() async throws {
        // A queue of one that is full: the system answers no further connection.
        let listener = try #require(Listener(queue: 0))
        let blockers = (0..<4).map { _ in listener.connectWithoutWaiting() }
        defer {
            for blocker in blockers { close(blocker) }
            listener.close()
        }
        let result = await TCPProbe(address: "127.0.0.1:\(listener.port)", timeout: .milliseconds(200)).run()
        #expect(result.timedOut)
        #expect(result.failure == "no connection within the time")
        #expect(result.elapsed < .seconds(20))
        let task = Task { [port = listener.port] in
            await TCPProbe(address: "127.0.0.1:\(port)", timeout: .seconds(60)).run()
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(await task.value.interrupted)
    }

    @Test func `an unknown host is named`() async {
        let result = await TCPProbe(address: "no-such-host.invalid:80", timeout: .seconds(10)).run()
        #expect(!result.isConnected)
        #expect(result.failure?.contains("no-such-host.invalid") == true || result.timedOut)
    }

    @Test func `a file is told with its size, its time and its content`() async {
        let fixture = CommandFixture()
        fixture.write("notes", "one secret-thing\n")
        var probe = FileProbe(path: "notes", workingDirectory: fixture.folder)
        probe.masker = SecretMasker(secrets: ["secret-thing"])
        let result = await probe.run()
        #expect(result.exists && result.failure == nil)
        #expect(result.size == 17)
        #expect(result.content?.text == "one ***\n")
        let age = Int(time(nil)) - result.modified / 1_000_000_000
        #expect(age >= 0 && age < 60)
    }

    @Test func `what is no file is told apart`() async {
        let fixture = CommandFixture()
        let absent = await FileProbe(path: "absent", workingDirectory: fixture.folder).run()
        #expect(!absent.exists && absent.failure == nil && !absent.isUnknown)
        let folder = await FileProbe(path: fixture.folder).run()
        #expect(folder.exists && folder.content == nil)
        #expect(folder.failure == "\(fixture.folder) is a directory")
        mkfifo(fixture.folder + "/pipe", 0o600)
        let pipe = await FileProbe(path: "pipe", workingDirectory: fixture.folder, timeout: .seconds(5)).run()
        #expect(pipe.exists && pipe.failure == "pipe is no ordinary file")
        symlink("loop", fixture.folder + "/loop")
        let loop = await FileProbe(path: "loop", workingDirectory: fixture.folder).run()
        #expect(!loop.exists && loop.isUnknown)
        #expect(loop.failure == "loop: too many levels of symbolic links")
        let made = await FileProbe(path: "/proc/sys/kernel/ostype").run()
        #expect(made.content?.text == "Linux\n")
    }

    @Test func `a secret at the cut of a long file is masked whole`() async {
        let fixture = CommandFixture()
        let filler = String(repeating: "x", count: 100_000)
        fixture.write(
            "long",
            String(repeating: "h", count: 45) + "secret-thing" + filler + "secret-thing" + filler
                + "secret-thing" + String(repeating: "t", count: 45))
        var probe = FileProbe(path: "long", workingDirectory: fixture.folder, outputLimit: 100)
        probe.masker = SecretMasker(secrets: ["secret-thing"])
        let text = await probe.run().content?.text ?? ""
        #expect(text.hasPrefix(String(repeating: "h", count: 45) + "***"))
        #expect(text.hasSuffix("***" + String(repeating: "t", count: 45)))
        #expect(!text.contains("secret") && !text.contains("thing"))
    }

    @Test func `of a long file only the ends are kept`() async {
        let fixture = CommandFixture()
        fixture.write("long", (1...40000).map { "\($0)\n" }.joined())
        let result = await FileProbe(path: "long", workingDirectory: fixture.folder, outputLimit: 100).run()
        let content = result.content
        #expect(content?.isTruncated == true)
        #expect(content?.size == result.size)
        #expect(content?.text.hasPrefix("1\n2\n3\n") == true)
        #expect(content?.text.hasSuffix("39999\n40000\n") == true)
        #expect(content.map { $0.bytes.count + $0.omitted } == result.size)
    }
}

/// A socket that listens on a free port of loopback.
struct Listener {
    let descriptor: Int32
    let port: UInt16

    init?(queue: Int32? = 16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.descriptor = descriptor
        var address = Self.loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && (queue.map { listen(descriptor, $0) } ?? 0) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isBound else { return nil }
    }

    func close() { _ = Glibc.close(descriptor) }

    func connectWithoutWaiting() -> Int32 {
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let client = socket(AF_INET, flags, 0)
        var address = Self.loopback(port: port)
        withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = connect(client, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return client
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
