import Glibc
import JSONText
import TestSupport
import Testing

/// A service that watches whether a file is there, in a workshop: `up` is health, `stuck` keeps the fix from helping.
struct WatchFixture {
    let workshop: Workshop

    /// Writes the runbook and a configuration.
    ///
    /// - Parameters:
    ///   - fix: what the fix does.
    ///   - guards: the guards, as a map of YAML; the grace is none where it is not said.
    ///   - more: further keys of the watch, and what stands at the top.
    func write(
        fix: String = "test -e stuck || touch up", guards: String = "{grace: 0s, cooldown: 1s}",
        watch: String = "", top: String = ""
    ) throws {
        try workshop.write(
            """
            params: {service: {type: string, default: web, pattern: "[a-z]+"}}
            target: \(workshop.id)
            start: look
            fallback: call
            steps:
              look: {check: test -e up, next: done, else: mend}
              mend:
                fix: |
                  echo mend >> mends
                  \(fix.split(separator: "\n").joined(separator: "\n      "))
                verify: {step: look, within: 300ms, every: 50ms}
                next: done
              call: {escalate: {to: oncall, message: It does not come back.}}
              done: {end: resolved}
            """)
        try writeFile(
            workshop.folder + "/config.yaml",
            """
            version: 1
            notify: {oncall: {command: [sh, -c, 'cat >> notices']}}
            \(top)
            watches:
              site:
                runbook: t.yaml
                guards: \(guards)
                notify: [oncall]
            \(watch.isEmpty ? "    probe: {step: look, every: 100ms, failures: 2, recoveries: 2}" : watch)
            """)
    }

    /// Starts the service, and waits until it watches.
    func start(_ arguments: [String] = [], environment: [String: String] = [:]) async throws -> RungProcess {
        let process = try workshop.start(
            ["watch", "--config", "config.yaml"] + arguments, environment: environment)
        try await eventually("the service watches\n\(process.err)") {
            process.err.contains("watching ") || process.exitIfEnded != nil
        }
        return process
    }

    /// Ends the service as systemd does.
    func stop(_ process: RungProcess) async throws -> ProcessEnd {
        process.signal(SIGTERM)
        return try await process.end(within: .seconds(11))
    }

    func touch(_ name: String) throws { try writeFile("\(workshop.folder)/\(name)", "") }
    func remove(_ name: String) { unlink("\(workshop.folder)/\(name)") }

    /// The status as JSON.
    func status() async throws -> JSONValue {
        let end = try await workshop.rung("status", "--config", "config.yaml", "--json")
        return try JSONValue.parse(end.out)
    }

    /// The only watch of the status.
    func watch() async throws -> JSONValue {
        try #require(try await status()["watches"]?[0])
    }

    /// How often the fix has been begun.
    var mends: Int { workshop.content("mends").split(separator: "\n").count }

    /// The notices that were told, as JSON.
    var notices: [JSONValue] {
        (try? JSONValue.parseLines(Array(workshop.content("notices").utf8)).map(\.value)) ?? []
    }

    /// The notices of a level.
    func notices(_ level: String) -> [JSONValue] { notices.filter { $0["level"]?.stringValue == level } }
}

/// Runs a test with a service in a workshop.
func withWatch(_ body: (WatchFixture) async throws -> Void) async throws {
    try await withWorkshop { try await body(WatchFixture(workshop: $0)) }
}
