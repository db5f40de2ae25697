internal import CPlatform
internal import Glibc
internal import Synchronization

/// One request under way.
// @unchecked: until it is handed to the transfer thread the sender alone touches it, from then on that thread alone.
final class Transfer: @unchecked Sendable {
    private static let ids = Atomic<UInt64>(0)
    private static let headerLimit = 256 * 1024

    let id = Transfer.ids.add(1, ordering: .relaxed).newValue
    let request: HTTPRequest
    var continuation: CheckedContinuation<HTTPResponse, Never>?
    /// libcurl's part of it; nil before the start.
    private(set) var handle: UnsafeMutableRawPointer?
    private let userAgent: String
    private let began = rung_monotonic_nanoseconds()
    private var response = HTTPResponse()
    private var headerSize = 0
    private var areHeadersTooLong = false

    init(_ request: HTTPRequest, userAgent: String) {
        self.request = request
        self.userAgent = userAgent
    }

    /// Makes libcurl's part; false where it refuses.
    func open() -> Bool {
        let lines =
            request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" } + defaultHeaders
        var strings = lines.map { strdup($0).map { UnsafePointer($0) } }
        strings.append(nil)
        defer { for string in strings { free(UnsafeMutablePointer(mutating: string)) } }
        handle = request.url.withCString { url in
            request.method.withCString { method in
                userAgent.withCString { agent in
                    Self.noProxy.withCString { noProxy in
                        strings.withUnsafeBufferPointer { headers in
                            (request.body ?? [0]).withUnsafeBytes { body in
                                var wanted = rung_curl_request()
                                wanted.url = url
                                wanted.method = method
                                wanted.user_agent = agent
                                wanted.no_proxy = noProxy
                                wanted.headers = headers.baseAddress
                                // libcurl wants an address for an empty body too.
                                wanted.body = body.baseAddress ?? UnsafeRawPointer(url)
                                wanted.body_size = request.body.map { Int64($0.count) } ?? -1
                                wanted.timeout_ms = timeoutMilliseconds
                                wanted.insecure = request.insecure ? 1 : 0
                                wanted.context = Unmanaged.passUnretained(self).toOpaque()
                                wanted.on_header = { bytes, size, count, context in
                                    Transfer.take(bytes, size * count, context) { $0.addHeader($1) }
                                }
                                wanted.on_body = { bytes, size, count, context in
                                    Transfer.take(bytes, size * count, context) { $0.addBody($1) }
                                }
                                return rung_curl_transfer_new(&wanted)
                            }
                        }
                    }
                }
            }
        }
        return handle != nil
    }

    /// Gives libcurl's part back.
    func close() {
        if let handle { rung_curl_transfer_free(handle) }
        handle = nil
    }

    /// Gives the answer.
    func end(_ outcome: rung_curl_outcome) {
        response.status = Int(outcome.status)
        let isCutShort = outcome.end == RUNG_CURL_STOPPED && response.isBodyTruncated
        if outcome.end != RUNG_CURL_OK && !isCutShort {
            response.timedOut = outcome.end == RUNG_CURL_TIMED_OUT
            response.failure =
                areHeadersTooLong
                ? "the answer's headers are larger than \(Self.headerLimit / 1024) KiB"
                : FailureWords.text(outcome, request)
        }
        resume()
    }

    /// Ends without an answer.
    func fail(_ words: String, interrupted: Bool = false) {
        response.interrupted = interrupted
        response.failure = words
        resume()
    }

    private func resume() {
        if response.failure != nil {
            response.status = 0
            response.headers = [:]
            response.body = []
            response.bodySize = 0
            response.isBodyTruncated = false
        } else if response.isBodyTruncated, let announced = response.headers["content-length"].flatMap({ Int($0) }) {
            response.bodySize = max(announced, response.body.count)
        } else {
            response.bodySize = response.body.count
        }
        response.elapsed = .nanoseconds(Int64(rung_monotonic_nanoseconds() - began))
        continuation?.resume(returning: response)
        continuation = nil
    }

    /// libcurl would wait for a "100 Continue", and would call every body a form.
    private var defaultHeaders: [String] {
        let names = request.headers.map { $0.name.lowercased() }
        return (names.contains("expect") ? [] : ["Expect:"])
            + (request.body == nil || names.contains("content-type") ? [] : ["Content-Type:"])
    }

    private var timeoutMilliseconds: Int64 {
        guard let timeout = request.timeout else { return 0 }
        let (seconds, attoseconds) = timeout.components
        guard seconds < 1 << 31 else { return 0 }
        return max(1, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    /// What libcurl would read from the environment, and loopback.
    private static let noProxy: String = {
        let given =
            [getenv("no_proxy"), getenv("NO_PROXY")].lazy.compactMap { $0 }.first.map { String(cString: $0) } ?? ""
        let loopback = "localhost,127.0.0.0/8,::1"
        return given == "*" ? given : given.isEmpty ? loopback : given + "," + loopback
    }()

    private static func take(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ body: (Transfer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context, count > 0 else { return 0 }
        let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return body(transfer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }

    private func addHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerSize += line.count
        guard headerSize <= Self.headerLimit else {
            areHeadersTooLong = true
            return false
        }
        if line.starts(with: "HTTP/".utf8) {
            // An interim answer (1xx) comes with headers of its own: those of the last answer count.
            response.headers = [:]
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let name = Self.text(line[..<colon]).lowercased()
            let value = Self.text(line[(colon + 1)...])
            if let before = response.headers[name] {
                response.headers[name] = before + ", " + value
            } else {
                response.headers[name] = value
            }
        }
        return true
    }

    private func addBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let room = max(0, request.bodyLimit) - response.body.count
        response.body.append(contentsOf: bytes.prefix(room))
        if bytes.count > room { response.isBodyTruncated = true }
        return bytes.count <= room
    }

    /// Text without the blanks around it.
    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
        var bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
