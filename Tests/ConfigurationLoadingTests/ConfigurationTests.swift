import Automation
import CEL
import Diagnostics
import HTTPServer
import RunbookLoading
import RunbookModel
import Scheduling
import Testing
import YAMLSyntax

@testable import ConfigurationLoading

/// What a configuration is read into, and what is said of a wrong one.
@Suite("The configuration") struct ConfigurationTests {
    /// Reads a configuration of texts that are at hand.
    static func load(
        _ text: String, others: [String: String] = [:], environment: [String: String] = [:],
        distrusted: [String: String] = [:]
    ) -> ConfigurationLoader.Result {
        var files = others
        files["/etc/rung/config.yaml"] = text
        files["/srv/site.yaml"] = runbook
        let known = files
        let sources = ConfigurationSources(
            readFile: { path throws(FileReadError) in
                guard let text = known[path] else { throw FileReadError("there is no such file") }
                return Array(text.utf8)
            },
            filesOfFolder: { folder in
                known.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.utf8.count + 1)) }
                    .sorted()
            },
            distrust: { distrusted[$0] }, zone: { $0 == "UTC" || $0 == "Europe/Berlin" ? .utc : nil },
            environment: environment)
        return ConfigurationLoader(sources).load(path: "/etc/rung/config.yaml")
    }

    static let runbook = """
        version: 1
        id: site
        params:
          service: {type: string, default: web, pattern: "[a-z]+"}
          free: {type: string, default: ""}
          limit: {type: int, default: 90}
        target: "site ${params.service}"
        start: look
        fallback: call
        steps:
          look: {check: "true", expect: exit == 0, next: [{when: ok, goto: done}], else: wipe}
          both: {all: [look], next: call}
          wipe: {fix: rm -rf /srv/cache, effect: destroy, verify: look, next: done}
          call: {escalate: {to: ops}}
          done: {end: resolved}
        """

    @Test("Everything that can be said is read")
    func whole() throws {
        let result = Self.load(
            """
            version: 1
            listen: 127.0.0.1:9099
            metrics: "[::1]:9100"
            log: {format: json, level: warning}
            remediations: 7
            maintenance:
              - {days: [sat, sun], from: "02:00", to: "04:00", zone: Europe/Berlin}
              - {cron: "0 3 * * *", for: 1h}
              - {start: 2026-12-01T22:00:00Z, end: 2026-12-02T02:00:00Z}
            notify:
              oncall: {command: [/usr/local/bin/page, --loud], timeout: 10s}
            retention: {age: 720h, size: 512MiB}
            watches:
              site:
                runbook: /srv/site.yaml
                set: {limit: 80}
                workdir: /srv
                probe: {check: {http: "http://localhost/${params.service}"}, expect: http.status < 500, timeout: 3s, every: 10s, failures: 3 within 5m, recoveries: 4}
                schedule: {cron: "*/5 * * * *", zone: Europe/Berlin}
                webhook:
                  path: /alerts
                  format: alertmanager
                  token: {env: HOOK_TOKEN}
                  match: labels.alertname == "Down"
                  set: {service: "${labels.service}"}
                guards: {grace: 2m, cooldown: 5m, backoff: none, max_runs: 2 within 30m, flapping: none, breaker: 4, attempts: 2}
                effects: read
                destroy: [wipe]
                unless: {check: test -e /etc/maintenance}
                notify: [oncall]
            """, environment: ["HOOK_TOKEN": "0123456789abcdef"])
        let configuration = try #require(
            result.configuration, "\(DiagnosticRenderer().render(result.diagnostics))")
        #expect(configuration.listen?.description == "127.0.0.1:9099")
        #expect(configuration.metrics?.description == "[::1]:9100")
        #expect(configuration.log == LogSettings(format: .json, level: .warning))
        #expect(configuration.plan.remediationLimit == 7)
        #expect(configuration.plan.maintenance.count == 3)
        #expect(
            configuration.plan.recipients["oncall"]
                == Recipient(command: ["/usr/local/bin/page", "--loud"], timeout: .seconds(10)))
        #expect(configuration.retention.age == .seconds(720 * 3600))
        #expect(configuration.retention.size == 512 << 20)
        let watch = try #require(configuration.plan.watches.first)
        #expect(watch.target == "site web")
        #expect(watch.workingDirectory == "/srv")
        #expect(watch.params["limit"] == .int(80))
        #expect(watch.probe?.every == .seconds(10))
        #expect(watch.probe?.failures == 3)
        #expect(watch.probe?.within == .seconds(300))
        #expect(watch.probe?.recoveries == 4)
        #expect(watch.guards.backoff == nil)
        #expect(watch.guards.flapping == nil)
        #expect(watch.guards.maxRuns == Guards.Rate(2, within: .seconds(1800)))
        #expect(watch.guards.breaker == 4)
        #expect(watch.guards.attempts == 2)
        #expect(watch.policy == RunPolicy(effect: .read, destroy: ["wipe"]))
        #expect(watch.notify == ["oncall"])
        #expect(watch.unless != nil)
    }

    @Test("A probe can be a check or a group of the runbook")
    func step() throws {
        for step in ["look", "both"] {
            let result = Self.load(
                """
                version: 1
                watches:
                  site: {runbook: /srv/site.yaml, probe: {step: \(step)}}
                """)
            let configuration = try #require(result.configuration)
            #expect(configuration.plan.watches[0].probe?.check.step == step)
        }
    }

    @Test("The files beside it add watches, and cannot say again what was said")
    func besides() throws {
        let first = "version: 1\nmetrics: 127.0.0.1:1\nnotify: {oncall: {command: [page]}}\n"
        let good = "version: 1\nwatches: {a: {runbook: /srv/site.yaml, probe: {step: look}, notify: [oncall]}}\n"
        let result = Self.load(first, others: ["/etc/rung/conf.d/a.yaml": good, "/etc/rung/conf.d/no.txt": "x: ["])
        #expect(try #require(result.configuration).plan.watches.map(\.name) == ["a"])
        #expect(try #require(result.configuration).files == ["/etc/rung/config.yaml", "/etc/rung/conf.d/a.yaml"])
        let again = Self.load(
            first,
            others: [
                "/etc/rung/conf.d/a.yaml": good, "/etc/rung/conf.d/b.yaml": good,
                "/etc/rung/conf.d/c.yaml": "version: 1\nmetrics: 127.0.0.1:2\n",
            ])
        #expect(again.configuration == nil)
        #expect(again.diagnostics.map(\.code).sorted() == ["name-taken", "said-twice"])
    }

    @Test("Files that others can write are refused, runbooks too")
    func trust() {
        let text = "version: 1\nwatches: {a: {runbook: /srv/site.yaml, probe: {step: look}}}\n"
        for path in ["/etc/rung/config.yaml", "/srv/site.yaml"] {
            let result = Self.load(text, distrusted: [path: "can be written by others"])
            #expect(result.configuration == nil)
            #expect(result.diagnostics.contains { $0.code == "untrusted-file" })
        }
    }

    @Test("What is wrong is said, at its place", arguments: Self.broken)
    func wrong(_ example: (yaml: String, code: String, at: String)) {
        let result = Self.load("version: 1\n" + example.yaml)
        #expect(result.configuration == nil)
        guard let found = result.diagnostics.first(where: { $0.code == example.code }) else {
            Issue.record("no \(example.code):\n\(DiagnosticRenderer().render(result.diagnostics))")
            return
        }
        #expect(found.source.text(in: found.range) == example.at)
    }

    /// What is wrong, its code, and the text that the message points at.
    private static let broken: [(yaml: String, code: String, at: String)] = [
        ("watchs: {}", "unknown-key", "watchs"),
        ("metrics: 0.0.0.0:9100", "not-loopback", "0.0.0.0:9100"), ("listen: nonsense", "bad-address", "nonsense"),
        ("metrics: \"[::1]:http\"", "bad-address", "\"[::1]:http\""),
        ("watches: {site: {runbook: /srv/site.yaml}}", "no-trigger", "site"),
        ("watches: {site: {runbook: /srv/absent.yaml, probe: {step: look}}}", "unreadable-file", "/srv/absent.yaml"),
        ("watches: {site: {runbook: /srv/site.yaml, probe: {step: loook}}}", "unknown-step", "loook"),
        ("watches: {site: {runbook: /srv/site.yaml, probe: {step: wipe}}}", "verify-without-check", "wipe"),
        ("watches: {site: {runbook: /srv/site.yaml, probe: {check: 'true', every: 5}}}", "wrong-type", "5"),
        (
            "watches: {site: {runbook: /srv/site.yaml, probe: {check: 'true', expect: ecit == 0}}}", "bad-expression",
            "ecit"
        ),
        (
            "watches: {site: {runbook: /srv/site.yaml, probe: {step: look, every: 1m, failures: 3 within 1m}}}",
            "never-symptom", "3 within 1m"
        ),
        ("watches: {site: {runbook: /srv/site.yaml, probe: {step: look, failures: many}}}", "wrong-type", "many"),
        (
            "watches: {site: {runbook: /srv/site.yaml, set: {servce: x}, probe: {step: look}}}", "unknown-param",
            "servce"
        ),
        ("watches: {site: {runbook: /srv/site.yaml, set: {service: X1}, probe: {step: look}}}", "wrong-value", "X1"),
        ("watches: {site: {runbook: /srv/site.yaml, probe: {step: look}, destroy: [look]}}", "no-destroy", "look"),
        ("watches: {site: {runbook: /srv/site.yaml, probe: {step: look}, destroy: [wip]}}", "unknown-step", "wip"),
        ("watches: {site: {runbook: /srv/site.yaml, probe: {step: look}, effects: destroy}}", "wrong-value", "destroy"),
        ("watches: {site: {runbook: /srv/site.yaml, probe: {step: look}, notify: [who]}}", "unknown-recipient", "who"),
        ("watches: {site: {runbook: /srv/site.yaml, schedule: {cron: '61 * * * *'}}}", "bad-cron", "61"),
        ("watches: {site: {runbook: /srv/site.yaml, schedule: {cron: '0 0 30 2 *'}}}", "never", "'0 0 30 2 *'"),
        (
            "watches: {site: {runbook: /srv/site.yaml, schedule: {cron: '0 0 * * *', zone: Mars/Olympus}}}",
            "unknown-zone", "Mars/Olympus"
        ),
        ("maintenance: [{from: '02:00'}]", "missing-key", "from"),
        ("maintenance: [{from: '02:00', to: '25:00'}]", "bad-time", "25:00"),
        ("maintenance: [{cron: '0 3 * * *', for: 1h, from: '02:00'}]", "conflicting-keys", "from"),
        ("maintenance: [{start: tomorrow, end: 2026-12-02T02:00:00Z}]", "bad-time", "tomorrow"),
        (
            "listen: 127.0.0.1:1\nwatches: {site: {runbook: /srv/site.yaml, webhook: {path: /x, format: json, token: {env: NO_SUCH}}}}",
            "missing-secret", "env"
        ),
    ]

    @Test("A webhook wants a long secret, a place to listen, and params that a stranger's text is checked by")
    func webhook() {
        func codes(_ webhook: String, top: String = "listen: 127.0.0.1:1\n", token: String = "0123456789abcdef")
            -> [String]
        {
            Self.load(
                "version: 1\n\(top)watches: {site: {runbook: /srv/site.yaml, webhook: \(webhook)}}",
                environment: ["TOKEN": token]
            ).diagnostics.map(\.code)
        }
        let good = "{path: /x, format: alertmanager, token: {env: TOKEN}, set: {service: \"${labels.service}\"}}"
        #expect(codes(good) == [])
        #expect(codes(good, token: "short") == ["short-secret"])
        #expect(codes(good, top: "") == ["no-listen"])
        #expect(codes("{path: x, format: alertmanager, token: {env: TOKEN}}") == ["bad-path"])
        #expect(codes("{path: /x, format: json, token: {env: TOKEN}}") == ["missing-key"])
        #expect(codes("{path: /x, format: alertmanager}") == ["missing-key"])
        #expect(
            codes("{path: /x, format: alertmanager, token: {env: TOKEN}, set: {free: \"${labels.x}\"}}")
                == ["unchecked-param"])
        #expect(
            codes("{path: /x, format: alertmanager, token: {env: TOKEN}, set: {service: \"${lables.x}\"}}")
                == ["bad-expression"])
        #expect(
            codes("{path: /x, format: alertmanager, token: {env: TOKEN}, match: labels.x}") == ["not-a-condition"])
    }

    @Test("A document with watches is a configuration, one with steps a runbook")
    func kind() throws {
        func isConfiguration(_ text: String) throws -> Bool {
            let document = try #require(YAMLReader.read(name: "x", bytes: Array(text.utf8)).document)
            return ConfigurationLoader.isConfiguration(document)
        }
        #expect(try isConfiguration("version: 1\nwatches: {}"))
        #expect(try !isConfiguration(Self.runbook))
        #expect(try !isConfiguration("[]"))
    }
}
