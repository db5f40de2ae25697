import CEL
import Diagnostics
import RunbookLoading
import RunbookModel
import TestSupport
import Testing

/// The guide that Rung began with, "502 Bad Gateway", as a table: each of its commands, expected results, symptoms,
/// thresholds, solutions, checklist items and hints, and the step that carries it.
@Suite struct GuideTests {
    /// A row of the table.
    struct Row: Sendable, CustomTestStringConvertible {
        /// What the guide says.
        var guide: String
        /// The step that carries it; `top` is what stands before the steps.
        var step: String
        /// What of the step's text shows that it does.
        var words: [String]
        /// The runbook.
        var runbook = "502-bad-gateway"

        init(_ guide: String, _ step: String, _ words: String..., runbook: String = "502-bad-gateway") {
            (self.guide, self.step, self.words, self.runbook) = (guide, step, words, runbook)
        }

        var testDescription: String { "\(guide) → \(step)" }
    }

    static let causes = [
        Row("cause 1: the container has fallen", "containers", "cause: backend_down"),
        Row("cause 1: it restarts in a loop", "containers", "cause: backend_loops"),
        Row("cause 2: not enough memory", "memory", "cause: out_of_memory"),
        Row("cause 2: not enough CPU", "stats", "cause: cpu_busy"),
        Row("cause 3: no answer in time", "site", "cause: too_slow"),
        Row("cause 4: no connection to the database", "health", "cause: database_lost"),
        Row("cause 4: no connection to Redis", "health", "cause: redis_lost"),
        Row("cause 5: errors in the code", "backend_logs", "cause: code_error"),
        Row("cause 6: nginx is configured wrongly", "nginx_config", "cause: nginx_broken"),
        Row("the six causes in words", "top", "1. the backend's container", "6. nginx is configured wrongly"),
    ]

    static let diagnosis = [
        Row("docker compose ps", "containers", "docker compose ps --all --format json"),
        Row(
            "expected: Up (healthy)", "containers", "Up (healthy)", #"c.State == "running""#,
            #"c.Health != "unhealthy""#),
        Row("symptom: Restarting", "containers", "Restarting", #"c.State == "restarting""#),
        Row("symptom: Exited", "containers", "Exited", "cause: backend_down"),
        Row("symptom: Unhealthy", "containers", "Unhealthy", #"c.Health == "unhealthy""#),
        Row(
            "docker compose logs --tail=100 backend", "backend_logs", "docker compose logs", "--tail=100",
            "\"$backend\""),
        Row("docker compose logs -f backend", "backend_logs", "docker compose logs -f backend"),
        Row("logs backend | grep -i error", "backend_logs", "docker compose logs backend | grep -i error"),
        Row("look for: errors of the database", "backend_logs", "cause: database_lost"),
        Row("look for: errors of Redis", "backend_logs", "cause: redis_lost"),
        Row("look for: errors at the start", "backend_logs", "errors at the start", "error|exception|fatal"),
        Row("look for: out of memory", "backend_logs", "(?i)out of memory", "cause: out_of_memory"),
        Row("look for: stack traces", "backend_logs", "stack traces", "Traceback"),
        Row("docker stats", "stats", "docker stats --no-stream"),
        Row("df -h", "disk", "df, -h"),
        Row("free -h", "memory", "free -h"),
        Row("memory above 90 %", "memory", "out > params.memory_limit"),
        Row("memory of a container above 90 %", "stats", "percent(s.MemPerc) > params.memory_limit"),
        Row("CPU above 90 %", "stats", "percent(s.CPUPerc) > params.cpu_limit"),
        Row("disk above 90 %", "disk", "params.disk_limit", "cause: disk_full"),
        Row(
            "curl http://localhost:3000/health", "health", "curl ${params.health_url}", "http: \"${params.health_url}\""
        ),
        Row(
            "docker compose exec backend curl …/health", "health_inside", "docker, compose, exec", "curl",
            "${params.health_url}"),
        Row("expected: timestamp, database and redis true", "health", "timestamp", "out.?database", "out.?redis"),
        Row("sudo nginx -t", "nginx_config", "sudo nginx -t"),
        Row("cat /etc/nginx/sites-available/…", "nginx_file", "file: \"${params.nginx_site}\""),
        Row(
            "the backend's address is right", "nginx_file", "http://localhost:3000", "http://127.0.0.1:3000",
            "proxy_pass"),
        Row("the timeouts are long enough", "nginx_timeouts", "proxy_(connect|send|read)_timeout"),
        Row("proxy_read_timeout 60s or more", "nginx_timeouts", "params.proxy_timeout", "cause: short_timeouts"),
    ]

    static let solutions = [
        Row(
            "solution 1: docker compose down; docker compose up -d", "restart_all", "docker compose down",
            "docker compose up -d"),
        Row("solution 1: docker compose ps", "diagnose", "containers"),
        Row(
            "solution 2: memlock in daemon.json", "raise_memlock",
            "default-ulimits: {memlock: {Name: memlock, hard: -1, soft: -1}}"),
        Row("solution 2: sudo systemctl restart docker", "raise_memlock", "sudo systemctl restart \"$docker_service\""),
        Row(
            "solution 2: limits in docker-compose.yml", "limit_memory", "docker-compose.yml", "limits: {memory: 512M}",
            "reservations: {memory: 256M}"),
        Row(
            "solution 2: a healthcheck with curl", "add_healthcheck_curl", "test: [CMD, curl, -f", "interval: 30s",
            "timeout: 10s", "retries: 3", "start_period: 40s"),
        Row(
            "solution 3: proxy_connect_timeout", "raise_timeouts", "proxy_connect_timeout: \"${params.proxy_timeout}\""),
        Row("solution 3: proxy_send_timeout", "raise_timeouts", "proxy_send_timeout: \"${params.proxy_timeout}\""),
        Row("solution 3: proxy_read_timeout", "raise_timeouts", "proxy_read_timeout: \"${params.proxy_timeout}\""),
        Row(
            "solution 3: the whole location", "point_nginx", "proxy_set_header Upgrade", "X-Forwarded-Proto",
            "proxy_cache_bypass"),
        Row("solution 3: sudo nginx -t", "raise_timeouts", "validate: sudo nginx -t"),
        Row("solution 3: sudo systemctl reload nginx", "raise_timeouts", "sudo, systemctl, reload", "nginx_service"),
        Row("solution 4: grep -i error, exception, fatal", "mend_code", #"grep -i "error\|exception\|fatal""#),
        Row("solution 4: npm run migrate", "migrate", "docker compose exec -T \"$backend\" $migrate"),
        Row("solution 4: redis-cli ping", "redis_ping", "redis-cli, ping", "PONG"),
        Row(
            "solution 5: a healthcheck with node", "add_healthcheck", "require('http').get", "interval: 30s",
            "timeout: 10s", "retries: 3", "start_period: 40s"),
        Row("solution 6: curl -f …/health", "health", "http: \"${params.health_url}\"", runbook: "backend-monitor"),
        Row(
            "solution 6: docker compose restart backend", "restart_backend", "docker, compose, restart",
            "params.backend", runbook: "backend-monitor"),
        Row("solution 6: every 30 seconds", "top", "30 seconds", runbook: "backend-monitor"),
    ]

    static let rest = [
        Row("monitoring: docker stats of the backend", "stats", "docker stats --no-stream"),
        Row(
            "monitoring: tail -f access.log | grep 502", "nginx_log",
            "sudo tail -f ${params.nginx_access_log} | grep 502"),
        Row("monitoring: logs backend | grep request, response", "requests", "request|response"),
        Row("prevention: backups of the database", "top", "Back up the database regularly"),
        Row("prevention: watch the resources", "top", "Watch the use of memory and CPU"),
        Row("prevention: log all errors", "top", "Log every error"),
        Row("prevention: alerts, Telegram for instance", "top", "Telegram"),
        Row("prevention: update the dependencies", "top", "Update the dependencies"),
        Row("checklist: containers", "diagnose", "containers"),
        Row("checklist: the backend's log", "diagnose", "backend_logs"),
        Row("checklist: resources", "diagnose", "stats", "memory", "disk"),
        Row("checklist: health check", "diagnose", "health"),
        Row("checklist: nginx", "diagnose", "nginx_config", "nginx_file"),
        Row("checklist: the database", "diagnose", "postgres_ping"),
        Row("checklist: Redis", "diagnose", "redis_ping"),
        Row("checklist: errors in the code", "diagnose", "backend_logs"),
        Row(
            "nothing helps 1: down -v, up -d --build, migrate", "full_restart", "docker compose down -v",
            "docker compose up -d --build", "docker compose exec -T \"$backend\" $migrate", "effect: destroy"),
        Row("before it: a dump of the database", "dump", "pg_dumpall", "dump complete"),
        Row("nothing helps 2: journalctl -u docker -n 100", "docker_journal", "sudo, journalctl, -u", "-n, \"100\""),
        Row("nothing helps 2: dmesg | tail -50", "kernel_log", "sudo dmesg", "tail -n 50"),
        Row("nothing helps 3: the hosting provider", "contact_hoster", "to: hoster"),
        Row("recurrence: more RAM, more CPU", "top", "may need more memory or CPU"),
        Row("recurrence: memory leaks", "top", "memory leaks"),
        Row("recurrence: the database's queries", "top", "need its queries optimised", "оптимизация запросов"),
    ]

    @Test(arguments: causes + diagnosis + solutions + rest)
    func `each command and fact of the guide has its step`(row: Row) throws {
        let path = PackageRoot.path + "/runbooks/\(row.runbook).yaml"
        let bytes = try readFile(path)
        let loaded = RunbookLoader(texts: ["r.yaml": bytes]).load(path: "r.yaml")
        let runbook = try #require(loaded.set?.main)
        let starts = runbook.steps.map(\.range.start).sorted()
        let range: Range<Int>
        if row.step == "top" {
            range = 0..<(starts.first ?? 0)
        } else {
            let start = try #require(runbook.step(row.step)?.range.start, "there is no step \(row.step)")
            range = start..<(starts.first { $0 > start } ?? bytes.count)
        }
        let text = String(decoding: bytes[range], as: UTF8.self)
        for words in row.words { #expect(text.contains(words), "\(row.step) does not carry: \(words)") }
    }

    /// The guide's params, with its defaults where it has one.
    @Test(arguments: [
        ("project_dir", "."), ("site_url", nil), ("health_url", "http://localhost:3000/health"),
        ("backend", "backend"), ("postgres", "postgres"), ("redis", "redis"),
        ("nginx_site", "/etc/nginx/sites-available/bot-flowers-studio-ru.ru"), ("nginx_service", "nginx"),
        ("docker_service", "docker"), ("disk_path", "/"), ("disk_limit", "90"), ("memory_limit", "90"),
        ("cpu_limit", "90"), ("proxy_timeout", "60s"), ("migrate", "npm run migrate"),
        ("docker_config", "/etc/docker/daemon.json"), ("nginx_access_log", "/var/log/nginx/access.log"),
        ("postgres_user", nil), ("dump_dir", nil),
    ])
    func `the guide's names and numbers are params`(name: String, value: String?) throws {
        let loaded = RunbookLoader(readFile: FileReading.read)
            .load(path: PackageRoot.path + "/runbooks/502-bad-gateway.yaml")
        let param = try #require(loaded.set?.main.params.first { $0.name == name }, "there is no param \(name)")
        let text = try #require(param.defaultValue?.celString())
        if let value { #expect(text == value) }
    }
}
