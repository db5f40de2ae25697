package import HTTPClient

/// A check's question over http, its answer masked and measured like a command's output.
package struct HTTPProbe: Sendable {
    /// What came of it.
    package struct Result: Sendable {
        /// The status; 0: no complete answer came.
        package var status = 0
        /// The headers, their names in lower case.
        package var headers: [String: String] = [:]
        /// The body, its head alone where it is longer than the limit.
        package var body = CapturedOutput.empty
        /// Whether the time was over.
        package var timedOut = false
        /// Whether the task was cancelled.
        package var interrupted = false
        /// The time that it took.
        package var elapsed = Duration.zero
        /// Why there is no answer, in words; nil where there is one.
        package var failure: String?
    }

    /// The question; its `bodyLimit` is the limit of the output.
    package var request: HTTPRequest
    /// What is replaced by `***` in headers and body.
    package var masker: SecretMasker

    /// Makes a probe.
    package init(_ request: HTTPRequest, masker: SecretMasker = SecretMasker(secrets: [])) {
        self.request = request
        self.masker = masker
    }

    /// Asks once, by this client.
    package func run(by client: HTTPClient) async -> Result {
        let response = await client.send(request)
        var result = Result()
        result.status = response.status
        result.headers = response.headers.mapValues { masker.mask($0) }
        result.timedOut = response.timedOut
        result.interrupted = response.interrupted
        result.elapsed = response.elapsed
        result.failure = response.failure.map { masker.mask($0) }
        var collector = OutputCollector(limit: request.bodyLimit, masker: masker)
        response.body.withUnsafeBytes { collector.add($0, emit: nil) }
        let body = collector.finish(emit: nil)
        result.body = CapturedOutput(
            bytes: body.bytes, headCount: body.headCount, omitted: body.omitted, size: response.bodySize,
            sha256: body.sha256, isTruncated: body.isTruncated || response.isBodyTruncated)
        return result
    }
}
