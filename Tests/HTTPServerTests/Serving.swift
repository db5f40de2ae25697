import HTTPServer
import Synchronization

/// Runs `body` beside a server, which is stopped afterwards.
func withServer<Result: Sendable>(
    on address: ListenAddress = .loopback(), limits: HTTPServerLimits = HTTPServerLimits(),
    head: @escaping @Sendable (RequestHead) -> ServerResponse? = { _ in nil },
    handler: @escaping @Sendable (ServerRequest) async -> ServerResponse = echo,
    _ body: (HTTPServer) async throws -> Result
) async throws -> Result {
    let server = try HTTPServer.listen(on: address, limits: limits)
    async let running: Void = server.run(head: head, handler: handler)
    do {
        let result = try await body(server)
        server.stop(within: .zero)
        try await running
        return result
    } catch {
        server.stop(within: .zero)
        _ = try? await running
        throw error
    }
}

/// Answers with what was asked: method, path, query, and the body.
let echo: @Sendable (ServerRequest) async -> ServerResponse = { request in
    let query = request.head.query.map { " \($0.name)=\($0.value)" }.joined()
    let body = String(decoding: request.body.count > 200 ? request.body.prefix(10) : request.body[...], as: UTF8.self)
    return .text(200, "\(request)\(query) [\(body)] \(request.body.count)")
}

/// Limits with another value.
func limits(_ change: (inout HTTPServerLimits) -> Void) -> HTTPServerLimits {
    var limits = HTTPServerLimits()
    change(&limits)
    return limits
}

/// A gate that handlers wait at until a test opens it.
final class Gate: Sendable {
    private let state = Mutex((isOpen: false, arrived: 0, waiters: [CheckedContinuation<Void, Never>]()))

    /// How many have come so far.
    var arrived: Int { state.withLock { $0.arrived } }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                state.arrived += 1
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until so many have come.
    func waitFor(_ count: Int) async throws { try await until { self.arrived >= count } }
}

/// Waits until something is so, at most 30 seconds.
func until(_ condition: () async -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while !(await condition()) {
        guard ContinuousClock.now < end else { throw RawClient.Failure(words: "it never came to be") }
        try await Task.sleep(for: .milliseconds(2))
    }
}
