import Glibc
import TestSupport
import Testing

/// The system's own sudo, with a user who has a password. One after the other: each has a terminal.
@Suite(.serialized, .enabled(if: RealSudo.obstacle == nil, Comment(rawValue: RealSudo.obstacle ?? "")))
struct `The real sudo in a guided walk` {
    private static let way = """
        start: mend
        fallback: call
        steps:
          mend:
            fix: sudo sh -c 'touch mended; while ! test -e go; do sleep 0.02; done'
            verify: {check: test -e mended}
            next: done
            else: call
          done: {end: resolved}
          call: {escalate: {to: ops}}
        """

    private func withSudo(_ body: (Workshop, RealSudo) async throws -> Void) async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            try await body(workshop, try await RealSudo(in: workshop))
        }
    }

    private func start(_ workshop: Workshop, _ sudo: RealSudo) throws -> RungTerminal {
        try workshop.startAtTerminal(
            ["run", "t.yaml", "--operator", "nora"], wrapper: sudo.wrapper, program: sudo.program)
    }

    @Test func `the right password lets the command run, and stands nowhere`() async throws {
        try await withSudo { workshop, sudo in
            let terminal = try start(workshop, sudo)
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("[sudo] password for nora:")
            try await terminal.see("not shown, not kept")
            terminal.type(RealSudo.password + "\n")
            try await eventually("the command runs as root") { workshop.has("mended") }
            // While all of it still runs: no process has the password among its words or variables.
            let search = """
                for f in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do
                    tr '\\0' '\\n' < "$f" 2>/dev/null | grep -q "$(cat pattern)" && echo "$f"
                done; true
                """
            try writeFile(workshop.folder + "/pattern", "sesam[e]")
            let seen = try await workshop.run(["sh", "-c", search])
            #expect(seen.exit == 0 && seen.out.isEmpty, "\(seen)")
            try writeFile(workshop.folder + "/go", "")
            let end = try await terminal.end()
            #expect(end.exit == 0 && !end.out.contains("sesame"), "\(end)")
            var status = stat()
            #expect(stat(workshop.folder + "/mended", &status) == 0 && status.st_uid == 0)
            let kept = try await workshop.run(["grep", "-rl", "sesame", workshop.folder + "/state"])
            #expect(kept.exit == 1, "\(kept)")
            let left = try await workshop.run(["find", workshop.folder + "/state", "-name", "asking-*"])
            #expect(left.out.isEmpty, "\(left)")
        }
    }

    @Test func `a wrong password is asked for again, three times, and then the command has failed`() async throws {
        try await withSudo { workshop, sudo in
            let terminal = try start(workshop, sudo)
            try await terminal.see("Enter run it")
            terminal.type("\n")
            for number in 1...3 {
                try await terminal.see("[sudo] password for nora:")
                try await terminal.see("not shown, not kept")
                // The question is put again below what sudo says, when it has said it.
                terminal.type("wrong-\(number)\n")
            }
            let end = try await terminal.end()
            #expect(end.exit == 3 && end.out.contains("3 incorrect password attempts"), "\(end)")
            #expect(end.out.contains("Sorry, try again") && !end.out.contains("wrong-"))
            #expect(!workshop.has("mended") && terminal.takesLines)
            let kept = try await workshop.run(["grep", "-rl", "wrong-", workshop.folder + "/state"])
            #expect(kept.exit == 1, "\(kept)")
        }
    }

    @Test func `a wrong password, and then the right one`() async throws {
        try await withSudo { workshop, sudo in
            try writeFile(workshop.folder + "/go", "")
            let terminal = try start(workshop, sudo)
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("not shown, not kept")
            terminal.type("wrong\n")
            try await terminal.see("Sorry, try again")
            try await terminal.see("not shown, not kept")
            terminal.type(RealSudo.password + "\n")
            #expect(try await terminal.end().exit == 0)
        }
    }

    @Test func `Ctrl-C at the prompt gives no password, fails the command, and leaves the walk in hand`() async throws {
        try await withSudo { workshop, sudo in
            let terminal = try start(workshop, sudo)
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("not shown, not kept")
            terminal.type("half a pass\u{3}")
            let end = try await terminal.end()
            #expect(end.exit == 3 && end.out.contains("no password was provided"), "\(end)")
            #expect(!end.out.contains("NOPASSWD") && !end.out.contains("half a pass") && !workshop.has("mended"))
            #expect(terminal.takesLines)
        }
    }

    @Test func `unattended it fails at once, and it is said what to allow`() async throws {
        try await withSudo { workshop, sudo in
            let end = try await workshop.start(
                ["run", "t.yaml", "--unattended"], wrapper: sudo.wrapper, program: sudo.program
            ).end()
            #expect(end.exit == 3 && end.out.contains("let sudoers allow this command (NOPASSWD)"), "\(end)")
            #expect(!workshop.has("mended"))
        }
    }
}
