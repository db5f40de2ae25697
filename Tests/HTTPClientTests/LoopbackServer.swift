import Glibc
import Synchronization

/// A server on a free port of loopback that does with each connection what a test says, on threads of its own.
final class LoopbackServer: Sendable {
    /// One connection of a client.
    struct Connection: Sendable {
        let descriptor: Int32

        /// Reads until the end of the request's headers, and what came of its body with them.
        func readRequest() -> String {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65536)
            while !Self.isComplete(bytes) {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                bytes += buffer[..<count]
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        /// Reads whatever comes first.
        func readPiece() {
            var buffer = [UInt8](repeating: 0, count: 65536)
            _ = recv(descriptor, &buffer, buffer.count, 0)
        }

        /// Sends a text; false where the client is gone.
        @discardableResult
        func send(_ text: String) -> Bool {
            var text = text
            return text.withUTF8 { bytes in
                var sent = 0
                while sent < bytes.count {
                    guard let base = bytes.baseAddress else { return true }
                    let count = Glibc.send(descriptor, base + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                    guard count > 0 else { return false }
                    sent += count
                }
                return true
            }
        }

        /// Waits until the client closes the connection, at most 20 seconds.
        func waitForClose() -> Bool {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 20_000) == 1 else { return false }
            var byte: UInt8 = 0
            return recv(descriptor, &byte, 1, 0) <= 0
        }

        /// Whether the headers are there, and as much of a body as they announce.
        private static func isComplete(_ bytes: [UInt8]) -> Bool {
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.utf8.indices.first(where: { text[$0...].utf8.starts(with: "\r\n\r\n".utf8) }) else {
                return false
            }
            let lines = text[..<end].split(separator: "\r\n")
            let size = lines.compactMap { line -> Int? in
                line.lowercased().hasPrefix("content-length:") ? Int(line.drop { $0 != " " }.dropFirst()) : nil
            }
            return text[end...].utf8.count - 4 >= size.first ?? 0
        }
    }

    let port: UInt16
    private let listener: Int32

    init(_ serve: @escaping @Sendable (Connection) -> Void) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        precondition(isBound, "no server on loopback: errno \(errno)")
        port = UInt16(bigEndian: address.sin_port)
        self.listener = listener
        Self.thread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Self.thread {
                    serve(Connection(descriptor: client))
                    close(client)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// A server that answers every request with one text.
    static func answering(_ text: String) -> LoopbackServer {
        LoopbackServer { connection in
            _ = connection.readRequest()
            connection.send(text)
        }
    }

    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(Body(body))
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        precondition(status == 0, "no thread: \(status)")
        pthread_detach(thread)
    }
}
