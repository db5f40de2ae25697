internal import CPlatform
internal import Glibc
internal import Synchronization

/// Asks servers over http and https: no redirect is followed, no cookie kept, no `.netrc` read, no connection reused.
///
/// The system's libcurl does the work; it is loaded by the first request. The usual variables of the environment
/// (`http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`) count as they do for curl, but loopback addresses are never
/// asked through a proxy. All requests share one thread, which ends some seconds after the last of them.
package struct HTTPClient: Sendable {
    private let userAgent: String
    private let transfers = TransferThread()

    /// Makes a client that calls itself `userAgent`, such as "rung/1.0".
    package init(userAgent: String = "rung") {
        self.userAgent = userAgent
    }

    /// Asks once. No error is thrown: that there is no answer is an answer too. Cancelling the task ends the request
    /// at once.
    package func send(_ request: HTTPRequest) async -> HTTPResponse {
        if let problem = request.problem {
            var response = HTTPResponse()
            response.failure = problem
            return response
        }
        let transfer = Transfer(request, userAgent: userAgent)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.continuation = continuation
                transfers.add(transfer)
                if Task.isCancelled { transfers.cancel(transfer.id) }
            }
        } onCancel: {
            transfers.cancel(transfer.id)
        }
    }
}

extension HTTPRequest {
    /// Why this cannot be sent at all; a value is not repeated, since it may be a secret.
    fileprivate var problem: String? {
        if url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
            return "the address holds blanks or control characters"
        }
        if method.isEmpty || !method.utf8.allSatisfy(Self.isTokenByte) { return "the method is no word: \(method)" }
        for header in headers {
            if header.name.isEmpty || !header.name.utf8.allSatisfy(Self.isTokenByte) {
                return "a header's name is no word: \(header.name)"
            }
            if header.value.utf8.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
                return "the header \(header.name) holds control characters"
            }
        }
        return nil
    }

    /// A byte of a token (RFC 9110, section 5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
