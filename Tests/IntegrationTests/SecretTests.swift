import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct Secrets {
    private static let secret = "hunter2-Correct&Horse"

    @Test func `are in the environment that asks for them, and nowhere else`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/token", "file-\(Self.secret)\n", mode: 0o600)
            try workshop.write(
                """
                secrets:
                  password: {env: APP_PASSWORD}
                  token: {file: token}
                  absent: {env: NO_SUCH_VARIABLE, optional: true}
                start: look
                fallback: call
                steps:
                  look:
                    check: |
                      echo "the password is $PASSWORD, the token $TOKEN" >&2
                      printf 'split: %.8s' "$PASSWORD"; sleep 0.05; printf '%s\\n' "${PASSWORD#????????}"
                      env -0 > environment
                      while ! test -e go; do sleep 0.01; done
                      exit 1
                    env: {PASSWORD: "${secrets.password}", TOKEN: "<${secrets.token}>", ABSENT: "x${secrets.absent}"}
                    next: plain
                  plain: {check: env -0 > plain, next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(
                ["run", "t.yaml", "--unattended", "--transcript", "events.jsonl"],
                environment: ["APP_PASSWORD": Self.secret])
            try await eventually("the check runs") { workshop.content("environment").hasSuffix("\0") }
            #expect(try commandLinesOfAll().allSatisfy { !$0.contains(Self.secret) })
            try writeFile(workshop.folder + "/go", "")
            let end = try await process.end()
            #expect(end.exit == 4, "\(end)")
            let environment = workshop.content("environment").split(separator: "\0")
            #expect(
                environment.contains("PASSWORD=\(Self.secret)") && environment.contains("TOKEN=<file-\(Self.secret)>"))
            #expect(!environment.contains { $0.hasPrefix("ABSENT=") || $0.hasPrefix("APP_PASSWORD=") })
            #expect(!workshop.content("plain").contains(Self.secret))
            #expect(end.out.contains("the password is ***") || end.out.contains("the password is •"), "\(end)")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let text = try await workshop.rung("transcript", id)
            let json = try await workshop.rung("transcript", id, "--format", "json")
            #expect(json.out.contains("${secrets.password}"))
            var written = [end.out, end.err, text.out, json.out, workshop.content("events.jsonl")]
            for name in try namesInFolder(workshop.folder + "/state") where name.hasPrefix("journal") {
                written.append(workshop.content("state/" + name))
            }
            for text in written { #expect(!text.contains("hunter2") && !text.contains("Correct&Horse")) }
        }
    }

    @Test func `that are required and not set are told before anything runs`() async throws {
        try await withWorkshop { workshop in
            let end = try await workshop.walk(
                """
                secrets: {password: {env: APP_PASSWORD}, token: {file: /nowhere/token}}
                start: look
                fallback: call
                steps:
                  look: {check: touch looked, env: {P: "${secrets.password}", T: "${secrets.token}"}, next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            #expect(end.exit == 2 && !workshop.has("looked"), "\(end)")
            #expect(end.err.contains("the secret password is required: set APP_PASSWORD in the environment"), "\(end)")
            #expect(end.err.contains("the secret token is required: the file /nowhere/token"), "\(end)")
        }
    }

    @Test func `output that is sensitive is neither stored nor shown, and its own conditions see it`() async throws {
        try await withWorkshop { workshop in
            let end = try await workshop.walk(
                """
                start: look
                fallback: call
                steps:
                  look:
                    check: 'echo "swordfish $((40 + 2))"; echo "pike $((6 * 9))" >&2'
                    sensitive: true
                    expect: 'out.startsWith("sword")'
                    next: count
                    else: call
                  count: {check: 'echo "swordfish $((40 + 2))"', sensitive: true, expect: int(out) > 3, next: mend}
                  mend: {fix: 'echo "swordfish $((40 + 2))"', sensitive: true, next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """, "--transcript", "events.jsonl")
            #expect(end.exit == 4, "\(end)")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let text = try await workshop.rung("transcript", id)
            var written = [end.out, end.err, text.out, workshop.content("events.jsonl")]
            for name in try namesInFolder(workshop.folder + "/state") where name.hasPrefix("journal") {
                written.append(workshop.content("state/" + name))
            }
            for text in written { #expect(!text.contains("pike 54"), "\(text)") }
            for text in written { #expect(!text.contains("swordfish 42"), "\(text)") }
        }
    }

    @Test func `of one name in two runbooks are two secrets`() async throws {
        try await withWorkshop { workshop in
            func body(_ variable: String, _ step: String, _ next: String) -> String {
                """
                secrets: {password: {env: \(variable)}}
                start: look
                fallback: call
                steps:
                  look: {check: 'echo "$P" > seen-\(step)', env: {P: "${secrets.password}"}, next: \(next)}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """
            }
            try workshop.write(body("SECOND", "other", "over"), to: "other.yaml", id: "other")
            try workshop.write(body("FIRST", "main", "there") + "\n  there: {call: other.yaml, next: over, else: over}")
            let end = try await workshop.rung(
                "run", "t.yaml", "--unattended", environment: ["FIRST": "first-secret", "SECOND": "second-secret"])
            #expect(end.exit == 4, "\(end)")
            #expect(
                workshop.content("seen-main") == "first-secret\n" && workshop.content("seen-other") == "second-secret\n"
            )
        }
    }

    private func commandLinesOfAll() throws -> [String] {
        try namesInFolder("/proc").filter { Int($0) != nil }.compactMap { pid in
            (try? readFile("/proc/\(pid)/cmdline")).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
