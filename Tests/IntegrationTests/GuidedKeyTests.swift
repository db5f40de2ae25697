import Glibc
import JSONText
import TestSupport
import Testing

/// The keys of a guided walk, at a terminal of our own. One after the other: what a person sees depends on the time that
/// the machine has.
@Suite(.serialized) struct `The keys of a guided walk` {
    private static let way = """
        start: look
        fallback: call
        steps:
          look: {check: echo seen >> lines, next: mend}
          mend: {fix: echo mended >> lines, verify: {check: test -s lines}, next: done, else: call}
          done: {end: resolved}
          call: {escalate: {to: ops}}
        """

    @Test func `each step waits for Enter, and says its command and what it does first`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"])
            let look = try await terminal.see("Enter run it")
            #expect(look.contains("look [reads]") && look.contains("$ echo seen >> lines"), "\(look)")
            #expect(!workshop.has("lines") && !terminal.takesLines)
            terminal.type("\n")
            let mend = try await terminal.see("mend [changes]")
            #expect(mend.contains("✓ ok · exit 0"), "\(mend)")
            let why = try await terminal.see("Enter run it")
            #expect(why.contains("← look: next") && why.contains("$ echo mended >> lines"), "\(why)")
            terminal.type("\n")
            let end = try await terminal.end()
            #expect(end.exit == 0 && terminal.takesLines, "\(end)")
        }
    }

    @Test func `a lets checks run, and stops at a change`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                Self.way.replacing("next: mend}", with: "next: second}\n  second: {check: 'true', next: mend}"))
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"])
            try await terminal.see("a run on")
            terminal.type("a")
            try await terminal.see("mend [changes]")
            try await terminal.see("Enter run it")
            terminal.type("a")
            try await Task.sleep(for: .milliseconds(200))
            #expect(workshop.content("lines") == "seen\n")
            terminal.type("\n")
            #expect(try await terminal.end().exit == 0)
        }
    }

    @Test func `s at a check leaves it without a verdict`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            let terminal = try workshop.startAtTerminal(["run", "t.yaml", "--operator", "Anna"])
            try await terminal.see("Enter run it")
            terminal.type("s")
            try await terminal.see("skipped by Anna")
            try await terminal.see("mend [changes]")
            #expect(!workshop.has("lines"))
            terminal.type("q")
            #expect(try await terminal.end().exit == 6)
        }
    }

    @Test func `e edits the command here, and who did it is recorded`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            let terminal = try workshop.startAtTerminal(["run", "t.yaml", "--operator", "Anna"])
            try await terminal.see("Enter run it")
            terminal.type("e")
            try await terminal.see("command > echo seen >> lines")
            terminal.type("\u{1}\u{b}echo другое >> lines\n")
            try await terminal.see("command edited by Anna")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("mend [changes]")
            #expect(workshop.content("lines") == "другое\n")
            try await terminal.see("Enter run it")
            terminal.type("q")
            _ = try await terminal.end()
            let events = try await workshop.events()
            #expect(events.contains { $0.isEvent("command_edited") && $0["by"] == "Anna" })
        }
    }

    @Test func `e opens the operator's own editor`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            try writeFile(workshop.folder + "/ed", "sed -i s/seen/edited/ \"$1\"\n")
            let terminal = try workshop.startAtTerminal(
                ["run", "t.yaml"], environment: ["EDITOR": "sh \(workshop.folder)/ed"])
            try await terminal.see("Enter run it")
            terminal.type("e")
            try await terminal.see("echo edited >> lines")
            try await terminal.see("Enter run it")
            #expect(!terminal.takesLines)
            terminal.type("\n")
            try await eventually("the edited command ran") { workshop.content("lines") == "edited\n" }
            try await terminal.see("mend [changes]")
            try await terminal.see("Enter run it")
            terminal.type("q")
            #expect(try await terminal.end().exit == 6)
        }
    }

    @Test func `n notes, b goes back without undoing, j goes elsewhere`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            let terminal = try workshop.startAtTerminal(["run", "t.yaml", "--operator", "Anna"])
            try await terminal.see("Enter run it")
            terminal.type("b")
            try await terminal.see("There is no step before this one")
            terminal.type("n")
            try await terminal.see("note > ")
            terminal.type("the disk is slow\n")
            try await terminal.see("note by Anna: the disk is slow")
            terminal.type("\n")
            try await terminal.see("mend [changes]")
            try await terminal.see("Enter run it")
            terminal.type("b")
            try await terminal.see("look (visit 2)")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await eventually("the check ran again") { workshop.content("lines") == "seen\nseen\n" }
            try await terminal.see("mend (visit 2)")
            try await terminal.see("Enter run it")
            terminal.type("j")
            try await terminal.see("jump to > ")
            terminal.type("ca\n")
            let end = try await terminal.end()
            #expect(end.exit == 3 && end.out.contains("jumped to call by Anna"), "\(end)")
        }
    }

    @Test func `w, g and ? explain, and leave the question where it was`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"])
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("mend [changes]")
            try await terminal.see("Enter run it")
            terminal.type("w")
            try await terminal.see("Why mend")
            try await terminal.see("✓ look: exit 0")
            terminal.type("g")
            try await terminal.see("The steps, and the way so far")
            try await terminal.see("✓ look")
            terminal.type("?")
            try await terminal.see("goes back to the step before")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            #expect(try await terminal.end().exit == 0)
        }
    }

    @Test func `o shows the whole output in the pager`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way.replacing("echo seen >> lines", with: "seq 1 30"))
            let terminal = try workshop.startAtTerminal(
                ["run", "t.yaml"], environment: ["PAGER": "cat > paged; stty -a < /dev/tty > modes"])
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("mend [changes]")
            try await terminal.see("Enter run it")
            terminal.type("o")
            try await eventually("the pager ran") { workshop.content("modes").contains("icanon") }
            #expect(workshop.content("paged").contains("look $ seq 1 30\n1\n2\n"))
            #expect(!workshop.content("modes").contains("-icanon"))
            terminal.type("q")
            #expect(try await terminal.end().exit == 6)
            #expect(terminal.takesLines)
        }
    }

    @Test func `Ctrl-C ends the running command and comes back to the question`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                Self.way.replacing("echo seen >> lines", with: "'echo began >> lines; test -e go || exec sleep 60'"))
            let terminal = try workshop.startAtTerminal(["run", "t.yaml", "--operator", "Anna"])
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await eventually("the check runs") { workshop.has("lines") }
            terminal.type("\u{3}")
            try await terminal.see("stopped by Anna")
            try await terminal.see("Enter run it")
            try writeFile(workshop.folder + "/go", "")
            terminal.type("\n")
            try await terminal.see("mend [changes]")
            #expect(workshop.content("lines") == "began\nbegan\n")
            terminal.type("q")
            #expect(try await terminal.end().exit == 6)
        }
    }

    @Test func `Ctrl-C at a running fix asks what to make of it, when nothing of it runs any more`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                Self.way.replacing(
                    "echo mended >> lines",
                    with: "'echo began >> lines; test -e go || exec sleep 60; echo ended >> lines'"))
            let terminal = try workshop.startAtTerminal(["run", "t.yaml", "--from", "mend"])
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await eventually("the fix runs") { workshop.has("lines") }
            terminal.type("\u{3}")
            try await terminal.see("r run it again")
            try writeFile(workshop.folder + "/go", "")
            terminal.type("r")
            #expect(try await terminal.end().exit == 0)
            #expect(workshop.content("lines") == "began\nbegan\nended\n")
        }
    }

    @Test func `a terminal that only takes lines gets no escape sequence, and the same keys`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            let terminal = try workshop.startAtTerminal(
                ["run", "t.yaml"], environment: ["TERM": "dumb", "NO_COLOR": ""])
            try await terminal.see("Enter run it")
            #expect(terminal.takesLines)
            terminal.type("n\n")
            try await terminal.see("Enter take it")
            terminal.type("noted here\n")
            try await terminal.see(": noted here")
            terminal.type("a\n")
            try await terminal.see("mend [changes]")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            let end = try await terminal.end()
            #expect(end.exit == 0 && !end.out.contains("\u{1B}"), "\(end)")
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGKILL, SIGSEGV])
    func `whatever ends it, the terminal has its modes back`(signal: Int32) async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            // Swift's own report of a crash would wait for a key.
            let terminal = try workshop.startAtTerminal(
                ["run", "t.yaml"], environment: ["SWIFT_BACKTRACE": "enable=no"])
            try await terminal.see("Enter run it")
            #expect(!terminal.takesLines)
            terminal.process.signal(signal)
            _ = try await terminal.end()
            // Nothing can be done about a kill: the modes are then those that `stty sane` mends.
            #expect(terminal.takesLines == (signal != SIGKILL))
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 0, "\(resumed)")
        }
    }

    @Test func `a lost connection lets a running fix come to its end, which is recorded`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                Self.way.replacing(
                    "echo mended >> lines",
                    with: "'echo began >> lines; while ! test -e go; do sleep 0.02; done; echo ended >> lines'"))
            let terminal = try workshop.startAtTerminal(["run", "t.yaml", "--from", "mend"])
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await eventually("the fix runs") { workshop.has("lines") }
            terminal.hangUp()
            try await Task.sleep(for: .milliseconds(500))
            #expect(terminal.process.exitIfEnded == nil)
            try writeFile(workshop.folder + "/go", "")
            try await eventually("it ends") { terminal.process.exitIfEnded != nil }
            #expect(terminal.process.exitIfEnded == 129)
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 0 && workshop.content("lines") == "began\nended\n", "\(resumed)")
        }
    }

    @Test func `without a terminal it is refused, and the refusal names --unattended`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            let end = try await workshop.rung("run", "t.yaml")
            #expect(end.exit == 2 && end.err.contains("--unattended"), "\(end)")
        }
    }
}
