import Automation
import Engine
import Interpreter
import RunbookModel

/// What the service counts since it began.
struct ServiceCounts: Sendable {
    var probes = 0
    /// How late the latest probe of all began.
    var latest = Duration.zero
    var posts = 0
    var refusedPosts = 0
    var alerts = 0
    var runsStarted = 0
    var runsEnded: [String: Int] = [:]
    var holds: [Guard: Int] = [:]
    var notices: [Notice.Kind: Int] = [:]
    var undeliverable = 0
    var journalFailures = 0

    mutating func noteLateness(_ late: Duration) {
        probes += 1
        latest = max(latest, late)
    }

    mutating func note(_ event: AutomationEvent) {
        switch event {
        case .alertAccepted: alerts += 1
        case .runStarting: runsStarted += 1
        case .runEnded(_, _, let end): runsEnded[end.outcome?.rawValue ?? "none", default: 0] += 1
        case .held(_, let hold): holds[hold.by, default: 0] += 1
        case .noticed(let notice): notices[notice.kind, default: 0] += 1
        case .noticeGivenUp: undeliverable += 1
        default: break
        }
    }
}

extension WatchService {
    /// The metrics in the text format of Prometheus, version 0.0.4.
    func metricsText() -> String {
        var text = MetricsText()
        text.gauge("rung_watches", "What is watched.", state.plan.watches.count)
        text.gauge("rung_targets_in_remediation", "Targets in remediation now.", state.remediations)
        for health in Health.allCases {
            text.gauge(
                "rung_targets", "Targets by health.", state.targets.values.count { $0.health == health },
                [("health", health.rawValue)])
        }
        text.gauge(
            "rung_breakers_open", "Targets whose breaker is open.", state.targets.values.count { $0.breaker != nil })
        text.gauge(
            "rung_pauses", "Pauses in force.", state.pauses.count { $0.until > clock.now })
        text.gauge("rung_notices_undelivered", "Notices that not everyone was told yet.", state.undelivered.count)
        text.counter("rung_probes_total", "Probes that were begun.", counts.probes)
        text.gauge(
            "rung_probe_lateness_max_seconds", "How late the latest probe began.",
            Double(counts.latest.components.seconds) + Double(counts.latest.components.attoseconds) / 1e18)
        text.counter("rung_webhook_posts_total", "Posts whose proof was right.", counts.posts)
        text.counter("rung_webhook_posts_refused_total", "Posts that could not be recorded.", counts.refusedPosts)
        text.counter("rung_alerts_total", "Alerts that were accepted.", counts.alerts)
        text.counter("rung_runs_started_total", "Runs that were begun.", counts.runsStarted)
        for outcome in Outcome.allCases.map(\.rawValue) + ["none"] {
            text.counter(
                "rung_runs_ended_total", "Runs that ended.", counts.runsEnded[outcome] ?? 0, [("outcome", outcome)])
        }
        for by in Guard.allCases {
            text.counter(
                "rung_holds_total", "How often a guard has held a remediation back.", counts.holds[by] ?? 0,
                [("guard", by.rawValue)])
        }
        for kind in Notice.Kind.allCases {
            text.counter(
                "rung_notices_total", "What people were told.", counts.notices[kind] ?? 0, [("level", kind.rawValue)])
        }
        text.counter("rung_notices_given_up_total", "Recipients that could not be told.", counts.undeliverable)
        text.counter("rung_journal_failures_total", "Times the journal could not be written.", counts.journalFailures)
        return text.text
    }
}

/// Writes metrics: each family once, with its help and type before its samples.
private struct MetricsText {
    private(set) var text = ""
    private var last = ""

    mutating func gauge(_ name: String, _ help: String, _ value: some Numeric, _ labels: [(String, String)] = []) {
        sample(name, help, "gauge", "\(value)", labels)
    }

    mutating func counter(_ name: String, _ help: String, _ value: Int, _ labels: [(String, String)] = []) {
        sample(name, help, "counter", "\(value)", labels)
    }

    private mutating func sample(
        _ name: String, _ help: String, _ type: String, _ value: String, _ labels: [(String, String)]
    ) {
        if name != last { text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n" }
        last = name
        let pairs = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        text += pairs.isEmpty ? "\(name) \(value)\n" : "\(name){\(pairs)} \(value)\n"
    }
}
