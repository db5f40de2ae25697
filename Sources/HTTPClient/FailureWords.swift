internal import CPlatform
internal import Glibc

/// How a request that got no answer is put into words.
enum FailureWords {
    /// One clause without a full stop; it never holds the address, whose parts may be secret.
    static func text(_ outcome: rung_curl_outcome, _ request: HTTPRequest) -> String {
        switch outcome.end {
        case RUNG_CURL_TIMED_OUT: "no complete answer within \(seconds(request.timeout))"
        case RUNG_CURL_NO_SUCH_HOST: "the host's name has no address"
        case RUNG_CURL_NO_SUCH_PROXY: "the proxy's name has no address"
        case RUNG_CURL_NOT_CONNECTED: outcome.os_error == 0 ? "no connection" : system(outcome.os_error)
        case RUNG_CURL_NO_ANSWER: "the server closed the connection without an answer"
        case RUNG_CURL_NOT_HTTP: "the answer is not HTTP"
        case RUNG_CURL_BROKEN_OFF: "the connection broke off"
        case RUNG_CURL_UNTRUSTED: "the server's certificate is not trusted: \(detail(outcome))"
        case RUNG_CURL_TLS: "no secure connection: \(detail(outcome))"
        case RUNG_CURL_BAD_URL: "this is no address of http or https"
        case RUNG_CURL_BAD_SCHEME: "only http and https can be asked"
        case RUNG_CURL_NO_MEMORY: "not enough memory"
        default: detail(outcome)
        }
    }

    private static func system(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return small(String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    private static func detail(_ outcome: rung_curl_outcome) -> String {
        let bytes = withUnsafeBytes(of: outcome.message) { Array($0.prefix { $0 != 0 }) }
        return small(String(decoding: bytes, as: UTF8.self))
    }

    /// The text with a small first letter, unless its first word is in capitals as a whole ("SSL").
    private static func small(_ text: String) -> String {
        let second = text.utf8.dropFirst().first ?? 0
        return second >= 0x41 && second <= 0x5A ? text : text.prefix(1).lowercased() + text.dropFirst()
    }

    private static func seconds(_ timeout: Duration?) -> String {
        guard let timeout else { return "the time" }
        let (seconds, attoseconds) = timeout.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        if milliseconds == 0 { return "\(seconds)s" }
        return seconds == 0 ? "\(milliseconds)ms" : "\(seconds * 1000 + milliseconds)ms"
    }
}
