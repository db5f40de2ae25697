import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `A state folder that cannot be used` {
    private static let book = """
        start: look
        fallback: call
        steps:
          look: {check: echo looked >> looks, next: mend}
          mend: {fix: echo mended >> lines, next: look_again}
          look_again: {check: echo again >> looks, next: over}
          over: {end: unresolved}
          call: {escalate: {to: ops}}
        """

    @Test func `of another user is told, checks run and nothing changes`() async throws {
        try await withWorkshop { workshop in
            var state = "/usr"
            if geteuid() == 0 {
                state = workshop.folder + "/theirs"
                mkdir(state, 0o700)
                chown(state, 65534, 65534)
            }
            let end = try await workshop.walk(Self.book, environment: ["RUNG_STATE_DIR": state])
            #expect(end.exit == 3, "\(end)")
            #expect(end.err.contains("the state folder \(state) belongs to user"), "\(end)")
            #expect(end.err.contains("Checks run; nothing that changes will start"), "\(end)")
            #expect(end.out.contains("nothing that changes starts unrecorded"), "\(end)")
            #expect(workshop.content("looks") == "looked\n" && !workshop.has("lines"))
            let history = try await workshop.rung("history", environment: ["RUNG_STATE_DIR": state])
            #expect(
                history.exit == 2 && history.err.contains("set RUNG_STATE_DIR to a folder of your own"), "\(history)")
        }
    }

    @Test func `that is not there is made by a run, and not by a look`() async throws {
        try await withWorkshop { workshop in
            let history = try await workshop.rung(
                "history", environment: ["RUNG_STATE_DIR": workshop.folder + "/new/x"])
            #expect(history.exit == 0 && history.out == "no runs yet\n", "\(history)")
            let transcript = try await workshop.rung(
                "transcript", "abc", environment: ["RUNG_STATE_DIR": workshop.folder + "/new/x"])
            #expect(transcript.exit == 2 && transcript.err.contains("there is no run abc"), "\(transcript)")
            #expect(!workshop.has("new"))
            _ = try await workshop.walk(Self.book, environment: ["RUNG_STATE_DIR": workshop.folder + "/new/x"])
            #expect(workshop.has("new/x/journal.db"))
        }
    }

    @Test func `that others can write is refused as a place of proof`() async throws {
        try await withWorkshop { workshop in
            mkdir(workshop.folder + "/state", 0o700)
            chmod(workshop.folder + "/state", 0o777)
            let end = try await workshop.walk(Self.book)
            #expect(end.exit == 3 && end.err.contains("chmod 0700"), "\(end)")
            #expect(!workshop.has("lines"))
        }
    }

    @Test func `that is a file is told`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/state", "x")
            let end = try await workshop.walk(Self.book)
            #expect(end.exit == 3 && end.err.contains("is no folder"), "\(end)")
            #expect(workshop.content("looks") == "looked\n" && !workshop.has("lines"))
        }
    }

    @Test func `that cannot be written is told, checks run and nothing changes`() async throws {
        try await withWorkshop { workshop in
            mkdir(workshop.folder + "/state", 0o700)
            try workshop.write(Self.book)
            let end = try await workshop.rung(
                "run", "t.yaml", "--unattended",
                wrapper: Mounting.before("mount --bind state state && mount -o remount,ro,bind state"))
            guard end.exit != Mounting.impossible else { return Mounting.tellNotRun() }
            #expect(end.exit == 3 && end.err.contains("read-only"), "\(end)")
            #expect(workshop.content("looks") == "looked\n" && !workshop.has("lines"))
        }
    }

    @Test func `on a disk that is full from the start is told, checks run and nothing changes`() async throws {
        try await withWorkshop { workshop in
            mkdir(workshop.folder + "/state", 0o700)
            try workshop.write(Self.book)
            let end = try await workshop.rung(
                "run", "t.yaml", "--unattended",
                wrapper: Mounting.before(
                    "mount -t tmpfs -o size=64k,mode=700 none state && (cat /dev/zero > state/fill || true) 2>/dev/null"
                ))
            guard end.exit != Mounting.impossible else { return Mounting.tellNotRun() }
            #expect(end.exit == 3 && end.err.contains("full"), "\(end)")
            #expect(workshop.content("looks") == "looked\n" && !workshop.has("lines"))
        }
    }

    @Test func `on a disk that fills up and is freed lets fixes run again, and loses no event`() async throws {
        try await withWorkshop { workshop in
            mkdir(workshop.folder + "/state", 0o700)
            try workshop.write(
                """
                start: fill
                fallback: call
                steps:
                  fill: {check: cat /dev/zero > "$RUNG_STATE_DIR/fill" || true, next: mend}
                  mend: {fix: echo mended >> lines, next: over, else: look}
                  look: {check: echo looked >> looks, next: free}
                  free: {check: rm "$RUNG_STATE_DIR/fill", next: mend_again}
                  mend_again: {fix: echo again >> lines, next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let script =
                "mount -t tmpfs -o size=2m,mode=700 none state || exit 9\n"
                + "\"$@\"; code=$?; cp -a state kept; exit $code"
            let end = try await workshop.rung(
                "run", "t.yaml", "--unattended", "--transcript", "events.jsonl",
                wrapper: Mounting.space + ["sh", "-c", script, "sh"])
            guard end.exit != Mounting.impossible else { return Mounting.tellNotRun() }
            #expect(end.exit == 4, "\(end)")
            #expect(end.err.contains("events cannot be recorded") && end.err.contains("full"), "\(end)")
            #expect(end.err.contains("can be recorded again"), "\(end)")
            #expect(workshop.content("lines") == "again\n" && workshop.content("looks") == "looked\n")
            let kept = ["RUNG_STATE_DIR": workshop.folder + "/kept"]
            let run = String(end.lastLine.split(separator: " ").last ?? "")
            let verified = try await workshop.rung("transcript", run, "--verify", environment: kept)
            #expect(verified.exit == 0, "\(verified)")
            let stored = try await workshop.rung("transcript", run, "--format", "json", environment: kept)
            let events = try #require(try JSONValue.parse(stored.out)["events"]?.arrayValue)
            let told = try workshop.content("events.jsonl").split(separator: "\n").map {
                try JSONValue.parse(String($0))
            }
            #expect(events == told)
        }
    }
}

/// File systems that are mounted for one command alone.
enum Mounting {
    /// The exit where nothing can be mounted here.
    static let impossible: Int32 = 9

    /// A name space of mounts of its own, with the root of a user name space where this user is not root.
    static var space: [String] { geteuid() == 0 ? ["unshare", "-m"] : ["unshare", "-rm"] }

    /// What to put before a command so that something is mounted for it.
    static func before(_ mount: String) -> [String] {
        space + ["sh", "-c", "\(mount) || exit \(impossible); exec \"$@\"", "sh"]
    }

    static func tellNotRun() {
        print("Not run: nothing can be mounted here.")
    }
}
