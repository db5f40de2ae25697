/// One question over http or https.
package struct HTTPRequest: Sendable, Hashable {
    /// One header line of a request.
    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        /// Makes a header line.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The address, `http://` or `https://`.
    package var url: String
    /// The method, as it is sent.
    package var method: String
    /// The headers, in the order they are sent.
    package var headers: [Header]
    /// What is sent after the headers; nil: nothing.
    package var body: [UInt8]?
    /// How long the whole answer may take; nil: for ever.
    package var timeout: Duration?
    /// Whether a certificate is accepted that cannot be verified.
    package var insecure: Bool
    /// The bytes of the answer's body after which the transfer is ended; more than that never comes in.
    package var bodyLimit: Int

    /// Makes a request.
    package init(
        url: String, method: String = "GET", headers: [Header] = [], body: [UInt8]? = nil, timeout: Duration? = nil,
        insecure: Bool = false, bodyLimit: Int = 1 << 20
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.insecure = insecure
        self.bodyLimit = bodyLimit
    }
}
