import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `Alerts that are posted to the service` {
    private static let token = "0123456789abcdef0123456789abcdef"

    private static let webhook = """
            webhook: {path: /alerts, format: alertmanager, token: {file: token}, set: {service: "${labels.service}"}, target: "${labels.service}"}
        """

    private func start(
        _ fixture: WatchFixture, watch: String = webhook, fix: String = "touch up",
        guards: String = "{grace: 0s, cooldown: 1h, max_runs: none}"
    ) async throws -> (RungProcess, String) {
        try writeFile(fixture.workshop.folder + "/token", Self.token)
        try fixture.write(
            fix: fix, guards: guards, watch: "    " + watch.drop { $0 == " " },
            top: "listen: 127.0.0.1:0\nmetrics: 127.0.0.1:0")
        let service = try await fixture.start()
        return (service, try address(service, "alerts"))
    }

    /// Where the service listens, as it says itself.
    private func address(_ service: RungProcess, _ what: String) throws -> String {
        let line = try #require(
            service.err.split(separator: "\n").first { $0.contains("listening for \(what)") }, "\(service.err)")
        return String(line.split(separator: "=").last ?? "")
    }

    private func post(
        _ body: String, to address: String, _ fixture: WatchFixture,
        headers: [String] = ["Authorization: Bearer \(token)"]
    ) async throws -> (status: Int, body: String) {
        try writeFile(fixture.workshop.folder + "/body", body)
        var command = ["curl", "-sS", "-o", "answer", "-w", "%{http_code}", "--data-binary", "@body"]
        for header in headers { command += ["-H", header] }
        let end = try await fixture.workshop.run(command + ["http://\(address)/alerts"])
        return (Int(end.out) ?? 0, fixture.workshop.content("answer"))
    }

    private func alert(
        _ status: String, _ service: String, fingerprint: String = "f1", startsAt: String = "2026-01-05T08:12:30.123Z"
    ) -> String {
        """
        {"version":"4","groupKey":"g","status":"\(status)","receiver":"r","truncatedAlerts":0,"groupLabels":{},
         "commonLabels":{},"commonAnnotations":{},"externalURL":"http://a","alerts":[{"status":"\(status)",
         "labels":{"alertname":"Down","service":"\(service)"},"annotations":{"summary":"It is down"},
         "startsAt":"\(startsAt)","endsAt":"0001-01-01T00:00:00Z","generatorURL":"","fingerprint":"\(fingerprint)"}]}
        """
    }

    @Test func `make one run, however often they are repeated`() async throws {
        try await withWatch { fixture in
            let (service, address) = try await start(fixture)
            for _ in 0..<3 {
                let answer = try await post(alert("firing", "web"), to: address, fixture)
                #expect(answer.status == 200, "\(answer)")
            }
            try await eventually("the run is over") { service.err.contains("run_ended") }
            _ = try await post(alert("firing", "web"), to: address, fixture)
            let status = try await fixture.status()
            #expect(status["watches"]?[0]?["target"]?.stringValue == "web")
            _ = try await post(alert("resolved", "web"), to: address, fixture)
            try await eventually("the incident is over") { service.err.contains("incident_closed") }
            #expect(fixture.mends == 1)
            let run = try await fixture.workshop.latestRun()
            #expect(run["outcome"]?.stringValue == "resolved")
            _ = try await fixture.stop(service)
        }
    }

    @Test func `survive a kill of the service once they were answered`() async throws {
        try await withWatch { fixture in
            let (service, address) = try await start(fixture, guards: "{grace: 3s}")
            let answer = try await post(alert("firing", "web"), to: address, fixture)
            #expect(answer.status == 200)
            service.signal(SIGKILL)
            _ = try await service.end()
            #expect(fixture.mends == 0)
            let next = try await fixture.start()
            try await eventually("the run is over\n\(next.err)") { next.err.contains("run_ended") }
            #expect(fixture.mends == 1)
            _ = try await fixture.stop(next)
        }
    }

    @Test func `that have gone before their run began make none`() async throws {
        try await withWatch { fixture in
            let (service, address) = try await start(fixture, guards: "{grace: 1500ms}")
            _ = try await post(alert("firing", "web"), to: address, fixture)
            _ = try await post(alert("resolved", "web"), to: address, fixture)
            try await Task.sleep(for: .seconds(3))
            #expect(fixture.mends == 0)
            #expect(service.err.contains("incident_closed"))
            _ = try await fixture.stop(service)
        }
    }

    @Test func `need the right token, path and method, and are refused with words`() async throws {
        try await withWatch { fixture in
            let (service, address) = try await start(fixture)
            let wrong = try await post(
                alert("firing", "web"), to: address, fixture, headers: ["Authorization: Bearer wrong"])
            #expect(wrong.status == 401, "\(wrong)")
            let none = try await post(alert("firing", "web"), to: address, fixture, headers: [])
            #expect(none.status == 401)
            let elsewhere = try await post(alert("firing", "web"), to: "\(address)/x", fixture)
            #expect(elsewhere.status == 404)
            let broken = try await post("{", to: address, fixture)
            #expect(broken.status == 400 && broken.body.contains("JSON"), "\(broken)")
            let read = try await fixture.workshop.run([
                "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "http://\(address)/alerts",
            ])
            #expect(read.out == "405", "\(read)")
            #expect(!service.err.contains(Self.token))
            #expect(fixture.mends == 0)
            _ = try await fixture.stop(service)
        }
    }

    @Test func `whose labels are no values of the params are not taken up, and a person hears of it`() async throws {
        try await withWatch { fixture in
            let (service, address) = try await start(fixture)
            let answer = try await post(alert("firing", "$(touch hacked); x"), to: address, fixture)
            #expect(answer.status == 200)
            try await eventually("the warning") { !fixture.notices("warning").isEmpty }
            #expect(fixture.mends == 0 && !fixture.workshop.has("hacked"))
            _ = try await fixture.stop(service)
        }
    }

    @Test func `can be signed instead, and a stale or wrong signature is refused`() async throws {
        try await withWatch { fixture in
            let (service, address) = try await start(
                fixture,
                watch:
                    "webhook: {path: /alerts, format: json, hmac: {secret: {file: token}, header: X-Signature, prefix: \"sha256=\", timestamp_header: X-Time}, fingerprint: \"${body.id}\"}"
            )
            func send(_ body: String, time: Int, key: String = Self.token) async throws -> Int {
                try writeFile(fixture.workshop.folder + "/signed", "\(time):\(body)")
                let made = try await fixture.workshop.run(
                    ["sh", "-c", "openssl dgst -sha256 -hmac \"$1\" signed | sed 's/.*= //'", "sh", key])
                let digits = made.out.filter { $0.isHexDigit }
                return try await post(
                    body, to: address, fixture, headers: ["X-Signature: sha256=\(digits)", "X-Time: \(time)"]
                ).status
            }
            let now = time(nil)
            #expect(try await send(#"{"id": 1}"#, time: now) == 200)
            #expect(try await send(#"{"id": 1}"#, time: now, key: "another secret of some length") == 401)
            for wrong in [now - 3600, now + 3600, Int.min, Int.max] {
                #expect(try await send(#"{"id": 1}"#, time: wrong) == 401)
            }
            try await eventually("the run") { fixture.mends == 1 }
            _ = try await fixture.stop(service)
        }
    }

    @Test func `count in the metrics, which promtool finds right`() async throws {
        try await withWatch { fixture in
            let (service, address) = try await start(fixture)
            _ = try await post(alert("firing", "web"), to: address, fixture)
            try await eventually("the run is over") { service.err.contains("run_ended") }
            let metrics = try self.address(service, "metrics")
            let read = try await fixture.workshop.run(["curl", "-sS", "http://\(metrics)/metrics"])
            #expect(read.out.contains("rung_alerts_total 1\n"), "\(read)")
            #expect(read.out.contains(#"rung_runs_ended_total{outcome="resolved"} 1"#))
            try writeFile(fixture.workshop.folder + "/metrics", read.out)
            let checked = try await fixture.workshop.run(["sh", "-c", "promtool check metrics < metrics"])
            #expect(checked.exit == 0 && checked.out == "" && checked.err == "", "\(checked)")
            let health = try await fixture.workshop.run(["curl", "-sS", "http://\(metrics)/healthz"])
            #expect(health.out == "ok\n")
            _ = try await fixture.stop(service)
        }
    }

    @Test func `come from a real Alertmanager, which groups, repeats and resolves them`() async throws {
        try await withWatch { fixture in
            let (service, address) = try await start(fixture, guards: "{grace: 0s, cooldown: 1h}")
            let folder = fixture.workshop.folder
            try writeFile(
                folder + "/alertmanager.yml",
                """
                route: {receiver: rung, group_by: [alertname], group_wait: 200ms, group_interval: 500ms, repeat_interval: 1s}
                receivers:
                  - name: rung
                    webhook_configs:
                      - url: http://\(address)/alerts
                        http_config: {authorization: {type: Bearer, credentials_file: \(folder)/token}}
                """)
            let port = 20_000 + Int(getpid()) % 20_000
            let manager = try RungProcess(
                [
                    "prometheus-alertmanager", "--config.file=alertmanager.yml", "--storage.path=am",
                    "--web.listen-address=127.0.0.1:\(port)", "--cluster.listen-address=",
                ], environment: fixture.workshop.environment, folder: folder,
                streams: RungProcess.Streams(output: folder + "/am.out", errors: folder + "/am.err"))
            func fire(_ services: [String], ends: Bool = false) async throws {
                let now = time(nil)
                func at(_ offset: Int) -> String {
                    var seconds = now + offset
                    var parts = tm()
                    gmtime_r(&seconds, &parts)
                    var buffer = [CChar](repeating: 0, count: 32)
                    strftime(&buffer, 32, "%Y-%m-%dT%H:%M:%SZ", &parts)
                    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                }
                let alerts = services.map {
                    #"{"labels":{"alertname":"Down","service":"\#($0)"},"startsAt":"\#(Self.begin)","endsAt":"\#(at(ends ? -1 : 600))"}"#
                }
                try await eventually("Alertmanager takes alerts") {
                    let end = try await fixture.workshop.run([
                        "curl", "-s", "-f", "-H", "Content-Type: application/json", "-d",
                        "[\(alerts.joined(separator: ","))]",
                        "http://127.0.0.1:\(port)/api/v2/alerts",
                    ])
                    return end.exit == 0
                }
            }
            try await fire(["web", "db"])
            try await eventually("both were remediated\n\(service.err)") {
                service.err.split(separator: "\n").count { $0.contains("run_ended") } == 2
            }
            // It repeats them every second.
            try await Task.sleep(for: .seconds(4))
            #expect(fixture.mends == 2)
            try await fire(["web", "db"], ends: true)
            try await eventually("both incidents are over\n\(service.err)") {
                service.err.split(separator: "\n").count { $0.contains("incident_closed") } == 2
            }
            #expect(fixture.mends == 2 && fixture.notices.isEmpty)
            manager.signal(SIGTERM)
            _ = try await manager.end()
            _ = try await fixture.stop(service)
        }
    }

    private static let begin = "2026-01-05T08:12:30.123Z"
}

@Suite struct `The unit of the service` {
    @Test func `names what edits write, leaves out what would break sudo, and is right to systemd`() async throws {
        try await withWatch { fixture in
            try fixture.write()
            let plain = try await fixture.workshop.rung("watch", "--config", "config.yaml", "--print-unit")
            #expect(plain.exit == 0 && plain.out.contains("NoNewPrivileges=yes\n"), "\(plain)")
            try fixture.workshop.write(
                """
                target: t
                start: look
                fallback: call
                steps:
                  look: {check: test -e up, next: call, else: mend}
                  mend: {edit: {file: /etc/nginx/sites-available/default, ensure_line: {line: x}}, apply: sudo systemctl reload nginx, verify: look, next: look}
                  call: {escalate: {to: oncall}}
                """)
            let unit = try await fixture.workshop.rung("watch", "--config", "config.yaml", "--print-unit")
            #expect(unit.out.contains("ReadWritePaths=-/etc/nginx/sites-available\n"), "\(unit)")
            #expect(!unit.out.contains("\nNoNewPrivileges=") && unit.out.contains("\(fixture.workshop.id)/mend"))
            for text in [plain.out, unit.out] {
                try writeFile(fixture.workshop.folder + "/rung.service", text)
                let verified = try await fixture.workshop.run(["systemd-analyze", "verify", "./rung.service"])
                #expect(verified.out == "" && verified.err == "", "\(verified)")
            }
        }
    }
}
