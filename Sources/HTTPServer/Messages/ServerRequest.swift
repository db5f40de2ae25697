/// What a request says before its body.
///
/// Its descriptions name the method and the path alone: what else it holds may be secret.
package struct RequestHead: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// One `name=value` of the query, decoded.
    package struct QueryItem: Sendable, Hashable {
        /// What stands before the `=`.
        package let name: String
        /// What stands after it; empty without one.
        package let value: String
    }

    /// The method as it was sent: `GET`.
    package let method: String
    /// The path, decoded, without `.`, `..` and empty parts; a slash at its end stays. It holds no control characters.
    package let path: String
    /// The query's items in the order they were sent.
    package let query: [QueryItem]
    /// All header lines in the order they were sent, names in lower case.
    package let headers: [HTTPHeader]
    /// Who asks.
    package let peer: Peer
    /// The size of the body as it was announced; nil: it is chunked, and only its end will tell.
    package let bodySize: Int?

    /// The values of all headers of a name (in lower case), joined as RFC 9110 has it; nil where there is none.
    package func header(_ name: String) -> String? {
        let values = headers.lazy.filter { $0.name == name }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// The token of `Authorization: Bearer TOKEN` (RFC 6750); nil unless there is just one such header.
    package var bearerToken: String? {
        let values = headers.filter { $0.name == "authorization" }.map(\.value)
        guard values.count == 1, let value = values.first, let blank = value.firstIndex(of: " "),
            value[..<blank].lowercased() == "bearer"
        else { return nil }
        let token = value[blank...].drop { $0 == " " }
        return token.isEmpty || token.contains(" ") ? nil : String(token)
    }

    /// The method and the path.
    package var description: String { "\(method) \(path)" }
    /// The method and the path.
    package var debugDescription: String { description }
    /// The method and the path.
    package var customMirror: Mirror { Mirror(self, children: ["method": method, "path": path]) }
}

/// A whole request.
package struct ServerRequest: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What came before the body.
    package let head: RequestHead
    /// The body's bytes, out of their chunks.
    package let body: [UInt8]

    /// The method and the path.
    package var description: String { head.description }
    /// The method and the path.
    package var debugDescription: String { head.description }
    /// The method and the path.
    package var customMirror: Mirror { head.customMirror }
}
