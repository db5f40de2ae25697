import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `A run that is interrupted` {
    private static let slowCheck = """
        start: look
        fallback: call
        steps:
          look: {check: 'echo $$ >> looks; test -e go || sleep 60', next: mend}
          mend: {fix: echo mended >> lines, verify: {check: test -s lines}, next: done}
          done: {end: resolved}
          call: {escalate: {to: ops}}
        """

    @Test(arguments: [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 129)] as [(Int32, Int32)])
    func `in a check says how to go on, ends the check, and goes on where it was`(signal: Int32, exit: Int32)
        async throws
    {
        try await withWorkshop { workshop in
            try workshop.write(Self.slowCheck)
            let process = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("the check runs") { workshop.content("looks").hasSuffix("\n") }
            process.signal(signal)
            let end = try await process.end(within: .seconds(10))
            #expect(end.exit == exit, "\(end)")
            let run = try await workshop.latestRun()
            let id = run["id"]?.stringValue ?? ""
            #expect(run["state"]?.stringValue == "interrupted")
            #expect(end.lastLine.hasSuffix("take it up with: rung resume \(id)"), "\(end)")
            let check = try #require(pid_t(workshop.content("looks").dropLast()))
            #expect(!isRunning(check))
            try writeFile(workshop.folder + "/go", "")
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 0, "\(resumed)")
            #expect(workshop.content("lines") == "mended\n")
            let last = try await workshop.latestRun()
            #expect(last["state"]?.stringValue == "ended" && last["outcome"]?.stringValue == "resolved")
            let again = try await workshop.rung("resume", id, "--unattended")
            #expect(again.exit == 2 && again.err.contains("has ended (resolved)"), "\(again)")
        }
    }

    @Test func `is not one that nohup protects from a terminal that goes away`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: look
                fallback: call
                steps:
                  look: {check: 'touch looked; while ! test -e go; do sleep 0.01; done', next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended"], wrapper: ["nohup"])
            try await eventually("the check runs") { workshop.has("looked") }
            process.signal(SIGHUP)
            try writeFile(workshop.folder + "/go", "")
            let end = try await process.end()
            #expect(end.exit == 4, "\(end)")
        }
    }

    @Test(arguments: [true, false])
    func `in a fix runs it again only where it is idempotent`(isIdempotent: Bool) async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: mend
                fallback: call
                steps:
                  mend:
                    fix: 'echo began >> lines; test -e go || sleep 60; echo ended >> lines'
                    idempotent: \(isIdempotent)
                    verify: {check: grep -q ended lines, within: 1s}
                    next: done
                  done: {end: resolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("the fix runs") { workshop.has("lines") }
            process.signal(SIGTERM)
            let end = try await process.end(within: .seconds(15))
            #expect(end.exit == 143, "\(end)")
            try writeFile(workshop.folder + "/go", "")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == (isIdempotent ? 0 : 3), "\(resumed)")
            #expect(workshop.content("lines") == (isIdempotent ? "began\nbegan\nended\n" : "began\n"))
            #expect(resumed.out.contains("how mend ended is not known") == !isIdempotent, "\(resumed)")
            #expect(end.out.contains("Rung was interrupted, and ended it"), "\(end)")
            #expect(!resumed.out.contains("died"), "\(resumed)")
        }
    }

    @Test func `in a fix whose command ended already keeps its result`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: mend
                fallback: call
                steps:
                  mend:
                    fix: echo mended >> lines
                    verify: {check: 'echo >> tries; test -e go', every: 50ms, within: 60s}
                    next: done
                  done: {end: resolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("it is verified") { workshop.has("tries") }
            process.signal(SIGINT)
            #expect(try await process.end(within: .seconds(15)).exit == 130)
            try writeFile(workshop.folder + "/go", "")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 0, "\(resumed)")
            #expect(workshop.content("lines") == "mended\n")
        }
    }

    @Test func `while it waits goes on with the rest of the wait`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: rest
                fallback: call
                steps:
                  rest: {wait: 6s, next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("it waits") { process.out.contains("waits until") }
            process.signal(SIGTERM)
            #expect(try await process.end(within: .seconds(5)).exit == 143)
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 4, "\(resumed)")
            let times = try await workshop.events(of: id).compactMap { $0["time"]?.stringValue }
            #expect(seconds(from: times.first ?? "", to: times.last ?? "") >= 6, "\(times)")
        }
    }

    /// The seconds between two times of one day, or of a day and the next.
    private func seconds(from start: String, to end: String) -> Double {
        func ofDay(_ time: String) -> Double {
            let clock = time.drop { $0 != "T" }.dropFirst().prefix { $0 != "Z" }.split(separator: ":").compactMap {
                Double($0)
            }
            return clock.count == 3 ? clock[0] * 3600 + clock[1] * 60 + clock[2] : .nan
        }
        let seconds = ofDay(end) - ofDay(start)
        return seconds < 0 ? seconds + 86_400 : seconds
    }

    @Test func `at any moment can be taken up and ends right`() async throws {
        try await withWorkshop { workshop in
            let steps = (0..<6).map { number in
                """
                  c\(number): {check: "true", next: f\(number)}
                  f\(number): {fix: 'echo f\(number) >> lines', idempotent: true, verify: {check: grep -q f\(number) lines}, next: \
                \(number < 5 ? "c\(number + 1)" : "done")}
                """
            }.joined(separator: "\n")
            try workshop.write(
                "start: c0\nfallback: call\nsteps:\n\(steps)\n  done: {end: resolved}\n  call: {escalate: {to: ops}}")
            for round in 0..<16 {
                try writeFile(workshop.folder + "/lines", "")
                let process = try workshop.start(["run", "t.yaml", "--unattended"])
                try await Task.sleep(for: .milliseconds(round * 15))
                process.signal(round.isMultiple(of: 2) ? SIGTERM : SIGINT)
                let end = try await process.end(within: .seconds(15))
                guard end.exit != 0 else { continue }
                #expect(end.exit == (round.isMultiple(of: 2) ? 143 : 130), "\(end)")
                // Before the run was recorded there is nothing to take up.
                let history = try await workshop.rung("history", "--json", "--limit", "1")
                guard let run = try JSONValue.parse(history.out).arrayValue?.first, let id = run["id"]?.stringValue,
                    run["state"]?.stringValue != "ended"
                else { continue }
                let resumed = try await workshop.rung("resume", id, "--unattended")
                #expect(resumed.exit == 0, "after \(round * 15) ms: \(resumed)")
                let lines = Set(workshop.content("lines").split(separator: "\n").map(String.init))
                #expect(lines == Set((0..<6).map { "f\($0)" }))
                let verified = try await workshop.rung("transcript", id, "--verify")
                #expect(verified.exit == 0, "\(verified)")
            }
        }
    }

    @Test func `by its own death ends a check that still runs, and looks again`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.slowCheck)
            let process = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("the check runs") { workshop.content("looks").hasSuffix("\n") }
            // The record of a check is written while it runs.
            try await eventually("the run is recorded") { try await workshop.rung("history").out.contains("running") }
            process.signal(SIGKILL)
            #expect(try await process.end().exit == 137)
            let check = try #require(pid_t(workshop.content("looks").dropLast()))
            #expect(isRunning(check))
            let history = try await workshop.rung("history")
            #expect(history.out.contains("died") && history.out.contains("rung resume"), "\(history)")
            let dead = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let stored = try await workshop.rung("transcript", dead, "--format", "json")
            #expect(try JSONValue.parse(stored.out)["run"]?["state"] == "died")
            try writeFile(workshop.folder + "/go", "")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 0, "\(resumed)")
            #expect(!isRunning(check))
        }
    }

    @Test func `by its own death waits for the fix that still runs, and does not run it again`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: mend
                fallback: call
                steps:
                  mend: {fix: 'echo began >> lines; while ! test -e go; do sleep 0.02; done; echo ended >> lines', next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("the fix runs") { workshop.has("lines") }
            process.signal(SIGKILL)
            _ = try await process.end()
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resuming = try workshop.start(["resume", id, "--unattended"])
            try await eventually("it waits for the fix") {
                resuming.err.contains("mend still runs: waiting for its end, at most ")
            }
            try writeFile(workshop.folder + "/go", "")
            let resumed = try await resuming.end()
            #expect(resumed.exit == 3, "\(resumed)")
            #expect(workshop.content("lines") == "began\nended\n")
            #expect(try await workshop.events(of: id).contains { $0.isEvent("action_lost") })
        }
    }

    @Test func `keeps the runbook, the params and the working directory that it began with`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                params: {word: {type: string}}
                start: look
                fallback: call
                steps:
                  look: {check: 'echo $$ >> looks; test -e go || sleep 60', next: mend}
                  mend: {fix: 'echo "$word" >> lines', verify: {check: test -s lines}, next: done}
                  done: {end: resolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended", "--set", "word=first"])
            try await eventually("the check runs") { workshop.has("looks") }
            process.signal(SIGTERM)
            _ = try await process.end()
            unlink(workshop.folder + "/t.yaml")
            try writeFile(workshop.folder + "/go", "")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.start(["resume", String(id.suffix(4)), "--unattended"], folder: "/").end()
            #expect(resumed.exit == 0, "\(resumed)")
            #expect(workshop.content("lines") == "first\n")
        }
    }
}
