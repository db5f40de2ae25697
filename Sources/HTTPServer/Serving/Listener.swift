internal import CPlatform
internal import Glibc

/// A socket that listens; closed with its last user.
final class Listener: Sendable {
    let descriptor: Int32
    /// The address with the port that was given.
    let address: ListenAddress

    /// Listens.
    init(_ address: ListenAddress) throws(HTTPServerError) {
        switch address.place {
        case .network(let ip, let port):
            var bound: UInt16 = 0
            descriptor = rung_listen_tcp(ip.bytes, Int32(ip.bytes.count), port, &bound)
            guard descriptor >= 0 else { throw Self.error(errno, address) }
            self.address = ListenAddress(.network(ip, port: bound))
        case .local(let path):
            descriptor = rung_listen_local(path)
            guard descriptor >= 0 else { throw Self.error(errno, address) }
            self.address = address
        }
    }

    deinit {
        // While it still listens, the path is its own.
        if case .local(let path) = address.place { unlink(path) }
        close(descriptor)
    }

    private static func error(_ number: Int32, _ address: ListenAddress) -> HTTPServerError {
        let path: String? = if case .local(let path) = address.place { path } else { nil }
        switch number {
        case EADDRINUSE:
            let words =
                path.map { "\($0) is in use: another process listens there, or it is no socket of this user" }
                ?? "\(address) is in use by another process"
            return HTTPServerError(.inUse, "\(words); choose another address, or end that process\(finder(address))")
        case EADDRNOTAVAIL:
            return HTTPServerError(
                .notOfThisMachine, "\(address) is no address of this machine (`ip address` lists them)")
        case EACCES where path == nil:
            return HTTPServerError(
                .notAllowed, "this user may not listen on \(address); ports from 1024 on need no privilege")
        case EACCES, EPERM, EROFS:
            return HTTPServerError(.notAllowed, "this user may not make a socket at \(path ?? address.description)")
        case ENOENT, ENOTDIR:
            return HTTPServerError(.failed, "\(path ?? address.description) lies in a folder that does not exist")
        case EAFNOSUPPORT:
            return HTTPServerError(.notOfThisMachine, "this machine has no IPv6, so \(address) cannot be listened on")
        default:
            return HTTPServerError(.failed, "cannot listen on \(address)", cause: String(cString: strerror(number)))
        }
    }

    private static func finder(_ address: ListenAddress) -> String {
        address.port.map { " (`ss -ltnp sport = :\($0)` names it)" } ?? ""
    }
}
