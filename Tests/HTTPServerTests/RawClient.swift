import Glibc
import HTTPServer
import Testing

/// One connection to a server, byte by byte; it never blocks a thread of the pool, and gives up after 30 seconds.
final class RawClient {
    /// An answer as it came.
    struct Answer {
        var status = 0
        var headers: [String: String] = [:]
        var body: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    struct Failure: Error { let words: String }

    private static let patience = Duration.seconds(30)

    private let descriptor: Int32
    private var input: [UInt8] = []

    init(_ address: ListenAddress, receiveBuffer: Int32? = nil) throws {
        let text = address.description
        if text.hasPrefix("unix:") {
            descriptor = try Self.connected(AF_UNIX) { (address: inout sockaddr_un) in
                address.sun_family = sa_family_t(AF_UNIX)
                withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: text.utf8.dropFirst(5)) }
            }
        } else {
            let port = try #require(address.port)
            descriptor = try Self.connected(AF_INET, receiveBuffer: receiveBuffer) { (address: inout sockaddr_in) in
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = port.bigEndian
                address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            }
        }
    }

    deinit { close(descriptor) }

    private static func connected<Address>(
        _ family: Int32, receiveBuffer: Int32? = nil, _ fill: (inout Address) -> Void
    ) throws -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: MemoryLayout<Address>.size, alignment: 16)
        storage.initializeMemory(as: UInt8.self, repeating: 0)
        defer { storage.deallocate() }
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
        fill(&storage.assumingMemoryBound(to: Address.self)[0])
        let status = connect(
            descriptor, storage.assumingMemoryBound(to: sockaddr.self).baseAddress,
            socklen_t(MemoryLayout<Address>.size))
        guard status == 0 else {
            let words = String(cString: strerror(errno))
            close(descriptor)
            throw Failure(words: "no connection: \(words)")
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return descriptor
    }

    /// Sends bytes; false where the server takes no more of them because it closed the connection.
    @discardableResult
    func send(_ bytes: [UInt8]) async throws -> Bool {
        let end = ContinuousClock.now + Self.patience
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                guard ContinuousClock.now < end else { throw Failure(words: "the server does not read") }
                try await Task.sleep(for: .milliseconds(1))
            } else {
                return false
            }
        }
        return true
    }

    @discardableResult
    func send(_ text: String) async throws -> Bool { try await send(Array(text.utf8)) }

    /// Says that nothing more comes.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Vanishes as a process that is killed with unread bytes does: with a reset.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RD))
    }

    /// Reads one answer, and leaves what follows it for later.
    func answer(hasBody: Bool = true) async throws -> Answer {
        while true {
            if let end = headEnd { return try await finish(head: Array(input[..<end]), end: end, hasBody: hasBody) }
            guard try await readMore() else {
                throw Failure(words: "closed before an answer: \(String(decoding: input, as: UTF8.self))")
            }
        }
    }

    /// Reads until the server closes, and gives what came.
    func rest() async throws -> String {
        while try await readMore() {}
        return String(decoding: input, as: UTF8.self)
    }

    /// Whether anything has come, or the connection is closed, within some time.
    func isSilent(for time: Duration) async throws -> Bool {
        let end = ContinuousClock.now + time
        var byte: UInt8 = 0
        while ContinuousClock.now < end {
            let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK))
            if count >= 0 || errno != EAGAIN { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
        return input.isEmpty
    }

    private var headEnd: Int? {
        guard input.count >= 4 else { return nil }
        return (0...(input.count - 4)).first { input[$0..<($0 + 4)].elementsEqual("\r\n\r\n".utf8) }.map { $0 + 4 }
    }

    private func finish(head: [UInt8], end: Int, hasBody: Bool) async throws -> Answer {
        var answer = Answer()
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        answer.status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        for line in lines.dropFirst() {
            let colon = try #require(line.firstIndex(of: ":"))
            answer.headers[line[..<colon].lowercased()] = String(line[line.index(colon, offsetBy: 2)...])
        }
        let size = hasBody ? answer.headers["content-length"].flatMap { Int($0) } ?? 0 : 0
        while input.count < end + size {
            guard try await readMore() else { throw Failure(words: "closed within an answer") }
        }
        answer.body = Array(input[end..<(end + size)])
        input.removeFirst(end + size)
        return answer
    }

    /// Reads what is there; false where the connection is closed.
    private func readMore() async throws -> Bool {
        let end = ContinuousClock.now + Self.patience
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                input += buffer[..<count]
                return true
            }
            guard count < 0, errno == EAGAIN else { return false }
            guard ContinuousClock.now < end else { throw Failure(words: "the server neither answers nor closes") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
