/// Who sent a request.
package enum Peer: Sendable, Hashable, CustomStringConvertible {
    /// An address of the network, without brackets, and its port.
    case network(address: String, port: UInt16)
    /// A user of this machine, over a socket in the file system.
    case user(UInt32)

    /// The peer as logs name it.
    package var description: String {
        switch self {
        case .network(let address, let port): address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
        case .user(let number): "user \(number)"
        }
    }
}
