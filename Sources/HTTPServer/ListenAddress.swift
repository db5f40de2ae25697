/// Where a server listens: an address of this machine and a port, or a socket in the file system.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    enum Place: Sendable, Hashable {
        case network(IPAddress, port: UInt16)
        case local(path: String)
    }

    let place: Place

    init(_ place: Place) { self.place = place }

    /// Reads `127.0.0.1:9876`, `[::1]:9876`, `localhost:9876` (which is 127.0.0.1) or `unix:/run/rung.sock`; port 0 is
    /// any that is free.
    ///
    /// Names are not looked up: where a server listens must not depend on a name server.
    ///
    /// - Throws: `notAnAddress`, with what an address looks like.
    package init(_ text: String) throws(HTTPServerError) {
        if text.hasPrefix("unix:") {
            self.init(.local(path: try Self.path(String(text.dropFirst(5)), in: text)))
            return
        }
        guard let colon = text.lastIndex(of: ":") else {
            throw Self.error(text, "has no port; write it as \(text.isEmpty ? "127.0.0.1" : text):9876")
        }
        let host = String(text[..<colon])
        let digits = text[text.index(after: colon)...].utf8
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(String(decoding: digits, as: UTF8.self))
        else { throw Self.error(text, "has no port from 0 to 65535 after its last colon, as in 127.0.0.1:9876") }
        self.init(.network(try Self.address(host, port: port, in: text), port: port))
    }

    /// A port of 127.0.0.1; 0: any that is free.
    package static func loopback(port: UInt16 = 0) -> ListenAddress {
        ListenAddress(.network(IPAddress(bytes: [127, 0, 0, 1]), port: port))
    }

    /// Whether only this machine reaches it.
    package var isLoopback: Bool {
        switch place {
        case .network(let address, _): address.isLoopback
        case .local: true
        }
    }

    /// The port; nil for a socket in the file system.
    package var port: UInt16? {
        switch place {
        case .network(_, let port): port
        case .local: nil
        }
    }

    /// The address as it is written.
    package var description: String {
        switch place {
        case .network(let address, let port):
            address.bytes.count == 4 ? "\(address):\(port)" : "[\(address)]:\(port)"
        case .local(let path): "unix:\(path)"
        }
    }

    private static func path(_ path: String, in text: String) throws(HTTPServerError) -> String {
        guard path.hasPrefix("/"), !path.utf8.contains(0) else {
            throw error(text, "has no full path after unix:, as in unix:/run/rung/http.sock")
        }
        // sun_path of unix(7), with the zero at its end.
        guard path.utf8.count < 108 else { throw error(text, "is longer than the 107 bytes a socket's path may have") }
        return path
    }

    private static func address(_ host: String, port: UInt16, in text: String) throws(HTTPServerError) -> IPAddress {
        if host.hasPrefix("["), host.hasSuffix("]"), let address = IPAddress(String(host.dropFirst().dropLast())),
            address.bytes.count == 16
        {
            return address
        }
        if host.lowercased() == "localhost" { return IPAddress(bytes: [127, 0, 0, 1]) }
        guard let address = IPAddress(host) else {
            let isEverywhere = host.isEmpty || host == "*"
            throw error(
                text,
                isEverywhere
                    ? "does not say where; 127.0.0.1:\(port) is this machine only, [::]:\(port) all its networks"
                    : "has no IP address before its port; names are not looked up, except localhost")
        }
        guard address.bytes.count == 4 else {
            throw error(text, "needs brackets around its address: [\(host)]:\(port)")
        }
        return address
    }

    private static func error(_ text: String, _ words: String) -> HTTPServerError {
        HTTPServerError(.notAnAddress, "the address to listen on, \(text.isEmpty ? "empty" : "\"\(text)\""), \(words)")
    }
}
