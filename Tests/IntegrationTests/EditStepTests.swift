import Glibc
import JSONText
import TestSupport
import Testing

@Suite(.serialized) struct `Edit steps` {
    private static let site = """
        # the shop's site
        server {
            listen 80;   # plain
            location / {
                proxy_pass http://localhost:3000;
            }
        }

        """

    /// A runbook that sets a timeout in `site`, with what else the step says.
    private static func book(_ rest: String) -> String {
        """
        start: raise
        fallback: call
        steps:
          raise:
            edit: {file: site, set: {server: {"location /": {proxy_read_timeout: 60s}}}}
            apply: echo applied >> log
        \(rest.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
            next: over
            else: call
          over: {end: unresolved}
          call: {escalate: {to: ops}}
        """
    }

    private static let edited = site.replacing(
        "localhost:3000;\n", with: "localhost:3000;\n        proxy_read_timeout 60s;\n")

    @Test func `say before the change that the file has other names, which keep the old content`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book(""))
            try writeFile(workshop.folder + "/site", Self.site)
            #expect(link(workshop.folder + "/site", workshop.folder + "/twin") == 0)
            let words = "the file has another name (hard links), which will keep the old content"
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"])
            let before = try await terminal.see("Enter run it")
            #expect(before.contains("+        proxy_read_timeout 60s;") && before.contains(words), "\(before)")
            #expect(workshop.content("site") == Self.site)
            terminal.type("\n")
            #expect(try await terminal.end().exit == 4)
            #expect(workshop.content("site") == Self.edited && workshop.content("twin") == Self.site)
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            #expect(try await workshop.rung("transcript", id).out.contains(words))
            #expect(try await workshop.rung("transcript", id, "--format", "markdown").out.contains("hard links"))
        }
    }

    @Test func `change the lines that are meant, and keep comments, mode and owner, and the old file`() async throws {
        try await withWorkshop { workshop in
            let file = workshop.folder + "/site"
            try writeFile(file, Self.site)
            #expect(chmod(file, 0o640) == 0)
            if getuid() == 0 { #expect(chown(file, 12, 34) == 0) }
            let end = try await workshop.walk(Self.book("validate: grep -q 60s site"))
            #expect(end.exit == 4, "\(end)")
            #expect(workshop.content("site") == Self.edited)
            #expect(workshop.content("log") == "applied\n")
            var status = stat()
            #expect(stat(file, &status) == 0 && status.st_mode & 0o7777 == 0o640)
            if getuid() == 0 { #expect(status.st_uid == 12 && status.st_gid == 34) }
            #expect(end.out.contains("+        proxy_read_timeout 60s;"), "\(end)")
            let written = try #require(
                try await workshop.events().first { $0["edit"]?["state"]?.stringValue == "written" })
            let kept = try #require(written["edit"]?["backup"]?.stringValue)
            #expect(try readFile(kept) == Array(Self.site.utf8))
            #expect(stat(kept, &status) == 0 && status.st_mode & 0o7777 == 0o600)
            let transcript = try await workshop.rung(
                "transcript", try #require(workshop.latestRun()["id"]?.stringValue))
            #expect(transcript.out.contains("+        proxy_read_timeout 60s;"), "\(transcript)")
        }
    }

    @Test func `put the old file back where validate fails, and apply nothing`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/site", Self.site)
            let end = try await workshop.walk(Self.book("validate: echo line 5 is wrong >&2; false"))
            #expect(end.exit == 3, "\(end)")
            #expect(workshop.content("site") == Self.site && !workshop.has("log"))
            #expect(end.out.contains("line 5 is wrong"), "\(end)")
            #expect(end.out.contains("`validate` failed: exit 1; the old file was put back"), "\(end)")
        }
    }

    @Test func `put the old file back and apply again where the change did not help`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/site", Self.site)
            let end = try await workshop.walk(Self.book("verify: {check: 'false', every: 100ms, within: 300ms}"))
            #expect(end.exit == 3, "\(end)")
            #expect(workshop.content("site") == Self.site && workshop.content("log") == "applied\napplied\n")
            #expect(end.out.contains("it did not help within 300ms; the old file was put back"), "\(end)")
        }
    }

    @Test func `say where nothing needs to change, and verify it`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/site", Self.edited)
            let end = try await workshop.walk(Self.book("verify: {check: grep -q 60s site}"))
            #expect(end.exit == 4 && end.out.contains("nothing to change"), "\(end)")
            #expect(workshop.content("site") == Self.edited && !workshop.has("log"))
        }
    }

    @Test func `change the file that a symbolic link leads to, and keep the link`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/real", Self.site)
            #expect(symlink("real", workshop.folder + "/site") == 0)
            let end = try await workshop.walk(Self.book(""))
            #expect(end.exit == 4, "\(end)")
            var status = stat()
            #expect(lstat(workshop.folder + "/site", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
            #expect(workshop.content("real") == Self.edited)
        }
    }

    @Test(arguments: [
        ("replace: {pattern: nothing_of_that, with: x}", "nothing matches the pattern `nothing_of_that`"),
        ("replace: {pattern: '[;]', with: x}", "matches 2 places (lines 3 and 5)"),
        ("ensure_line: {line: x, pattern: ';'}", "matches 2 lines (lines 3 and 5)"),
    ])
    func `fail in words where the change fits no place`(change: String, words: String) async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/site", Self.site)
            let body = Self.book("").replacing(
                "set: {server: {\"location /\": {proxy_read_timeout: 60s}}}", with: change)
            let end = try await workshop.walk(body)
            #expect(end.exit == 3 && end.out.contains(words), "\(end)")
            #expect(workshop.content("site") == Self.site)
        }
    }

    @Test func `show the diff to an operator before Enter, and leave alone what others change meanwhile`() async throws
    {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/site", Self.site)
            try workshop.write(Self.book(""))
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"])
            let before = try await terminal.see("Enter run it")
            #expect(before.contains("+        proxy_read_timeout 60s;"), "\(before)")
            #expect(workshop.content("site") == Self.site)
            try writeFile(workshop.folder + "/site", "# somebody else was here\n")
            terminal.type("\n")
            let end = try await terminal.end()
            #expect(end.out.contains("changed by others"), "\(end)")
            #expect(workshop.content("site") == "# somebody else was here\n" && !workshop.has("log"))
        }
    }

    @Test func `are only planned in a dry run`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/site", Self.site)
            try workshop.write(Self.book("validate: touch validated"))
            let end = try await workshop.rung("run", "t.yaml", "--dry-run")
            #expect(end.out.contains("+        proxy_read_timeout 60s;"), "\(end)")
            #expect(workshop.content("site") == Self.site && !workshop.has("log") && !workshop.has("validated"))
        }
    }

    @Test func `go on after a kill from where the file shows that they stopped`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/site", Self.site)
            try workshop.write(Self.book("validate: touch validating; test -e go || sleep 60"))
            let process = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("the validation runs") { workshop.has("validating") }
            kill(process.pid, SIGKILL)
            _ = try await process.end()
            #expect(workshop.content("site") == Self.edited && !workshop.has("log"))
            try writeFile(workshop.folder + "/go", "")
            let run = try #require(try await workshop.latestRun()["id"]?.stringValue)
            let end = try await workshop.rung("resume", run, "--unattended")
            #expect(end.exit == 4, "\(end)")
            #expect(workshop.content("site") == Self.edited && workshop.content("log") == "applied\n")
        }
    }

    @Test func `never show a secret that stands in the file`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/app.env", "PASSWORD=hunter2-hunter2\nMODE=slow\n")
            let end = try await workshop.walk(
                """
                secrets: {password: {env: APP_PASSWORD}}
                start: a
                fallback: z
                steps:
                  a: {edit: {file: app.env, set: {MODE: fast}}, next: z, else: z}
                  z: {end: unresolved}
                """, environment: ["APP_PASSWORD": "hunter2-hunter2"])
            #expect(workshop.content("app.env") == "PASSWORD=hunter2-hunter2\nMODE=fast\n", "\(end)")
            #expect(end.out.contains("+MODE=fast") && !end.out.contains("hunter2"), "\(end)")
            let stored = try await workshop.run(["grep", "-c", "hunter2", workshop.folder + "/state/journal.db"])
            #expect(stored.out.hasPrefix("0"), "\(stored)")
        }
    }
}
