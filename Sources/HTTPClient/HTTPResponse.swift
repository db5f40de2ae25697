/// The answer to an `HTTPRequest`, or why there is none.
package struct HTTPResponse: Sendable {
    /// The status; 0: no complete answer came.
    package var status = 0
    /// The headers, their names in lower case, the values of repeated ones joined by `, `.
    package var headers: [String: String] = [:]
    /// The body's bytes, at most the limit and one byte more.
    package var body: [UInt8] = []
    /// Whether the body is longer than the limit; the transfer was ended there.
    package var isBodyTruncated = false
    /// The body's size as far as it is known: what the server announced, or what came.
    package var bodySize = 0
    /// Whether the time was over before the whole answer was there.
    package var timedOut = false
    /// Whether the task was cancelled before the whole answer was there.
    package var interrupted = false
    /// The time from the question to the last byte of the answer.
    package var elapsed = Duration.zero
    /// Why there is no answer, in words: "connection refused"; nil where there is one.
    package var failure: String?

    /// An answer of which nothing is there yet.
    package init() {}
}
