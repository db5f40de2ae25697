/// The answer to a request.
package struct ServerResponse: Sendable, Hashable {
    /// The status, 200 to 599.
    package var status: Int
    /// The headers but those that the server sets itself: `Content-Length`, `Connection`, `Date`.
    package var headers: [HTTPHeader]
    /// The body's bytes; not sent where the request or the status has none.
    package var body: [UInt8]

    /// Makes an answer.
    package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of one text, which gets a line's end.
    package static func text(_ status: Int, _ text: String, headers: [HTTPHeader] = []) -> ServerResponse {
        ServerResponse(
            status: status, headers: headers + [HTTPHeader("Content-Type", "text/plain; charset=utf-8")],
            body: Array((text + "\n").utf8))
    }

    /// The bytes that are sent.
    ///
    /// - Parameters:
    ///   - hasBody: Whether the body is sent; its size is told in any case.
    ///   - closes: Whether this is the connection's last answer.
    ///   - date: The time as RFC 9110 writes it.
    func bytes(hasBody: Bool, closes: Bool, date: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256 + (hasBody ? body.count : 0))
        bytes += "HTTP/1.1 \(status) \(Self.reason(status))\r\nDate: \(date)\r\n".utf8
        for header in headers where !Self.isOwn(header.name) {
            bytes += Self.safe(header.name).utf8
            bytes += ": ".utf8
            bytes += Self.safe(header.value).utf8
            bytes += "\r\n".utf8
        }
        let isWithoutBody = status == 204 || status == 304
        if !isWithoutBody { bytes += "Content-Length: \(body.count)\r\n".utf8 }
        bytes += closes ? "Connection: close\r\n\r\n".utf8 : "\r\n".utf8
        if hasBody && !isWithoutBody { bytes += body }
        return bytes
    }

    private static func isOwn(_ name: String) -> Bool {
        ["content-length", "connection", "date", "transfer-encoding"].contains(name.lowercased())
    }

    /// The text without what would end its line: no value can make a header of its own.
    private static func safe(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
        return String(decoding: text.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
    }

    /// The words of a status (RFC 9110, section 15); clients do not look at them.
    static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: status < 400 ? "OK" : "Error"
        }
    }
}
