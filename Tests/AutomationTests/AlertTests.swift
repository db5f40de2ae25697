import CEL
import Interpreter
import JSONText
import RunbookModel
import Testing

@testable import Automation

/// Alerts that are posted: the same ones, others, and those that have gone.
@Suite("Alerts") struct AlertTests {
    private let key = TargetKey(watch: "site", target: "site")

    private func machine(_ change: (inout Watch) -> Void = { _ in }) throws -> Machine {
        let watch = try Watches.probed {
            $0.probe = nil
            $0.webhook = WebhookTrigger(path: "/site", format: .alertmanager, authentication: .bearer("x"))
            change(&$0)
        }
        var machine = Machine([watch], recipients: Watches.recipients)
        machine.give(.began)
        return machine
    }

    private func alert(_ fingerprint: String = "f1", _ startsAt: String = "t1", resolved: Bool = false) -> Alert {
        Alert(
            key: AlertKey(fingerprint: fingerprint, startsAt: startsAt), group: "g", isResolved: resolved,
            summary: "it is down")
    }

    @Test("An alert makes one run, however often it is repeated, also after a restart")
    func dedupe() throws {
        var machine = try machine()
        machine.give(.alerted(key, alert()))
        machine.give(.alerted(key, alert()))
        let run = try machine.mustBegin()
        machine = machine.restarted()
        machine.give(.began)
        machine.give(.alerted(key, alert()))
        machine.end(run, .resolved)
        machine.give(.alerted(key, alert()))
        #expect(!machine.wantsRun)
    }

    @Test("Several alerts of one target make one run")
    func merged() throws {
        var machine = try machine()
        for number in 1...10 { machine.give(.alerted(key, alert("f\(number)"))) }
        let run = try machine.mustBegin()
        #expect(!machine.wantsRun)
        machine.end(run, .resolved)
        #expect(!machine.wantsRun)
        for number in 1...10 { machine.give(.alerted(key, alert("f\(number)", resolved: true))) }
        #expect(machine.state.targets[key]?.incident == nil)
        #expect(machine.state.targets[key]?.health == .healthy)
        #expect(machine.notices(.escalation).isEmpty)
    }

    @Test("What has gone before it was started is not started")
    func withdrawn() throws {
        var machine = try machine { $0.guards.grace = .seconds(60) }
        machine.give(.alerted(key, alert()))
        #expect(machine.holds == [.grace])
        machine.give(.alerted(key, alert(resolved: true)))
        machine.wait(.seconds(300))
        #expect(!machine.wantsRun)
        #expect(machine.state.targets[key]?.incident == nil)
    }

    @Test("An alert that still fires after a run and its cooldown says that the run did not help")
    func persists() throws {
        var machine = try machine { $0.guards.cooldown = .seconds(300) }
        machine.give(.alerted(key, alert()))
        machine.end(try machine.mustBegin(), .resolved)
        machine.wait(.seconds(200))
        machine.give(.alerted(key, alert()))
        #expect(machine.state.targets[key]?.unresolvedInARow == 0)
        machine.wait(.seconds(200))
        machine.give(.alerted(key, alert()))
        #expect(machine.state.targets[key]?.unresolvedInARow == 1)
        #expect(machine.notices(.escalation).count == 1)
        #expect(!machine.wantsRun)
    }

    @Test("An alert that fires anew is another one, even if nobody told that it had gone")
    func anew() throws {
        var machine = try machine { $0.guards.cooldown = .zero }
        machine.give(.alerted(key, alert()))
        machine.end(try machine.mustBegin(), .resolved)
        machine.wait(.seconds(60))
        machine.give(.alerted(key, alert("f1", "t2")))
        #expect(machine.wantsRun)
        #expect(machine.state.targets[key]?.unresolvedInARow == 0)
    }

    @Test("An alert that nobody takes back is let go after a day")
    func silence() throws {
        var machine = try machine()
        machine.give(.alerted(key, alert()))
        machine.end(try machine.mustBegin(), .resolved)
        machine.wait(.seconds(25 * 3600))
        #expect(machine.state.targets[key]?.incident == nil)
        #expect(machine.state.targets[key]?.alerts.isEmpty == true)
    }

    @Test("A delivery that fails is tried again and given up after a day")
    func delivery() throws {
        var machine = try machine()
        machine.give(.alerted(key, alert()))
        machine.end(try machine.mustBegin(), .escalated, to: "ops")
        func wanted() -> [(Int, String)] {
            machine.wanted.compactMap { if case .deliver(let notice, let to) = $0 { (notice.id, to) } else { nil } }
        }
        let first = wanted()
        #expect(first.map(\.1) == ["oncall", "ops"])
        machine.give(.noticeDelivered(first[0].0, to: "ops"))
        for _ in 0..<100 {
            guard machine.state.undelivered[first[0].0] != nil else { break }
            machine.give(.noticeFailed(first[0].0, to: "oncall", reason: "exit 1"))
            machine.wait(.seconds(3600))
        }
        let isGivenUp = machine.events.contains { if case .noticeGivenUp = $0.event { true } else { false } }
        #expect(isGivenUp)
        #expect(machine.state.undelivered.isEmpty)
    }
}

/// What is read of a post, and what is refused: all of it is a stranger's text.
@Suite("Posts") struct PostTests {
    private let alertmanager = """
        {"version":"4","groupKey":"{}:{alertname=\\"Down\\"}","status":"firing","receiver":"r","truncatedAlerts":0,
         "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://a","alerts":[
          {"status":"firing","labels":{"alertname":"Down","service":"web"},"annotations":{"summary":"Web is down"},
           "startsAt":"2026-01-05T08:12:30.123Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"","fingerprint":"a1"},
          {"status":"resolved","labels":{"alertname":"Down","service":"db; rm -rf /"},"annotations":{},
           "startsAt":"2026-01-05T07:40:00Z","endsAt":"2026-01-05T08:10:00Z","generatorURL":"","fingerprint":"b2"}]}
        """

    private func watch(_ format: WebhookTrigger.Format, match: String? = nil) throws -> Watch {
        var environment = Environment()
        environment.declare(variable: "labels", type: .map(.string, .string))
        environment.declare(variable: "annotations", type: .map(.string, .string))
        environment.declare(variable: "body", type: .dyn)
        return try Watches.probed {
            var webhook = WebhookTrigger(path: "/x", format: format, authentication: .bearer("x"))
            webhook.match = try? match.map { try environment.compile($0) }
            let service = format == .json ? "body.service" : "labels.service"
            webhook.set = [("service", AlertText(pieces: [.expression((try? environment.compile(service))!)]))]
            if format == .json {
                webhook.fields = GenericFields(
                    fingerprint: AlertText(pieces: [.expression((try? environment.compile("body.id"))!)]),
                    resolved: try? environment.compile("body.state == 'ok'"))
            }
            $0.webhook = webhook
        }
    }

    @Test("A post of Alertmanager holds its alerts; a label that is no value of the param is refused")
    func ofAlertmanager() throws {
        let alerts = try AlertReading.alerts(Array(alertmanager.utf8), as: .alertmanager)
        #expect(alerts.map(\.isResolved) == [false, true])
        #expect(alerts[0].summary == "Web is down")
        let watch = try watch(.alertmanager)
        let now = Instant(nanoseconds: 0)
        guard case .taken(let key, let alert) = watch.intake(of: alerts[0], at: now) else {
            Issue.record("not taken")
            return
        }
        #expect(key.target == "site")
        #expect(alert.assignments == [Alert.Assignment(name: "service", text: "web")])
        guard case .refused(_, let reason) = watch.intake(of: alerts[1], at: now) else {
            Issue.record("a hostile label was taken")
            return
        }
        #expect(reason.contains("does not match the pattern"))
    }

    @Test("match tells watches apart, and what it cannot decide is not meant")
    func match() throws {
        let alerts = try AlertReading.alerts(Array(alertmanager.utf8), as: .alertmanager)
        let now = Instant(nanoseconds: 0)
        #expect(
            try watch(.alertmanager, match: "labels.alertname == 'Other'").intake(of: alerts[0], at: now) == .ignored)
        #expect(try watch(.alertmanager, match: "labels.absent == 'x'").intake(of: alerts[0], at: now) == .ignored)
    }

    @Test("Any JSON is read by what the watch says of it")
    func generic() throws {
        let watch = try watch(.json)
        for (text, isResolved) in [
            (#"{"id": 7, "service": "web", "state": "down"}"#, false),
            (#"{"id": 7, "service": "web", "state": "ok"}"#, true),
        ] {
            let alerts = try AlertReading.alerts(Array(text.utf8), as: .json)
            guard case .taken(_, let alert) = watch.intake(of: alerts[0], at: Instant(nanoseconds: 0)) else {
                Issue.record("not taken: \(text)")
                continue
            }
            #expect(alert.key.fingerprint == "7")
            #expect(alert.isResolved == isResolved)
        }
    }

    @Test(
        "Bad posts are refused with words",
        arguments: [
            ("{", "no JSON"), ("[]", "version"), (#"{"version":"1"}"#, "version"), (#"{"version":"4"}"#, "alerts"),
            (#"{"version":"4","alerts":[{}]}"#, "status"),
            (#"{"version":"4","alerts":[{"status":"firing"}]}"#, "fingerprint"),
            (String(repeating: "[", count: 100_000), "no JSON"),
        ])
    func bad(_ post: (text: String, words: String)) {
        #expect {
            _ = try AlertReading.alerts(Array(post.text.utf8), as: .alertmanager)
        } throws: { error in
            (error as? PostProblem)?.message.contains(post.words) == true
        }
    }

    @Test("A post of Grafana is told from one of Alertmanager")
    func grafana() throws {
        let text = alertmanager.replacing(#""version":"4""#, with: #""version":"1","orgId":1,"state":"alerting""#)
        #expect(try AlertReading.alerts(Array(text.utf8), as: .grafana).count == 2)
        #expect(throws: PostProblem.self) { try AlertReading.alerts(Array(text.utf8), as: .alertmanager) }
    }
}
