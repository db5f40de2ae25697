import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `The service that watches` {
    @Test func `heals what it sees, and says so when it is confirmed`() async throws {
        try await withWatch { fixture in
            try fixture.write()
            try fixture.touch("up")
            let service = try await fixture.start()
            try await eventually("healthy") { service.err.contains("health=healthy") }
            fixture.remove("up")
            try await eventually("the incident is over") { service.err.contains("incident_closed") }
            #expect(fixture.mends == 1)
            #expect(fixture.notices.isEmpty)
            let watch = try await fixture.watch()
            #expect(watch["health"]?.stringValue == "healthy")
            #expect(watch["incident"]?.isNull == true)
            #expect(watch["runs_in_window"]?.intValue == 1)
            let run = try await fixture.workshop.latestRun()
            #expect(run["outcome"]?.stringValue == "resolved")
            let end = try await fixture.stop(service)
            #expect(end.exit == 0, "\(end)")
            #expect(try await fixture.status()["service"]?.stringValue == "stopped")
        }
    }

    @Test func `calls a person once when the fix does not help, with the report of the run`() async throws {
        try await withWatch { fixture in
            try fixture.write()
            try fixture.touch("stuck")
            let service = try await fixture.start()
            try await eventually("the notice") { !fixture.notices.isEmpty }
            try await Task.sleep(for: .seconds(2))
            #expect(fixture.mends == 1)
            #expect(fixture.notices.count == 1)
            let notice = try #require(fixture.notices("escalation").first)
            #expect(notice["text"]?.stringValue?.contains("It does not come back.") == true)
            #expect(notice["report"]?.stringValue?.contains("mend") == true)
            let run = try await fixture.workshop.latestRun()
            #expect(notice["run"]?.stringValue == run["id"]?.stringValue)
            try fixture.touch("up")
            try await eventually("the recovery") { !fixture.notices("recovery").isEmpty }
            _ = try await fixture.stop(service)
        }
    }

    @Test func `opens the breaker after runs that do not resolve, until a person resets it`() async throws {
        try await withWatch { fixture in
            try fixture.write(guards: "{grace: 0s, cooldown: 0s, max_runs: none, flapping: none, breaker: 2}")
            try fixture.touch("stuck")
            let service = try await fixture.start()
            for count in 1...2 {
                try await eventually("run \(count) has failed") { fixture.notices("escalation").count == count }
                try fixture.touch("up")
                try await eventually("recovery \(count)") { fixture.notices("recovery").count == count }
                fixture.remove("up")
            }
            try await eventually("the breaker") { fixture.notices("escalation").count == 3 }
            #expect(fixture.mends == 2)
            #expect(try await fixture.watch()["breaker"]?.isNull == false)
            let wrong = try await fixture.workshop.rung("reset", "nothing", "--reason", "x")
            #expect(wrong.exit == 2 && wrong.err.contains(fixture.workshop.id), "\(wrong)")
            let empty = try await fixture.workshop.rung("reset", fixture.workshop.id, "--reason", " ")
            #expect(empty.exit == 2, "\(empty)")
            fixture.remove("stuck")
            let reset = try await fixture.workshop.rung("reset", fixture.workshop.id, "--reason", "disk replaced")
            #expect(reset.exit == 0, "\(reset)")
            try await eventually("healed") { fixture.notices("recovery").count == 3 }
            #expect(fixture.mends == 3)
            _ = try await fixture.stop(service)
        }
    }

    @Test func `that is killed in a fix calls a person, and does not run the fix again`() async throws {
        try await withWatch { fixture in
            try fixture.write(fix: "sleep 2")
            let service = try await fixture.start()
            try await eventually("the fix runs") { fixture.mends == 1 }
            service.signal(SIGKILL)
            _ = try await service.end()
            let next = try await fixture.start()
            try await eventually("the run is over\n\(next.err)", within: .seconds(30)) { !fixture.notices.isEmpty }
            #expect(fixture.mends == 1)
            #expect(fixture.notices("escalation").count == 1)
            let history = try await fixture.workshop.rung("history", "--json")
            #expect(try JSONValue.parse(history.out).arrayValue?.count == 1)
            _ = try await fixture.stop(next)
        }
    }

    @Test func `that is stopped in a check leaves a run that the next one takes up`() async throws {
        try await withWatch { fixture in
            try fixture.write()
            try fixture.workshop.write(
                """
                target: \(fixture.workshop.id)
                start: slow
                fallback: call
                steps:
                  slow: {check: 'echo slow >> slows; test -e go || sleep 30', next: look}
                  look: {check: test -e up, next: done, else: mend}
                  mend: {fix: 'echo mend >> mends; touch up', verify: look, next: done}
                  call: {escalate: {to: oncall}}
                  done: {end: resolved}
                """)
            let service = try await fixture.start()
            try await eventually("the check runs") { fixture.workshop.content("slows") != "" }
            let end = try await fixture.stop(service)
            #expect(end.exit == 0, "\(end)")
            #expect(try await fixture.workshop.latestRun()["state"]?.stringValue == "interrupted")
            try fixture.touch("go")
            let next = try await fixture.start()
            try await eventually("healed\n\(next.err)") { next.err.contains("incident_closed") }
            #expect(fixture.mends == 1)
            let history = try await fixture.workshop.rung("history", "--json")
            #expect(try JSONValue.parse(history.out).arrayValue?.count == 1)
            _ = try await fixture.stop(next)
        }
    }

    @Test func `ends within ten seconds, and with it a fix that does not want to`() async throws {
        try await withWatch { fixture in
            try fixture.write(fix: "trap '' TERM; sleep 60 & wait; sleep 60")
            let service = try await fixture.start()
            try await eventually("the fix runs") { fixture.mends == 1 }
            let end = try await fixture.stop(service)
            #expect(end.exit == 0, "\(end)")
            #expect(try await fixture.workshop.latestRun()["state"]?.stringValue == "interrupted")
        }
    }

    @Test func `keeps its hands off during a pause, which every transcript shows`() async throws {
        try await withWatch { fixture in
            try fixture.write()
            try fixture.touch("up")
            let service = try await fixture.start()
            let paused = try await fixture.workshop.rung(
                "pause", "--for", "1h", "--reason", "upgrade of the database", "--operator", "anna")
            #expect(paused.exit == 0 && paused.out.contains("upgrade of the database"), "\(paused)")
            try await eventually("the service knows") { service.err.contains("paused") }
            fixture.remove("up")
            try await eventually("held back") { service.err.contains("by=pause") }
            #expect(fixture.mends == 0)
            #expect(fixture.notices.isEmpty)
            let pauses = try await fixture.status()["pauses"]?.arrayValue
            #expect(pauses?.first?["by"]?.stringValue == "anna")
            // A person's own run is theirs, and says what is in force.
            let run = try await fixture.workshop.rung("run", "t.yaml", "--unattended", "--target", "another")
            #expect(run.exit == 0, "\(run)")
            let transcript = try await fixture.workshop.rung("transcript", "latest-is-none")
            #expect(transcript.exit == 2)
            let events = try await fixture.workshop.events()
            let isNoted = events.contains {
                $0.isEvent("noted") && $0["text"]?.stringValue?.contains("upgrade of the database") == true
            }
            #expect(isNoted)
            fixture.remove("up")
            try await Task.sleep(for: .milliseconds(500))
            let unpaused = try await fixture.workshop.rung("unpause")
            #expect(unpaused.exit == 0, "\(unpaused)")
            try await eventually("healed\n\(service.err)") { service.err.contains("incident_closed") }
            let again = try await fixture.workshop.rung("unpause")
            #expect(again.exit == 2, "\(again)")
            _ = try await fixture.stop(service)
        }
    }

    @Test func `leaves a target alone that a person's run holds`() async throws {
        try await withWatch { fixture in
            try fixture.write()
            try fixture.touch("up")
            try fixture.workshop.write(
                """
                target: \(fixture.workshop.id)
                start: look
                fallback: call
                steps:
                  look: {check: 'touch held; while ! test -e go; do sleep 0.05; done', next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """, to: "person.yaml", id: "person")
            let person = try fixture.workshop.start(["run", "person.yaml", "--unattended"])
            try await eventually("the person's run") { fixture.workshop.has("held") }
            let service = try await fixture.start()
            fixture.remove("up")
            try await eventually("held back") { service.err.contains("by=lock") }
            #expect(fixture.mends == 0)
            try fixture.touch("go")
            #expect(try await person.end().exit == 4)
            try await eventually("healed", within: .seconds(40)) { service.err.contains("incident_closed") }
            #expect(fixture.mends == 1)
            _ = try await fixture.stop(service)
        }
    }

    @Test func `reads its configuration anew, and keeps the old one where the new one is broken`() async throws {
        try await withWatch { fixture in
            try fixture.write()
            try fixture.touch("up")
            let service = try await fixture.start()
            try writeFile(fixture.workshop.folder + "/config.yaml", "version: 1\nwatches: {site: {runbok: t.yaml}}\n")
            service.signal(SIGHUP)
            try await eventually("it is refused") { service.err.contains("the old one stays") }
            #expect(service.err.contains("config.yaml:2:"))
            fixture.remove("up")
            try await eventually("the old one heals") { service.err.contains("incident_closed") }
            try fixture.write(
                guards: "{grace: 0s, cooldown: 0s}",
                top: "maintenance: [{from: '00:00', to: '12:00'}, {from: '12:00', to: '24:00'}]")
            service.signal(SIGHUP)
            try await eventually("it is read") { service.err.contains("was read anew") }
            fixture.remove("up")
            try await eventually("the new one holds") { service.err.contains("by=maintenance") }
            #expect(fixture.mends == 1)
            _ = try await fixture.stop(service)
        }
    }

    @Test func `only looks where the configuration says so, and destroys only what it names`() async throws {
        try await withWatch { fixture in
            try fixture.write(watch: "    effects: read\n    probe: {step: look, every: 100ms, failures: 2}")
            let service = try await fixture.start()
            try await eventually("the notice") { !fixture.notices.isEmpty }
            #expect(fixture.mends == 0)
            _ = try await fixture.stop(service)
        }
        for names in ["", "    destroy: [mend]\n"] {
            try await withWatch { fixture in
                try fixture.write(watch: names + "    probe: {step: look, every: 100ms, failures: 2}")
                let runbook = fixture.workshop.content("t.yaml").replacing(
                    "    verify:", with: "    effect: destroy\n    verify:")
                try writeFile(fixture.workshop.folder + "/t.yaml", runbook)
                let service = try await fixture.start()
                try await eventually("it has ended") { service.err.contains("run_ended") }
                #expect(fixture.mends == (names.isEmpty ? 0 : 1))
                _ = try await fixture.stop(service)
            }
        }
    }

    @Test func `looks once with --once, and knows what earlier passes saw`() async throws {
        try await withWatch { fixture in
            try fixture.write(watch: "    probe: {step: look, every: 100ms, failures: 2 within 1h}")
            let first = try await fixture.workshop.rung("watch", "--config", "config.yaml", "--once")
            #expect(first.exit == 0 && fixture.mends == 0, "\(first)")
            let second = try await fixture.workshop.rung("watch", "--config", "config.yaml", "--once")
            #expect(second.exit == 0 && fixture.mends == 1, "\(second)")
            #expect(try await fixture.workshop.latestRun()["outcome"]?.stringValue == "resolved")
        }
    }

    @Test func `refuses what is not safe or not there, with words`() async throws {
        try await withWatch { fixture in
            try fixture.write()
            let workshop = fixture.workshop
            let none = try await workshop.rung("watch", "--config", "absent.yaml")
            #expect(none.exit == 2 && none.err.contains("there is no such file"), "\(none)")
            chmod(workshop.folder + "/config.yaml", 0o666)
            let open = try await workshop.rung("watch", "--config", "config.yaml")
            #expect(open.exit == 2 && open.err.contains("can be written by others"), "\(open)")
            chmod(workshop.folder + "/config.yaml", 0o600)
            chmod(workshop.folder + "/t.yaml", 0o666)
            let runbook = try await workshop.rung("validate", "config.yaml")
            #expect(runbook.exit == 2 && runbook.out.contains("can be written by others"), "\(runbook)")
            chmod(workshop.folder + "/t.yaml", 0o600)
            let valid = try await workshop.rung("validate", "config.yaml", "t.yaml")
            #expect(valid.exit == 0 && valid.out.contains("valid configuration"), "\(valid)")
            try fixture.touch("up")
            let service = try await fixture.start()
            let twin = try await workshop.rung("watch", "--config", "config.yaml")
            #expect(twin.exit == 5 && twin.err.contains("process \(service.pid)"), "\(twin)")
            _ = try await fixture.stop(service)
            for arguments in [
                ["--for", "2", "--reason", "x"], ["--for", "1h", "--reason", ""], ["--for", "9999h", "--reason", "x"],
            ] {
                let end = try await workshop.start(["pause"] + arguments).end()
                #expect(end.exit == 2, "\(end)")
            }
        }
    }
}
