import Automation
import ConfigurationLoading
import Engine
import HTTPServer
import Interpreter

/// Where the service is asked: the posts of alerts, and the metrics.
struct Servers {
    private let alerts: HTTPServer?
    private let metrics: HTTPServer?
    private let clock: WallClock

    /// Listens where the configuration says.
    init(_ configuration: Configuration, _ log: ServiceLog, _ clock: WallClock) throws(ServiceProblem) {
        self.clock = clock
        var limits = HTTPServerLimits()
        // One post of a thousand alerts with their annotations.
        limits.bodyBytes = 4 << 20
        alerts = try Self.listen(configuration.listen, limits, "listen")
        metrics = try Self.listen(configuration.metrics, HTTPServerLimits(), "metrics")
        for (server, what) in [(alerts, "alerts"), (metrics, "metrics")] {
            guard let server else { continue }
            log.say(.info, "listening for \(what)", [("address", "\(server.address)")], at: clock.now)
        }
    }

    private static func listen(
        _ address: ListenAddress?, _ limits: HTTPServerLimits, _ key: String
    ) throws(ServiceProblem) -> HTTPServer? {
        guard let address else { return nil }
        do throws(HTTPServerError) {
            return try HTTPServer.listen(on: address, limits: limits)
        } catch {
            throw ServiceProblem(message: "`\(key)`: \(error)")
        }
    }

    /// Serves until `stop`.
    func start(in group: inout DiscardingTaskGroup, control: ServiceControl, routes: WebhookRoutes) {
        let clock = clock
        if let alerts {
            group.addTask {
                try? await alerts.run(head: routes.refusal(of:)) { request in
                    await Self.answer(request, routes, control, clock)
                }
            }
        }
        if let metrics {
            group.addTask {
                try? await metrics.run(head: Self.refusal(of:)) { await Self.answer($0, control) }
            }
        }
    }

    /// Stops: what is being answered has a second more.
    func stop() {
        alerts?.stop(within: .seconds(1))
        metrics?.stop(within: .seconds(1))
    }

    /// Answers a post: with success as soon as what it says is durable, and not before.
    private static func answer(
        _ request: ServerRequest, _ routes: WebhookRoutes, _ control: ServiceControl, _ clock: WallClock
    ) async -> ServerResponse {
        switch routes.take(request, at: clock.now) {
        case .failure(let refusal): return .text(refusal.status, refusal.message)
        case .success(let inputs):
            if inputs.isEmpty { return .text(200, "nothing of it is meant for a watch") }
            let isDurable = await control.ask(orElse: false) { .posted(inputs, $0) }
            return isDurable
                ? .text(200, "taken") : .text(503, "it could not be recorded; send it again")
        }
    }

    private static func refusal(of head: RequestHead) -> ServerResponse? {
        guard ["/metrics", "/healthz"].contains(head.path) else { return .text(404, "there is /metrics and /healthz") }
        return head.method == "GET" || head.method == "HEAD" ? nil : .text(405, "it is only read")
    }

    private static func answer(_ request: ServerRequest, _ control: ServiceControl) async -> ServerResponse {
        if request.head.path == "/healthz" {
            let isWell = await control.ask(orElse: false) { .health($0) }
            return isWell ? .text(200, "ok") : .text(503, "the journal cannot be written")
        }
        let text = await control.ask(orElse: "") { .metrics($0) }
        return ServerResponse(
            status: 200, headers: [HTTPHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
            body: Array(text.utf8))
    }
}

extension WatchService {
    /// Takes alerts; who posted them hears of it when they are durable.
    mutating func posted(
        _ inputs: [AutomationInput], _ reply: (Bool) -> Void, in group: inout DiscardingTaskGroup
    ) {
        let isRecorded = handleIfRecorded(inputs, in: &group)
        counts.posts += 1
        if !isRecorded { counts.refusedPosts += 1 }
        reply(isRecorded)
    }
}
