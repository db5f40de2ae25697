import Glibc
import JSONText
import TestSupport
import Testing

/// The keys of a guided walk, at a terminal of our own. One after the other: what a person sees depends on the time that
/// the machine has.
@Suite(.serialized) struct `The keys of a guided walk` {
    @Test func `each step waits for Enter, and says its command and what it does first`() async throws {
        try await withGuidedWalk(GuidedBook.way) { workshop, terminal in
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
        try await withGuidedWalk(
            GuidedBook.way.replacing("next: mend}", with: "next: second}\n  second: {check: 'true', next: mend}")
        ) { workshop, terminal in
            try await terminal.see("a run on")
            terminal.type("a")
            try await terminal.see("mend [changes]")
            try await terminal.see("Enter run it")
            // The key after it is told that it is none: so the question is still put, and `a` has not answered it.
            terminal.type("ax")
            try await terminal.see("x is no key here")
            #expect(workshop.content("lines") == "seen\n")
            terminal.type("\n")
            #expect(try await terminal.end().exit == 0)
        }
    }

    @Test func `s at a check leaves it without a verdict`() async throws {
        try await withGuidedWalk(GuidedBook.way, "--operator", "Anna") { workshop, terminal in
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
        try await withGuidedWalk(GuidedBook.way, "--operator", "Anna") { workshop, terminal in
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
            try workshop.write(GuidedBook.way)
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
        try await withGuidedWalk(GuidedBook.way, "--operator", "Anna") { workshop, terminal in
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
        try await withGuidedWalk(GuidedBook.way) { workshop, terminal in
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
        try await withGuidedWalk(
            GuidedBook.way.replacing("echo seen >> lines", with: "seq 1 30"),
            environment: ["PAGER": "cat > paged; stty -a < /dev/tty > modes"]
        ) { workshop, terminal in
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
        try await withGuidedWalk(
            GuidedBook.way.replacing("echo seen >> lines", with: "'echo began >> lines; test -e go || exec sleep 60'"),
            "--operator", "Anna"
        ) { workshop, terminal in
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

    @Test func `Ctrl-C again and again at a running command pauses the run`() async throws {
        try await withGuidedWalk(
            GuidedBook.way.replacing("echo seen >> lines", with: "'echo began >> lines; exec sleep 60'")
        ) { workshop, terminal in
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await eventually("the check runs") { workshop.has("lines") }
            try await eventually("the run is paused") {
                terminal.type("\u{3}")
                return terminal.process.exitIfEnded != nil
            }
            let end = try await terminal.end()
            #expect(end.exit == 6 && end.out.contains("paused by the operator") && terminal.takesLines, "\(end)")
        }
    }

    @Test func `Ctrl-C at a running fix asks what to make of it, when nothing of it runs any more`() async throws {
        try await withGuidedWalk(
            GuidedBook.way.replacing(
                "echo mended >> lines",
                with: "'echo began >> lines; test -e go || exec sleep 60; echo ended >> lines'"), "--from", "mend"
        ) { workshop, terminal in
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
        try await withGuidedWalk(GuidedBook.way, environment: ["TERM": "dumb", "NO_COLOR": ""]) { workshop, terminal in
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

    @Test(arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGABRT])
    func `whatever ends it, the terminal has its modes back`(signal: Int32) async throws {
        try await withWorkshop { workshop in
            try workshop.write(GuidedBook.way)
            // Swift's own report of a crash would wait for a key.
            let terminal = try workshop.startAtTerminal(
                ["run", "t.yaml"], environment: ["SWIFT_BACKTRACE": "enable=no"])
            try await terminal.see("Enter run it")
            #expect(!terminal.takesLines)
            terminal.process.signal(signal)
            _ = try await terminal.end()
            #expect(terminal.takesLines)
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 0, "\(resumed)")
        }
    }

    @Test func `killed, too, it leaves the terminal its modes, and the run to be taken up`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(GuidedBook.way)
            // As at a person's: a shell has the terminal, and rung is its child.
            let terminal = try workshop.startAtTerminal(
                ["-c", "'\(RungBinary.path)' run t.yaml; echo back; read line"], program: "/bin/sh")
            try await terminal.see("Enter run it")
            #expect(!terminal.takesLines)
            let shell = terminal.process.pid
            let children = String(
                decoding: try readFile("/proc/\(shell)/task/\(shell)/children"), as: UTF8.self)
            let rung = try #require(pid_t(children.split(separator: " ").first ?? ""), "\(children)")
            kill(rung, SIGKILL)
            try await terminal.see("back")
            try await eventually("the terminal takes lines again") { terminal.takesLines }
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            #expect(try await workshop.rung("resume", id, "--unattended").exit == 0)
            terminal.type("\n")
            _ = try await terminal.end()
        }
    }

    @Test func `Ctrl-Z gives the shell its terminal, and fg comes back to the question`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(GuidedBook.way)
            let terminal = try workshop.startAtTerminal(
                ["-c", "set -m; '\(RungBinary.path)' run t.yaml; echo stopped; fg; echo over"], program: "/bin/bash")
            try await terminal.see("Enter run it")
            terminal.type("\u{1A}")
            try await terminal.see("stopped")
            try await terminal.see("Enter run it")
            try await eventually("it has the keys again") { !terminal.takesLines }
            terminal.type("q")
            try await terminal.see("over")
            _ = try await terminal.end()
            #expect(terminal.takesLines)
        }
    }

    @Test func `a lost connection lets a running fix come to its end, which is recorded`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                GuidedBook.way.replacing(
                    "echo mended >> lines",
                    with: "'echo began >> lines; while ! test -e go; do sleep 0.02; done; echo ended >> lines'"))
            let terminal = try workshop.startAtTerminal(["run", "t.yaml", "--from", "mend"])
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await eventually("the fix runs") { workshop.has("lines") }
            terminal.hangUp()
            try await eventually("the lost connection is recorded") {
                try await workshop.events().contains { $0.isEvent("interrupted") }
            }
            #expect(terminal.process.exitIfEnded == nil && workshop.content("lines") == "began\n")
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
            try workshop.write(GuidedBook.way)
            let end = try await workshop.rung("run", "t.yaml")
            #expect(end.exit == 2 && end.err.contains("--unattended"), "\(end)")
        }
    }
}
