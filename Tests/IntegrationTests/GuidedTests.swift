import Glibc
import JSONText
import TestSupport
import Testing

/// A person at a terminal. One after the other: what a person sees depends on the time that the machine has.
@Suite(.serialized) struct `A guided walk` {
    @Test func `shows a change and runs it at Enter`() async throws {
        try await withGuidedWalk(GuidedBook.changing) { workshop, terminal in
            let before = try await terminal.see("Enter run it")
            #expect(
                before.contains("mend") && before.contains("$ ") && before.contains("echo mended >> lines"), "\(before)"
            )
            #expect(!workshop.has("lines"))
            terminal.type("\n")
            try await terminal.see("Enter run it")
            #expect(workshop.content("lines") == "mended\n")
            terminal.type("x")
            try await terminal.see("x is no key here")
            terminal.type("\n")
            try await terminal.see("resolved in")
            let end = try await terminal.end()
            #expect(end.exit == 0 && workshop.content("lines") == "mended\nagain\n", "\(end)")
            // Told once, and not again when it is run.
            #expect(end.out.split(separator: "echo mended >> lines").count == 2, "\(end)")
        }
    }

    @Test func `passes a change over at s`() async throws {
        try await withGuidedWalk(GuidedBook.changing, "--operator", "Anna") { workshop, terminal in
            try await terminal.see("s skip")
            terminal.type("s")
            try await terminal.see("skipped by Anna")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            #expect(try await terminal.end().exit == 0)
            #expect(workshop.content("lines") == "again\n")
        }
    }

    @Test func `pauses at q, and goes on where it was`() async throws {
        try await withGuidedWalk(GuidedBook.changing) { workshop, terminal in
            try await terminal.see("q pause")
            terminal.type("\n")
            try await terminal.see("again [changes]")
            try await terminal.see("q pause")
            terminal.type("q")
            let end = try await terminal.end()
            #expect(end.exit == 6 && end.out.contains("paused by the operator; take it up with: rung resume"), "\(end)")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try workshop.startAtTerminal(["resume", id])
            let shown = try await resumed.see("Enter run it")
            #expect(shown.contains("resumed") && shown.contains("echo again >> lines"), "\(shown)")
            #expect(shown.contains("run \(id)") && shown.contains("at again [changes]"), "\(shown)")
            resumed.type("\n")
            #expect(try await resumed.end().exit == 0)
            #expect(workshop.content("lines") == "mended\nagain\n")
        }
    }

    @Test func `a destroy wants the step's id, after it has shown what would be lost`() async throws {
        try await withGuidedWalk(
            """
            start: wipe
            fallback: call
            steps:
              wipe: {fix: touch wiped, effect: destroy, preview: echo volume one, verify: {check: test -e wiped}, next: done}
              done: {end: resolved}
              call: {escalate: {to: ops}}
            """
        ) { workshop, terminal in
            let before = try await terminal.see("Type wipe in full to run it")
            #expect(
                before.contains("volume one") && before.contains("touch wiped") && before.contains("DESTROYS"),
                "\(before)")
            for word in ["", "yes", "wip", "Wipe"] {
                terminal.type(word + "\n")
                try await terminal.see("Only wipe, typed in full, runs it")
            }
            #expect(!workshop.has("wiped"))
            terminal.type("wipe\n")
            #expect(try await terminal.end().exit == 0)
            #expect(workshop.has("wiped"))
        }
    }

    @Test func `asks with choices, takes only one of them, and speaks the reader's language`() async throws {
        try await withGuidedWalk(
            """
            start: when
            fallback: call
            steps:
              when:
                ask: {en: "When?", ru: "Когда?"}
                answer: {type: string, choices: [now, later]}
                unattended: escalate
                next: [{when: answer == "later", goto: sure}]
                else: call
              sure: {ask: {en: "Sure?", ru: "Точно?"}, unattended: escalate, next: over}
              over: {end: unresolved}
              call: {escalate: {to: ops}}
            """, "--lang", "ru"
        ) { workshop, terminal in
            let question = try await terminal.see("2. later")
            #expect(question.contains("Когда?") && question.contains("1. now"), "\(question)")
            terminal.type("\n")
            try await terminal.see("Выберите номер от 1 до 2")
            terminal.type("2")
            try await terminal.see("▶ 2. later")
            terminal.type("\n")
            let second = try await terminal.see("y да · n нет")
            #expect(second.contains("Точно?"), "\(second)")
            terminal.type("y")
            let end = try await terminal.end()
            #expect(end.exit == 4, "\(end)")
        }
    }

    @Test func `a task shows its items, and is verified when it is said to be done`() async throws {
        try await withGuidedWalk(
            """
            start: free
            fallback: call
            steps:
              free:
                manual: Free space on the disk
                items: [Old logs, Unused images]
                verify: {check: test -e freed, every: 20ms, within: 300ms}
                unattended: escalate
                visits: 3
                next: done
                else: free
              done: {end: resolved}
              call: {escalate: {to: ops}}
            """
        ) { workshop, terminal in
            let task = try await terminal.see("Enter tick")
            #expect(
                task.contains("Free space on the disk") && task.contains("▶ [ ] 1. Old logs")
                    && task.contains("[ ] 2. Unused images"), "\(task)")
            terminal.type("\n")
            try await terminal.see("[✓] 1. Old logs")
            terminal.type("\n")
            try await terminal.see("[✓] 2. Unused images")
            terminal.type("\n")
            try await terminal.see("did not help")
            try await terminal.see("[ ] 1. Old logs")
            try writeFile(workshop.folder + "/freed", "")
            terminal.type("d")
            #expect(try await terminal.end().exit == 0)
        }
    }

    @Test func `what was typed before a question does not answer it`() async throws {
        try await withGuidedWalk(
            """
            start: look
            fallback: call
            steps:
              look: {check: 'touch looked; while ! test -e go; do sleep 0.01; done', next: mend}
              mend: {fix: echo mended >> lines, verify: {check: test -s lines}, next: done}
              done: {end: resolved}
              call: {escalate: {to: ops}}
            """
        ) { workshop, terminal in
            try await terminal.see("Enter run it")
            terminal.type("\n\n\n")
            try await eventually("the check runs") { workshop.has("looked") }
            // The last of the keys is told, so those before it have been read.
            terminal.type("\n\n\n?")
            try await terminal.see("goes back to the step before")
            try writeFile(workshop.folder + "/go", "")
            try await terminal.see("Enter run it")
            // Another key is told that it is none: so the question is still put.
            terminal.type("x")
            try await terminal.see("x is no key here")
            #expect(!workshop.has("lines"), "\(terminal.shown)")
            terminal.type("\n")
            #expect(try await terminal.end().exit == 0)
        }
    }

    @Test func `Ctrl-C twice pauses it, and it can be taken up`() async throws {
        try await withGuidedWalk(GuidedBook.changing) { workshop, terminal in
            try await terminal.see("Enter run it")
            terminal.type("\u{3}")
            try await terminal.see("Ctrl-C again within 2 seconds pauses the run")
            terminal.type("\u{3}")
            let end = try await terminal.end()
            #expect(end.exit == 6 && end.out.contains("paused by the operator"), "\(end)")
            #expect(!workshop.has("lines"))
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 0 && workshop.content("lines") == "mended\nagain\n", "\(resumed)")
        }
    }

    @Test func `the end of its input and a closed terminal leave the run to be taken up`() async throws {
        try await withGuidedWalk(GuidedBook.changing) { workshop, terminal in
            try await terminal.see("Enter run it")
            terminal.type("\u{4}")
            let end = try await terminal.end()
            #expect(end.exit == 6 && end.out.contains("rung resume"), "\(end)")
        }
    }

    @Test func `a terminal that is gone leaves the run to be taken up`() async throws {
        try await withGuidedWalk(GuidedBook.changing) { workshop, terminal in
            try await terminal.see("Enter run it")
            terminal.hangUp()
            try await eventually("it ends") { terminal.process.exitIfEnded != nil }
            #expect(terminal.process.exitIfEnded == 129)
            let run = try await workshop.latestRun()
            #expect(run["state"] == "interrupted" && !workshop.has("lines"))
            let resumed = try await workshop.rung("resume", run["id"]?.stringValue ?? "", "--unattended")
            #expect(resumed.exit == 0, "\(resumed)")
        }
    }

    @Test(arguments: [("", true), ("1", false)])
    func `has colours, unless NO_COLOR is set`(value: String, isColoured: Bool) async throws {
        try await withGuidedWalk(GuidedBook.changing, environment: ["NO_COLOR": value]) { workshop, terminal in
            let shown = try await terminal.see("run it")
            #expect(shown.contains("\u{1B}[1m") == isColoured && shown.contains("\u{1B}[2m") == isColoured)
            terminal.type("q")
            _ = try await terminal.end()
        }
    }

    @Test(arguments: [("r", "began\nbegan\nended\n", Int32(0)), ("d", "began\n", 3), ("f", "began\n", 3)])
    func `a fix whose end is not known is asked about`(key: String, lines: String, exit: Int32) async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: mend
                fallback: call
                steps:
                  mend:
                    fix: 'echo began >> lines; test -e go || exec sleep 60; echo ended >> lines'
                    verify: {check: grep -q ended lines, every: 20ms, within: 200ms}
                    next: done
                  done: {end: resolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("the fix runs") { workshop.content("lines").hasSuffix("\n") }
            process.signal(SIGTERM)
            _ = try await process.end()
            try writeFile(workshop.folder + "/go", "")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let terminal = try workshop.startAtTerminal(["resume", id])
            let question = try await terminal.see("r run it again")
            #expect(question.contains("how it ended is not known") && question.contains("echo began"), "\(question)")
            terminal.type("x")
            try await terminal.see("x is no key here")
            terminal.type(key)
            let end = try await terminal.end()
            #expect(end.exit == exit, "\(end)")
            #expect(workshop.content("lines") == lines)
        }
    }
}
