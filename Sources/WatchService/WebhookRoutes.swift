import Automation
import ConfigurationLoading
import HTTPServer
import Hashing
import Interpreter
import JSONText
import Synchronization

/// Who may post where, and what becomes of it; shared with the server, and changed when the configuration is.
final class WebhookRoutes: Sendable {
    /// The watches of one path: they have one format and one proof.
    private struct Route {
        var format: WebhookTrigger.Format
        var authentication: WebhookTrigger.Authentication
        var watches: [Watch]
    }

    private let routes: Mutex<[String: Route]>

    init(_ plan: AutomationPlan) {
        routes = Mutex(Self.table(plan))
    }

    func set(_ plan: AutomationPlan) {
        routes.withLock { $0 = Self.table(plan) }
    }

    private static func table(_ plan: AutomationPlan) -> [String: Route] {
        var table: [String: Route] = [:]
        for watch in plan.watches {
            guard let webhook = watch.webhook else { continue }
            let empty = Route(format: webhook.format, authentication: webhook.authentication, watches: [])
            table[webhook.path, default: empty].watches.append(watch)
        }
        return table
    }

    /// Refuses what need not be read: an unknown path, another method, a wrong token.
    func refusal(of head: RequestHead) -> ServerResponse? {
        guard let route = routes.withLock({ $0[head.path] }) else { return .text(404, "there is nothing here") }
        guard head.method == "POST" || (head.method == "PUT" && route.format == .grafana) else {
            return .text(405, "alerts are posted here", headers: [HTTPHeader("Allow", "POST")])
        }
        switch route.authentication {
        case .bearer(let secret):
            guard let token = head.bearerToken, ConstantTime.isEqual(token, secret) else {
                return .text(
                    401, "the token is missing or wrong", headers: [HTTPHeader("WWW-Authenticate", "Bearer")])
            }
        case .hmac(let signature):
            guard head.header(signature.header) != nil else { return .text(401, "the signature is missing") }
        }
        return nil
    }

    /// What a post means for the automation, or why it is refused.
    func take(_ request: ServerRequest, at now: Instant) -> Result<[AutomationInput], ServerRefusal> {
        guard let route = routes.withLock({ $0[request.head.path] }) else {
            return .failure(ServerRefusal(status: 404, message: "there is nothing here"))
        }
        if case .hmac(let signature) = route.authentication,
            let problem = Self.problem(of: signature, request, at: now)
        {
            return .failure(ServerRefusal(status: 401, message: problem))
        }
        let alerts: [PostedAlert]
        do throws(PostProblem) {
            alerts = try AlertReading.alerts(request.body, as: route.format)
        } catch {
            return .failure(ServerRefusal(status: 400, message: error.message))
        }
        var inputs: [AutomationInput] = []
        for alert in alerts {
            for watch in route.watches {
                switch watch.intake(of: alert, at: now) {
                case .ignored: break
                case .taken(let key, let alert): inputs.append(.alerted(key, alert))
                case .refused(let key, let reason):
                    inputs.append(.alertRefused(watch: watch.name, key, reason: reason))
                }
            }
        }
        return .success(inputs)
    }

    /// Why a signature does not hold; nil: it does.
    private static func problem(of signature: HMACSignature, _ request: ServerRequest, at now: Instant) -> String? {
        guard let given = request.head.header(signature.header), given.hasPrefix(signature.prefix) else {
            return "the signature is missing"
        }
        var signed: [UInt8] = []
        if let name = signature.timestampHeader {
            guard let text = request.head.header(name), let seconds = Int64(text) else {
                return "the signed time is missing"
            }
            // The sender chooses the number, and has shown no key yet.
            let (age, isFar) = (now.nanoseconds / 1_000_000_000).subtractingReportingOverflow(seconds)
            guard !isFar, age.magnitude <= signature.tolerance.components.seconds else {
                return "the signed time is too far from now"
            }
            signed = Array((text + ":").utf8)
        }
        signed += request.body
        let digits = given.dropFirst(signature.prefix.count)
        guard let code = Hexadecimal.bytes(digits),
            HMACSHA256.isCode(code, of: signed, key: Array(signature.secret.utf8))
        else { return "the signature is wrong" }
        return nil
    }
}

/// Why a post is refused.
struct ServerRefusal: Error, Sendable {
    var status: Int
    var message: String
}
