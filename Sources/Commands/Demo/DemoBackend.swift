import Glibc
import RunbookLoading

/// The demo's backend: a small real server over HTTP on loopback, with a log, a pid file and a lock file.
///
/// Like many a server it refuses to start while another one's lock file is there, and it leaves its own when it is
/// killed: that is the incident.
struct DemoBackend {
    /// Where its files lie: `backend.pid`, `backend.lock`.
    let folder: String
    /// The port on 127.0.0.1.
    let port: UInt16

    /// Serves until the process is ended; returns only where it cannot start.
    func serve() -> Int32 {
        let lock = folder + "/backend.lock"
        let descriptor = open(lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            log("cannot start: \(lock) is held by process \(Self.text(of: lock))")
            return 1
        }
        Self.write("\(getpid())", to: descriptor)
        close(descriptor)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0, Self.bind(listener, to: port), listen(listener, 16) == 0 else {
            log("cannot listen on 127.0.0.1:\(port): \(String(cString: strerror(errno)))")
            unlink(lock)
            return 1
        }
        let pidFile = open(folder + "/backend.pid", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        Self.write("\(getpid())", to: pidFile)
        close(pidFile)
        log("listening on 127.0.0.1:\(port)")
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { continue }
            answer(connection)
            close(connection)
        }
    }

    /// Answers one request, whatever it is: the demo asks only for its health.
    private func answer(_ connection: Int32) {
        var timeout = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var buffer = [UInt8](repeating: 0, count: 4096)
        guard read(connection, &buffer, buffer.count) > 0 else { return }
        let body = #"{"status":"ok","process":\#(getpid())}"#
        Self.write(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
                + "Connection: close\r\n\r\n\(body)", to: connection)
    }

    private func log(_ message: String) {
        Self.write(message + "\n", to: 2)
    }

    /// A port on loopback that is free at this moment.
    static func freePort() -> UInt16? {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return nil }
        defer { close(probe) }
        guard bind(probe, to: 0) else { return nil }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(probe, $0, &length) == 0 }
        }
        return isKnown ? UInt16(bigEndian: address.sin_port) : nil
    }

    private static func bind(_ descriptor: Int32, to port: UInt16) -> Bool {
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    private static func text(of path: String) -> String {
        (try? FileReading.read(path)).map { String(decoding: $0.prefix(20), as: UTF8.self) } ?? "?"
    }
}
