package import CEL
package import Interpreter
import RunbookModel
package import Scheduling

/// Looks for the symptom again and again.
package struct ProbeTrigger: Sendable {
    /// What is looked at.
    package var check: CheckPlan
    /// How often.
    package var every: Duration
    /// How many failures are a symptom.
    package var failures: Int
    /// Within how long they have to be; nil: they have to follow one another.
    package var within: Duration?
    /// How many oks in a row are health again.
    package var recoveries: Int

    /// A probe.
    package init(
        check: CheckPlan, every: Duration = .seconds(30), failures: Int = 3, within: Duration? = nil,
        recoveries: Int = 2
    ) {
        self.check = check
        self.every = every
        self.failures = failures
        self.within = within
        self.recoveries = recoveries
    }

    /// The first time after an instant at which the probe of a watch is due.
    ///
    /// The times are fixed by the watch's name, so that many probes spread over their interval, and a restart changes
    /// nothing.
    package func next(after now: Instant, watch: String) -> Instant {
        let interval = max(1, every.inNanoseconds)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in watch.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let offset = Int64(hash % UInt64(interval))
        let passed = (now.nanoseconds - offset).dividedRoundingDown(by: interval).quotient
        return Instant(nanoseconds: (passed + 1) * interval + offset)
    }
}

/// Walks the runbook at given times.
package struct ScheduleTrigger: Sendable {
    /// When.
    package var cron: CronExpression
    /// Where its times are local.
    package var zone: TimeZoneRules

    /// A schedule.
    package init(cron: CronExpression, zone: TimeZoneRules) {
        self.cron = cron
        self.zone = zone
    }
}

/// Takes alerts that others post.
package struct WebhookTrigger: Sendable {
    /// What the body of a post is.
    package enum Format: String, Sendable, CaseIterable {
        /// Prometheus Alertmanager's webhook, version 4.
        case alertmanager
        /// Grafana Alerting's webhook.
        case grafana
        /// Any JSON, read by `GenericFields`.
        case json
    }

    /// The path that is posted to.
    package var path: String
    /// What the body is.
    package var format: Format
    /// How the sender proves who it is.
    package var authentication: Authentication
    /// Which alerts are meant; nil: all. Sees `labels`, `annotations` and, for `json`, `body`.
    package var match: Program?
    /// Inputs of the runbook that come from the alert.
    package var set: [(name: String, value: AlertText)]
    /// What is healed, where the alert says it.
    package var target: AlertText?
    /// How any JSON is read; nil but for `json`.
    package var fields: GenericFields?

    /// How a sender proves who it is.
    package enum Authentication: Sendable {
        /// By a secret in the header `Authorization: Bearer …`.
        case bearer(String)
        /// By an HMAC-SHA256 of the body.
        case hmac(HMACSignature)
    }

    /// A webhook.
    package init(path: String, format: Format, authentication: Authentication) {
        self.path = path
        self.format = format
        self.authentication = authentication
        set = []
    }
}

/// How a body is signed.
package struct HMACSignature: Sendable, Equatable {
    /// The key.
    package var secret: String
    /// The header that holds the signature, in lower case.
    package var header: String
    /// What stands before the hexadecimal digits, such as `sha256=`.
    package var prefix: String
    /// The header that holds a time (Unix seconds), which then is signed too, before the body and a colon.
    package var timestampHeader: String?
    /// How old a signed time may be.
    package var tolerance: Duration

    /// A signature.
    package init(
        secret: String, header: String, prefix: String = "", timestampHeader: String? = nil,
        tolerance: Duration = .seconds(300)
    ) {
        self.secret = secret
        self.header = header
        self.prefix = prefix
        self.timestampHeader = timestampHeader
        self.tolerance = tolerance
    }
}

/// How an alert is read out of any JSON.
package struct GenericFields: Sendable {
    /// What names the alert: two posts with the same are the same alert.
    package var fingerprint: AlertText
    /// Whether it has gone; nil: a post is always a symptom.
    package var resolved: Program?

    /// The fields.
    package init(fingerprint: AlertText, resolved: Program? = nil) {
        self.fingerprint = fingerprint
        self.resolved = resolved
    }
}

/// A text made of an alert: literals and CEL expressions over `labels`, `annotations` and `body`.
package struct AlertText: Sendable {
    /// One piece of the text.
    package enum Piece: Sendable {
        case literal(String)
        case expression(Program)
    }

    /// The pieces, in order.
    package var pieces: [Piece]

    /// A text.
    package init(pieces: [Piece]) {
        self.pieces = pieces
    }
}
