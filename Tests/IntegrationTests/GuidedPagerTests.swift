import Glibc
import TestSupport
import Testing

/// Rung's own pager, where there is neither `$PAGER` nor less. One after the other: each has a terminal.
@Suite(.serialized) struct `The pager of a guided walk` {
    private static let book = """
        start: look
        fallback: call
        steps:
          look: {check: 'seq 1 300; printf "日本語 привет 🙂 \\033]0;evil\\007\\033[2J\\n"', next: over}
          over: {check: "true", next: end}
          end: {end: unresolved}
          call: {escalate: {to: ops}}
        """

    /// A walk at its second question, with commands but no pager.
    private func withoutLess(_ body: (Workshop, RungTerminal) async throws -> Void) async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            let bin = workshop.folder + "/bin"
            mkdir(bin, 0o700)
            for command in ["sh", "seq", "true", "printf"] {
                #expect(symlink("/usr/bin/\(command)", "\(bin)/\(command)") == 0)
            }
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"], environment: ["PATH": bin, "PAGER": ""])
            try await terminal.see("look [reads]")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("over [reads]")
            try await terminal.see("Enter run it")
            try await body(workshop, terminal)
        }
    }

    @Test func `o scrolls through the whole output, and q comes back to the question`() async throws {
        try await withoutLess { _, terminal in
            terminal.type("o")
            // 40 rows: two for the place and the rest of the screen.
            let first = try await terminal.see("lines 1–38 of 303")
            // From the command on: the run's name above it holds the time of day.
            let page = first.split(separator: "look $ seq 1 300").last ?? ""
            #expect(page.count < first.count && page.contains("37") && !page.contains("100"), "\(first)")
            terminal.type(" ")
            try await terminal.see("lines 39–76 of 303")
            terminal.type("G")
            let last = try await terminal.see("lines 266–303 of 303")
            #expect(last.contains("日本語 привет 🙂 \\x1b]0;evil\\x07\\x1b[2J") && last.contains("exit 0"), "\(last)")
            terminal.type("g")
            try await terminal.see("lines 1–38 of 303")
            terminal.type("q")
            try await terminal.see("Enter run it")
            #expect(!terminal.shown.contains("\u{1B}]0;") && !terminal.shown.contains("\u{1B}[2J"))
            terminal.type("\n")
            #expect(try await terminal.end().exit == 4)
            #expect(terminal.takesLines)
        }
    }

    @Test func `a resize in the middle breaks the lines anew, and Ctrl-C leaves it`() async throws {
        try await withoutLess { _, terminal in
            terminal.type("o")
            try await terminal.see("lines 1–38 of 303")
            terminal.resize(columns: 80, rows: 24)
            try await terminal.see("lines 1–22 of 303")
            terminal.type("\u{3}")
            try await terminal.see("Enter run it")
            terminal.type("q")
            #expect(try await terminal.end().exit == 6)
        }
    }
}
