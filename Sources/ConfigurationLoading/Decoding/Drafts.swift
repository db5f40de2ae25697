import Automation
import Diagnostics
import Documents
import RunbookLoading
import RunbookModel
import YAMLSyntax

// What is read of a configuration before runbooks are loaded and names resolved. Texts stay nodes, whose places the
// messages need.

/// The top of a file of the configuration.
struct ConfigurationDraft: Sendable {
    var listen: YAMLNode?
    var metrics: YAMLNode?
    var log = LogSettings()
    var remediations: Int?
    var maintenance: [WindowDraft] = []
    var notify: [MapEntry<RecipientDraft>] = []
    var retention: Retention?
    var watches: [MapEntry<WatchDraft>] = []
}

/// Somebody who can be told.
struct RecipientDraft: Sendable {
    var command: [String] = []
    var timeout: Duration?
}

/// A maintenance window.
struct WindowDraft: Sendable {
    var days: [String]?
    var from: YAMLNode?
    var to: YAMLNode?
    var cron: YAMLNode?
    var length: Duration?
    var start: YAMLNode?
    var end: YAMLNode?
    var zone: YAMLNode?
    var node: YAMLNode?
}

/// A watch.
struct WatchDraft: Sendable {
    var runbook: YAMLNode?
    var set: [MapEntry<YAMLNode>] = []
    var target: YAMLNode?
    var workdir: YAMLNode?
    var probe: ProbeDraft?
    var schedule: ScheduleDraft?
    var webhook: WebhookDraft?
    var guards = Guards()
    var maintenance: [WindowDraft] = []
    var effects: Effect?
    var destroy: [YAMLNode] = []
    var unless: UnlessDraft?
    var notify: [YAMLNode] = []
}

/// A probe.
struct ProbeDraft: Sendable, HasLoneCheck {
    var check = LoneCheckDraft()
    var every: Duration?
    var failures: FailureCount?
    var recoveries: Int?
    var node: YAMLNode?
}

/// How many failures are a symptom.
struct FailureCount: Sendable {
    var count: Int
    var within: Duration?
}

/// An `unless`.
struct UnlessDraft: Sendable, HasLoneCheck {
    var check = LoneCheckDraft()
    var node: YAMLNode?
}

/// A schedule.
struct ScheduleDraft: Sendable {
    var cron: YAMLNode?
    var zone: YAMLNode?
}

/// A webhook.
struct WebhookDraft: Sendable {
    var path: YAMLNode?
    var format: WebhookTrigger.Format?
    var token: SecretOrigin?
    var hmac: HMACDraft?
    var match: YAMLNode?
    var set: [MapEntry<YAMLNode>] = []
    var target: YAMLNode?
    var fingerprint: YAMLNode?
    var resolved: YAMLNode?
    var node: YAMLNode?
}

/// A signature.
struct HMACDraft: Sendable {
    var secret: SecretOrigin?
    var header: String?
    var prefix: String?
    var timestampHeader: String?
    var tolerance: Duration?
}

/// Where a secret is found.
struct SecretOrigin: Sendable {
    var environment: String?
    var file: String?
    var node: YAMLNode?
}
