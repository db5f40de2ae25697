internal import CPlatform
internal import Synchronization

/// Answers requests over HTTP/1.1: webhooks, metrics, later the console. No TLS: that is for a proxy before it.
///
/// One thread of its own accepts, reads, refuses and sends, within `HTTPServerLimits`; a request reaches a handler only
/// when it is whole. Handlers are child tasks of `run`.
///
/// ```swift
/// let server = try HTTPServer.listen(on: address)
/// try await server.run(
///     head: { head in isKnown(head.bearerToken) ? nil : .text(401, "no such token") },
///     handler: { request in await take(request.body) })
/// ```
package final class HTTPServer: Sendable {
    private enum Phase {
        case listening(Listener)
        case running(ServerLoop)
        case over
    }

    /// Where it listens; the port is the one that was given where 0 was asked for.
    package let address: ListenAddress
    private let limits: HTTPServerLimits
    private let phase: Mutex<Phase>

    private init(_ listener: Listener, _ limits: HTTPServerLimits) {
        address = listener.address
        self.limits = limits
        phase = Mutex(.listening(listener))
    }

    /// Listens. From now on connections are made; they wait until `run` serves them.
    ///
    /// - Throws: `inUse`, `notAllowed`, `notOfThisMachine`, or `failed` with the system's words.
    package static func listen(
        on address: ListenAddress, limits: HTTPServerLimits = HTTPServerLimits()
    ) throws(HTTPServerError) -> HTTPServer {
        HTTPServer(try Listener(address), limits)
    }

    /// Serves until `stop` is called or the task is cancelled, and returns when all handlers have returned.
    ///
    /// A handler ends by itself: who asked may be gone before it does, and its work counts all the same. Its answer is
    /// waited for during the `answerTime`. Cancelling the task closes all connections at once and cancels the handlers.
    ///
    /// - Parameters:
    ///   - head: Asked as soon as a request's head is there, before its body is read: an answer refuses the request
    ///     (the connection is closed where a body would follow), nil lets it come in. It is called on the server's
    ///     thread, and must not wait.
    ///   - handler: Answers a whole request.
    /// - Throws: `failed` where the system gives no thread or descriptor.
    package func run(
        head: @escaping @Sendable (RequestHead) -> ServerResponse? = { _ in nil },
        handler: @escaping @Sendable (ServerRequest) async -> ServerResponse
    ) async throws(HTTPServerError) {
        let (exchanges, continuation) = AsyncStream.makeStream(of: ServerLoop.Exchange.self)
        guard let loop = try begin(continuation, head) else { return }
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                var running = 0
                for await exchange in exchanges {
                    if running == limits.handlers {
                        _ = await group.next()
                        running -= 1
                    }
                    running += 1
                    group.addTask { loop.answer(exchange.id, await handler(exchange.request)) }
                }
                // All have answered, or are no longer waited for.
                group.cancelAll()
            }
            await loop.waitForEnd()
        } onCancel: {
            loop.stop(at: 0)
        }
    }

    /// Stops serving: no new connections; requests under way are answered, for at most `time`; then `run` returns. May
    /// be called at any time, also again with less time.
    package func stop(within time: Duration = .seconds(5)) {
        let loop: ServerLoop? = phase.withLock { phase in
            switch phase {
            case .listening, .over:
                phase = .over
                return nil
            case .running(let loop): return loop
            }
        }
        loop?.stop(at: rung_monotonic_nanoseconds() + time.nanoseconds)
    }

    /// What it has done so far.
    package var counts: HTTPServerCounts {
        phase.withLock { phase in
            if case .running(let loop) = phase { loop.counts.withLock { $0 } } else { HTTPServerCounts() }
        }
    }

    /// Starts the loop; nil where it was stopped before.
    private func begin(
        _ exchanges: AsyncStream<ServerLoop.Exchange>.Continuation,
        _ head: @escaping @Sendable (RequestHead) -> ServerResponse?
    ) throws(HTTPServerError) -> ServerLoop? {
        let result = phase.withLock { phase -> Result<ServerLoop?, HTTPServerError> in
            switch phase {
            case .listening(let listener):
                do throws(HTTPServerError) {
                    let loop = try ServerLoop(listener: listener, limits: limits, exchanges: exchanges, askHead: head)
                    try loop.start()
                    phase = .running(loop)
                    return .success(loop)
                } catch {
                    return .failure(error)
                }
            case .running: preconditionFailure("a server runs once")
            case .over: return .success(nil)
            }
        }
        return try result.get()
    }
}
