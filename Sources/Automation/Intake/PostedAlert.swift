package import JSONText

/// An alert as it was posted: a stranger's text, all of it.
package struct PostedAlert: Sendable, Equatable {
    /// What names it.
    package var key: AlertKey
    /// What names the group that it came in.
    package var group: String
    /// Whether it has gone; nil: the watch has to say, by `resolved`.
    package var isResolved: Bool?
    /// Its labels.
    package var labels: [String: String]
    /// Its annotations.
    package var annotations: [String: String]
    /// The part of the post that it is.
    package var body: JSONValue

    /// What it says for people, bounded and without control characters.
    package var summary: String {
        let text = annotations["summary"] ?? labels["alertname"] ?? annotations["description"] ?? "an alert"
        let plain = text.unicodeScalars.prefix(200).map { scalar in
            scalar.value < 0x20 || (scalar.value >= 0x7F && scalar.value < 0xA0) ? " " : Character(scalar)
        }
        return String(plain)
    }
}

/// Why a post cannot be read, in words for whoever sent it.
package struct PostProblem: Error, Sendable, Equatable {
    /// The words.
    package var message: String

    /// A problem.
    package init(_ message: String) {
        self.message = message
    }
}

/// Reads the bodies of posts.
package enum AlertReading {
    /// How many alerts one post may hold.
    package static let mostAlerts = 1000
    /// How deep the JSON of a post may be.
    package static let depth = 32

    /// The alerts of a post.
    package static func alerts(
        _ bytes: [UInt8], as format: WebhookTrigger.Format
    ) throws(PostProblem) -> [PostedAlert] {
        let body: JSONValue
        do throws(JSONProblem) {
            body = try JSONValue.parse(bytes, maximumDepth: depth)
        } catch {
            throw PostProblem("the body is no JSON: \(error.message)")
        }
        switch format {
        case .json:
            let key = AlertKey(fingerprint: "", startsAt: "")
            return [PostedAlert(key: key, group: "", isResolved: nil, labels: [:], annotations: [:], body: body)]
        case .alertmanager, .grafana:
            return try group(body, format)
        }
    }

    private static func group(_ body: JSONValue, _ format: WebhookTrigger.Format) throws(PostProblem) -> [PostedAlert] {
        let version = body["version"]?.stringValue
        guard version == (format == .alertmanager ? "4" : "1") else {
            throw PostProblem(
                format == .alertmanager
                    ? "this is no post of Alertmanager: its `version` is not \"4\""
                    : "this is no post of Grafana: its `version` is not \"1\"")
        }
        guard let alerts = body["alerts"]?.arrayValue else { throw PostProblem("the post has no list `alerts`") }
        guard alerts.count <= mostAlerts else {
            throw PostProblem(
                "the post holds \(alerts.count) alerts, and \(mostAlerts) are taken at once; set max_alerts")
        }
        let group = String((body["groupKey"]?.stringValue ?? "").prefix(500))
        var read: [PostedAlert] = []
        for alert in alerts { read.append(try self.alert(alert, group)) }
        return read
    }

    private static func alert(_ alert: JSONValue, _ group: String) throws(PostProblem) -> PostedAlert {
        let labels = texts(alert["labels"])
        guard let status = alert["status"]?.stringValue, ["firing", "resolved"].contains(status) else {
            throw PostProblem("an alert's `status` is neither firing nor resolved")
        }
        // Both senders name an alert by a hash of its labels; without it the labels themselves do.
        let named = alert["fingerprint"]?.stringValue ?? ""
        let fingerprint =
            named.isEmpty
            ? labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") : named
        guard !fingerprint.isEmpty else { throw PostProblem("an alert has neither `fingerprint` nor `labels`") }
        return PostedAlert(
            key: AlertKey(
                fingerprint: String(fingerprint.prefix(500)),
                startsAt: String((alert["startsAt"]?.stringValue ?? "").prefix(64))),
            group: group, isResolved: status == "resolved", labels: labels, annotations: texts(alert["annotations"]),
            body: alert)
    }

    private static func texts(_ value: JSONValue?) -> [String: String] {
        var texts: [String: String] = [:]
        for member in value?.objectValue?.members ?? [] {
            if let text = member.value.stringValue { texts[member.key] = text }
        }
        return texts
    }
}
