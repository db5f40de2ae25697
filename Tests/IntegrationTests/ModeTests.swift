import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `Ways to walk and to read` {
    private static let healing = """
        name: {en: The widget, ru: Штуковина}
        causes: {broken: {name: {en: It is broken, ru: Сломано}}}
        start: look
        fallback: call
        steps:
          look:
            name: {en: Look at it, ru: Посмотреть}
            check: test -e widget
            findings: [{when: exit != 0, cause: broken}]
            next: [{when: steps.look.ok, goto: done}, {when: causes.broken, goto: mend}]
          mend: {fix: touch widget, verify: look, next: done}
          done: {end: resolved}
          call: {escalate: {to: ops, message: {en: Nothing helped, ru: Ничего не помогло}}}
        """

    // MARK: Dry runs

    @Test(arguments: [
        ("next: mend", "next: done", Int32(0), "plan: resolved"),
        ("next: mend", "next: call", 3, "plan: escalated"),
        ("next: mend", "next: over", 4, "plan: unresolved"),
        ("next: mend", "next: look", 4, "plan: open in "),
        (
            "next: mend", "next: [{when: 'steps.mend.stdout == \"x\"', goto: done}], else: call", 4,
            "plan: open in "
        ),
    ])
    func `a dry run looks, changes nothing, and says where the walk would lead`(
        looking: String, way: String, exit: Int32, words: String
    ) async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: look
                fallback: call
                steps:
                  look: {check: touch looked, \(looking)}
                  mend: {fix: touch mended, verify: {check: test -e mended}, \(way)}
                  done: {end: resolved}
                  over: {end: unresolved}
                  spare: {check: "true", next: done2}
                  done2: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let end = try await workshop.rung("run", "t.yaml", "--dry-run")
            #expect(end.exit == exit, "\(end)")
            #expect(end.lastLine.hasPrefix(words), "\(end)")
            #expect(end.out.contains("$ touch mended"), "\(end)")
            #expect(workshop.has("looked") && !workshop.has("mended"))
            #expect(!end.out.contains("calls ops") || exit == 3)
        }
    }

    @Test func `a dry run whose time runs out says so by its exit`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                limits: {time: 200ms}
                start: look
                fallback: over
                steps:
                  look: {check: sleep 60, next: over}
                  over: {end: unresolved}
                """)
            for mode in ["--dry-run", "--unattended"] {
                let end = try await workshop.rung("run", "t.yaml", mode)
                #expect(end.exit == 124 && end.lastLine.contains("out of time"), "\(end)")
            }
        }
    }

    @Test func `a person's step without a policy is refused without anyone, and planned in a dry run`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: look
                fallback: call
                steps:
                  look: {check: touch looked, next: tell}
                  tell: {manual: Turn the key, verify: {check: test -e key}, next: done}
                  done: {end: resolved}
                  call: {escalate: {to: ops}}
                """)
            let refused = try await workshop.rung("run", "t.yaml", "--unattended")
            #expect(refused.exit == 2 && refused.err.contains("tell") && refused.err.contains("`unattended: escalate`"))
            #expect(!workshop.has("looked"))
            let planned = try await workshop.rung("run", "t.yaml", "--dry-run")
            #expect(planned.exit == 0 && planned.out.contains("Turn the key"), "\(planned)")
        }
    }

    @Test func `a destroy never runs unattended, and says so`() async throws {
        try await withWorkshop { workshop in
            let end = try await workshop.walk(
                """
                start: wipe
                fallback: call
                steps:
                  wipe: {fix: touch wiped, effect: destroy, preview: echo all of it, next: over, else: call}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            #expect(end.exit == 3 && !workshop.has("wiped"), "\(end)")
            #expect(end.out.contains("`effect: destroy` never runs unattended"), "\(end)")
        }
    }

    // MARK: JSON

    @Test(arguments: [("--unattended", "ended"), ("--dry-run", "ended")])
    func `--json prints one object and nothing else`(mode: String, state: String) async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.healing)
            let end = try await workshop.rung("run", "t.yaml", mode, "--json")
            #expect(end.exit == 0 && end.err.isEmpty, "\(end)")
            #expect(end.out.hasSuffix("}\n") && end.out.split(separator: "\n").count == 1)
            let result = try JSONValue.parse(end.out)
            #expect(result["outcome"] == "resolved" && result["state"]?.stringValue == state && result["exit"] == 0)
            #expect(result["runbook"]?.stringValue == workshop.id && result["run"]?.stringValue?.isEmpty == false)
            #expect(result["mode"]?.stringValue == (mode == "--dry-run" ? "dry_run" : "unattended"))
        }
    }

    @Test func `--json of an interrupted run and of its resumption prints one object`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: look
                fallback: call
                steps:
                  look: {check: 'touch looked; test -e go || sleep 60', next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended", "--json"])
            try await eventually("the check runs") { workshop.has("looked") }
            process.signal(SIGTERM)
            let end = try await process.end()
            let result = try JSONValue.parse(end.out)
            #expect(end.exit == 143 && result["state"] == "interrupted" && result["outcome"] == .null, "\(end)")
            #expect(result["exit"] == 143 && result["reason"] == "SIGTERM")
            try writeFile(workshop.folder + "/go", "")
            let resumed = try await workshop.rung("resume", result["run"]?.stringValue ?? "", "--unattended", "--json")
            #expect(resumed.exit == 4)
            #expect(try JSONValue.parse(resumed.out)["outcome"] == "unresolved", "\(resumed)")
        }
    }

    @Test func `--json of a refusal leaves standard output empty`() async throws {
        try await withWorkshop { workshop in
            let end = try await workshop.rung("run", "absent.yaml", "--unattended", "--json")
            #expect(end.exit == 2 && end.out.isEmpty && !end.err.isEmpty, "\(end)")
        }
    }

    // MARK: Transcripts

    @Test func `a streamed transcript is the journal, event by event`() async throws {
        try await withWorkshop { workshop in
            let end = try await workshop.walk(Self.healing, "--transcript", "events.jsonl")
            #expect(end.exit == 0, "\(end)")
            let lines = workshop.content("events.jsonl").split(separator: "\n")
            let told = try lines.map { try JSONValue.parse(String($0)) }
            #expect(told.map { $0["seq"] } == (1...lines.count).map { JSONValue.int(Int64($0)) })
            #expect(told == (try await workshop.events()))
            #expect(told.first?["kind"] == "started" && told.last?["kind"] == "ended")
            var status = stat()
            #expect(stat(workshop.folder + "/events.jsonl", &status) == 0 && status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func `the text of a transcript says why each way was taken`() async throws {
        try await withWorkshop { workshop in
            let walk = try await workshop.walk(Self.healing)
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            #expect(walk.lastLine.hasPrefix("resolved in ") && walk.lastLine.hasSuffix("run \(id)"), "\(walk)")
            let end = try await workshop.rung("transcript", id)
            for words in [
                "Look at it", "found broken", "It is broken", "when causes.broken is", "→ mend", "$ touch widget",
                "verif",
            ] {
                #expect(end.out.contains(words), "\(words): \(end)")
            }
            let russian = try await workshop.rung("transcript", id, "--lang", "ru")
            #expect(russian.out.contains("Посмотреть") && russian.out.contains("Сломано"), "\(russian)")
        }
    }

    @Test func `texts come in the language that is asked for, else in that of the environment`() async throws {
        try await withWorkshop { workshop in
            let flag = try await workshop.walk(Self.healing, "--lang", "ru")
            #expect(flag.out.contains("Штуковина") && flag.out.contains("Посмотреть"), "\(flag)")
            unlink(workshop.folder + "/widget")
            let locale = try await workshop.walk(Self.healing, environment: ["LC_ALL": "ru_RU.UTF-8"])
            #expect(locale.out.contains("Посмотреть"), "\(locale)")
            unlink(workshop.folder + "/widget")
            let other = try await workshop.walk(Self.healing, "--lang", "de")
            #expect(other.out.contains("Look at it"), "\(other)")
        }
    }

    @Test(arguments: [
        (
            "UPDATE events SET payload = replace(payload, 'touch widget', 'touch another') WHERE payload LIKE '%touch widget%'",
            "changed after the fact"
        ),
        ("DELETE FROM events WHERE place & 4294967295 = 5", "event 5 is missing"),
        ("UPDATE runs SET operator = 'somebody else'", "start was changed after the fact"),
    ])
    func `tampering with the journal shows, and names the event`(sql: String, words: String) async throws {
        try await withWorkshop { workshop in
            _ = try await workshop.walk(Self.healing)
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let before = try await workshop.rung("transcript", id, "--verify")
            #expect(before.exit == 0 && before.out.contains("all as recorded"), "\(before)")
            let changed = try await workshop.run([
                "python3", "-c",
                "import sqlite3, sys; c = sqlite3.connect('state/journal.db'); c.execute(sys.argv[1]); c.commit()",
                sql,
            ])
            try #require(changed.exit == 0, "\(changed)")
            let after = try await workshop.rung("transcript", id, "--verify")
            #expect(after.exit == 1, "\(after)")
            #expect(after.out.contains(words), "\(after)")
            let json = try await workshop.rung("transcript", id, "--verify", "--format", "json")
            #expect(try JSONValue.parse(json.out)["intact"] == false)
        }
    }

    @Test func `the history names each run with its outcome, state and times`() async throws {
        try await withWorkshop { workshop in
            let empty = try await workshop.rung("history")
            #expect(empty.exit == 0 && empty.out == "no runs yet\n", "\(empty)")
            _ = try await workshop.walk(Self.healing, "--operator", "Anna")
            let run = try await workshop.latestRun()
            for (name, value) in [
                ("outcome", "resolved"), ("state", "ended"), ("runbook", workshop.id), ("operator", "Anna"),
            ] {
                #expect(run[name]?.stringValue == value, "\(name)")
            }
            let (started, ended) = (run["started"]?.stringValue ?? "", run["ended"]?.stringValue ?? "")
            #expect(started.hasSuffix("Z") && started < ended)
            let table = try await workshop.rung("history")
            #expect(table.out.contains(run["id"]?.stringValue ?? "-") && table.out.contains("Anna"), "\(table)")
        }
    }

    @Test func `the demo heals its backend, and leaves nothing behind`() async throws {
        try await withWorkshop { workshop in
            mkdir(workshop.folder + "/tmp", 0o700)
            let end = try await workshop.rung("demo", environment: ["TMPDIR": workshop.folder + "/tmp"])
            #expect(end.exit == 0 && end.out.contains("resolved in "), "\(end)")
            #expect(end.out.contains("all as recorded"), "\(end)")
            #expect(try namesInFolder(workshop.folder + "/tmp").isEmpty)
        }
    }

    @Test func `validate says what is wrong and where`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.healing)
            let good = try await workshop.rung("validate", "t.yaml")
            #expect(good.exit == 0 && good.out.contains("t.yaml: valid, 4 steps"), "\(good)")
            try workshop.write(Self.healing.replacing("goto: mend", with: "goto: mned"), to: "bad.yaml")
            let bad = try await workshop.rung("validate", "t.yaml", "bad.yaml")
            #expect(bad.exit == 2 && bad.out.contains("did you mean `mend`?"), "\(bad)")
        }
    }
}
