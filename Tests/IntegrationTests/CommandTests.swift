import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `Commands of a walk` {
    @Test func `rule 8: the environment is inherited, then LC_ALL, params, defaults.env, env and RUNG_*`() async throws
    {
        try await withWorkshop { workshop in
            let end = try await workshop.walk(
                """
                params:
                  one: {type: string, default: param}
                  two: {type: string, default: param}
                  three: {type: int, default: 7}
                  flag: {type: bool, default: true}
                  pause: {type: duration, default: 90s}
                defaults: {env: {two: "default ${params.three}", FOUR: default, FIVE: default}}
                start: before
                fallback: call
                steps:
                  before: {check: env -0 > before, env: {FIVE: "step's own", LC_ALL: ru_RU.UTF-8}, next: mend}
                  mend: {fix: [sh, -c, env -0 > during], next: after}
                  after: {check: env -0 > after, next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """, environment: ["INHERITED": "yes", "one": "inherited", "LC_ALL": "de_DE.UTF-8", "RUNG_STEP": "no"])
            #expect(end.exit == 4, "\(end)")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            func variables(_ name: String) -> [String: String] {
                var found: [String: String] = [:]
                for entry in workshop.content(name).split(separator: "\0") {
                    let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    found[String(parts[0])] = parts.count > 1 ? String(parts[1]) : nil
                }
                return found
            }
            let before = variables("before")
            let expected = [
                "INHERITED": "yes", "one": "param", "two": "default 7", "three": "7", "flag": "true", "FOUR": "default",
                "FIVE": "step's own", "LC_ALL": "ru_RU.UTF-8", "RUNG_RUN_ID": id, "RUNG_RUNBOOK": workshop.id,
                "RUNG_STEP": "before", "RUNG_MODE": "unattended", "RUNG_CHANGED": "",
            ]
            for (name, value) in expected { #expect(before[name] == value, "\(name)") }
            #expect(before["pause"] == "90s" || before["pause"] == "1m30s")
            let during = variables("during")
            #expect(during["FIVE"] == "default" && during["LC_ALL"] == "C.UTF-8" && during["RUNG_STEP"] == "mend")
            #expect(during["RUNG_CHANGED"] == "")
            let changed = try #require(variables("after")["RUNG_CHANGED"])
            #expect(changed.hasPrefix("20") && changed.contains("T") && changed.hasSuffix("Z"), "\(changed)")
        }
    }

    @Test func `a param is never part of a script's text`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                params: {name: {type: string}}
                start: look
                fallback: call
                steps:
                  look: {check: 'printf %s "$name" > seen', next: list}
                  list: {check: [printf, "%s", "${params.name}"], next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let hostile = "$(touch owned); `touch owned`\n'\"; touch owned #"
            let end = try await workshop.rung("run", "t.yaml", "--unattended", "--set", "name=\(hostile)")
            #expect(end.exit == 4, "\(end)")
            #expect(workshop.content("seen") == hostile && !workshop.has("owned"))
        }
    }

    @Test func `have no input, no terminal and a session of their own`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: look
                fallback: call
                steps:
                  look: {check: 'cat > input; if (: < /dev/tty) 2> tty; then echo yes > tty; fi; ps -o sid= -p $$ > session', next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"])
            try await terminal.see("a run on")
            terminal.type("a")
            let end = try await terminal.end()
            #expect(end.exit == 4, "\(end)")
            #expect(workshop.has("input") && workshop.content("input").isEmpty)
            #expect(workshop.content("tty").contains("No such device"), "\(workshop.content("tty"))")
            let session = pid_t(workshop.content("session").filter(\.isNumber)) ?? 0
            #expect(session > 0 && session != terminal.process.pid)
        }
    }

    @Test func `exits that are success, 126, 127 and signals are told apart`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/plain", "no program", mode: 0o644)
            let end = try await workshop.walk(
                """
                start: all_of_them
                fallback: call
                steps:
                  all_of_them: {all: [two, absent, plain, killed, failed], next: over}
                  two: {check: exit 2, exits: [0, 2]}
                  absent: {check: [no-such-program-at-all]}
                  plain: {check: [./plain]}
                  killed: {check: kill -9 $$}
                  failed: {check: exit 3}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            #expect(end.exit == 4, "\(end)")
            let events = try await workshop.events()
            func result(_ step: String) -> (ok: JSONValue?, reason: String) {
                let event = events.first { $0.isEvent("step_ended", step) }
                return (event?["ok"], event?["reason"]?.serialized() ?? "")
            }
            func exit(_ step: String) -> JSONValue? {
                let order = events.first { $0.isEvent("action_ordered", step) }?["action"]
                return events.first { $0.isEvent("action_ended") && $0["action"] == order }?["command"]?["exit"]
            }
            #expect(exit("two") == 2 && exit("absent") == 127 && exit("plain") == 126 && exit("killed") == 137)
            #expect(result("failed").ok == false && result("killed").ok == false)
            #expect(result("absent").ok == nil || result("absent").ok == .null)
            #expect(result("absent").reason.contains("no-such-program-at-all"), "\(result("absent"))")
            #expect(result("plain").reason.contains("plain"), "\(result("plain"))")
            #expect(result("killed").reason == #"{"is":"exit","exit":137}"#, "\(result("killed"))")
        }
    }

    @Test func `a command over its time is ended with all that it started, wherever that has moved`() async throws {
        try await withWorkshop { workshop in
            let end = try await workshop.walk(
                """
                start: mend
                fallback: call
                steps:
                  mend:
                    fix: |
                      echo $$ > pids
                      (setsid sh -c 'echo $$ >> pids; sleep 61' > /dev/null 2>&1 &)
                      sh -c 'echo $$ >> pids; exec sleep 62' &
                      while [ "$(wc -l < pids)" -lt 3 ]; do sleep 0.01; done
                      touch ready
                      sleep 63
                    timeout: 1s
                    next: over
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            #expect(end.exit == 3, "\(end)")
            #expect(workshop.has("ready"), "\(end)")
            #expect(end.out.contains("exit 124") && end.out.contains("its time was over"), "\(end)")
            let pids = workshop.content("pids").split(separator: "\n").compactMap { pid_t($0) }
            #expect(pids.count == 3)
            for pid in pids { #expect(!isRunning(pid), "\(pid) still runs") }
        }
    }

    @Test func `a service that a fix leaves running does not hold up the step, and goes on`() async throws {
        try await withWorkshop { workshop in
            let began = ContinuousClock.now
            let end = try await workshop.walk(
                """
                start: mend
                fallback: call
                steps:
                  mend: {fix: 'sh -c "echo up; exec sleep 63" & echo $! > pid', verify: {check: kill -0 $(cat pid)}, next: done}
                  done: {end: resolved}
                  call: {escalate: {to: ops}}
                """)
            let pid = try #require(pid_t(workshop.content("pid").filter(\.isNumber)))
            defer { kill(pid, SIGKILL) }
            #expect(end.exit == 0, "\(end)")
            #expect(ContinuousClock.now - began < .seconds(20))
            #expect(isRunning(pid))
        }
    }

    @Test
    func `output over max_output is kept at both ends, with its true size and hash, and is unknown to conditions`()
        async throws
    {
        try await withWorkshop { workshop in
            let end = try await workshop.walk(
                """
                start: look
                fallback: call
                steps:
                  look: {check: seq 1 100000, max_output: 1KiB, expect: 'stdout.contains("1")', next: over, else: call}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            #expect(end.exit == 3, "\(end)")
            let ended = try #require(
                try await workshop.events().first { $0.isEvent("action_ended") }?["command"]?["stdout"])
            #expect(ended["size"] == 588_895)
            #expect(ended["sha256"]?.stringValue == "b2bc7d3f8b652d2ec96865b68ad8f80e22cca174abe1aed7889e242a747d590f")
            let text = ended["text"]?.stringValue ?? ""
            #expect(text.hasPrefix("1\n2\n") && text.hasSuffix("100000\n") && text.utf8.count < 2048)
        }
    }

    @Test func `output that is not UTF-8 or would act on a terminal does no harm`() async throws {
        try await withWorkshop { workshop in
            let end = try await workshop.walk(
                """
                start: look
                fallback: call
                steps:
                  look: {check: 'printf "a\\\\377b\\\\033[31mred\\\\007\\\\342\\\\200\\\\256"; exit 1', next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """.replacing("\\\\", with: "\\"), "--transcript", "events.jsonl")
            #expect(end.exit == 4, "\(end)")
            #expect(
                !end.out.contains("\u{1B}") && !end.out.contains("\u{7}") && !end.out.contains("\u{202E}"), "\(end)")
            #expect(end.out.contains("a\u{FFFD}b"), "\(end)")
            for line in workshop.content("events.jsonl").split(separator: "\n") {
                #expect(throws: Never.self) { try JSONValue.parse(String(line)) }
            }
        }
    }

    @Test func `http, tcp and file checks see a real server and a real file`() async throws {
        try await withWorkshop { workshop in
            let port = try #require(LoopbackPort.free())
            let server = try workshop.start(["demo-backend", "--folder", workshop.folder, "--port", "\(port)"])
            try await eventually("the server listens") { workshop.has("backend.pid") }
            let body = """
                params: {port: {type: int}}
                start: look
                fallback: call
                steps:
                  look: {all: [web, door, paper], next: [{when: steps.look.ok, goto: over}], else: call}
                  web: {check: {http: "http://127.0.0.1:${params.port}/health"}, parse: json, expect: 'http.status == 200 && out.status == "ok"'}
                  door: {check: {tcp: "127.0.0.1:${params.port}"}}
                  paper: {check: {file: backend.pid}, parse: number, expect: out > 0 && file.size > 0}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """
            let up = try await workshop.walk(body, "--set", "port=\(port)")
            #expect(up.exit == 4, "\(up)")
            server.signal(SIGKILL)
            _ = try await server.end()
            unlink(workshop.folder + "/backend.pid")
            let down = try await workshop.walk(body, "--set", "port=\(port)")
            #expect(down.exit == 3, "\(down)")
            #expect(down.out.contains("refused"), "\(down)")
        }
    }

    @Test func `a group runs side by side, and --jobs bounds it`() async throws {
        try await withWorkshop { workshop in
            let names = (0..<6).map { "c\($0)" }
            let members = names.map { "  \($0): {check: 'echo + >> log; sleep 0.1; echo - >> log'}" }.joined(
                separator: "\n")
            try workshop.write(
                """
                start: group
                fallback: call
                steps:
                  group: {all: [\(names.joined(separator: ", "))], next: over}
                \(members)
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            for (jobs, most) in [("2", 2), ("1", 1), ("32", 6)] {
                unlink(workshop.folder + "/log")
                let end = try await workshop.rung("run", "t.yaml", "--unattended", "--jobs", jobs)
                #expect(end.exit == 4, "\(end)")
                var running = 0
                var peak = 0
                for mark in workshop.content("log").split(separator: "\n") {
                    running += mark == "+" ? 1 : -1
                    peak = max(peak, running)
                }
                #expect(peak <= most && (most == 1 || peak > 1), "--jobs \(jobs): \(peak) at once")
            }
        }
    }

    @Test func `what this version does not do yet is told, and treated as not run`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/app.yaml", "level: info\n")
            let body = """
                start: change
                fallback: call
                steps:
                  change: {edit: {file: app.yaml, set: {level: debug}}, host: web1, next: over, else: away}
                  away: {check: hostname, host: web1, next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """
            let end = try await workshop.walk(body)
            #expect(end.exit == 4, "\(end)")
            #expect(end.out.split(separator: "not yet in this version").count == 3, "once for each step: \(end)")
            #expect(workshop.content("app.yaml") == "level: info\n")
            let hosted = try await workshop.rung("run", "t.yaml", "--unattended", "--host", "web2", "--from", "away")
            #expect(hosted.exit == 4 && hosted.out.contains("not yet in this version"), "\(hosted)")
        }
    }

    @Test func `a called runbook has its own params, and its outcome is the caller's to use`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                params: {word: {type: string}}
                start: look
                fallback: call
                steps:
                  look: {check: 'echo "$word $RUNG_RUNBOOK $RUNG_STEP" > seen; test "$word" = good', next: done, else: call}
                  done: {end: unresolved}
                  call: {escalate: {to: nobody}}
                """, to: "other.yaml", id: "other")
            let end = try await workshop.walk(
                """
                start: there
                fallback: call
                steps:
                  there: {call: other.yaml, with: {word: bad}, next: [{when: 'out.outcome == "escalated"', goto: over}], else: call}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            #expect(end.exit == 4, "\(end)")
            #expect(workshop.content("seen") == "bad other there/look\n")
            #expect(!end.out.contains("nobody"), "\(end)")
        }
    }
}

/// Ports on loopback.
enum LoopbackPort {
    /// A port that is free at this moment.
    static func free() -> UInt16? {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return nil }
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(probe, pointer, size) == 0 && getsockname(probe, pointer, &size) == 0
            }
        }
        return isBound ? UInt16(bigEndian: address.sin_port) : nil
    }
}
