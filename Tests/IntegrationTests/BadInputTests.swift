import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `Bad input` {
    private static let book = """
        params:
          name: {type: string}
          count: {type: int, default: 3, min: 1, max: 5}
        start: look
        fallback: call
        steps:
          look: {check: "true", next: mend}
          mend: {fix: "true", verify: {check: "true"}, next: done}
          done: {end: resolved}
          call: {escalate: {to: ops}}
        """

    /// A command line that cannot work, and what is said about it.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var words: [String]

        init(_ arguments: [String], _ words: String...) {
            self.arguments = arguments
            self.words = words
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Refusal(["run", "absent.yaml", "--unattended"], "absent.yaml", "there is no such file"),
        Refusal(["run", ".", "--unattended"], "it is a folder, not a file"),
        Refusal(["run", "latin1.yaml", "--unattended"], "latin1.yaml:3:9", "not UTF-8", "iconv"),
        Refusal(["run", "utf16.yaml", "--unattended"], "UTF-16", "save it as UTF-8"),
        Refusal(["run", "empty.yaml", "--unattended"], "the file holds no runbook", "version: 1"),
        Refusal(["run", "two.yaml", "--unattended"], "two.yaml:13:1", "a second document begins here"),
        Refusal(["run", "v2.yaml", "--unattended"], "v2.yaml:1:10", "version 1"),
        Refusal(["run", "t.yaml", "--unattended"], "name is required: --set name="),
        Refusal(["run", "t.yaml", "--unattended", "--set", "name=a", "--set", "count=many"], "count", "not an int"),
        Refusal(["run", "t.yaml", "--unattended", "--set", "name=a", "--set", "count=6"], "count", "greater than 5"),
        Refusal(
            ["run", "t.yaml", "--unattended", "--set", "name=a", "--set", "nam=b"], "no param nam; did you mean name?"),
        Refusal(["run", "t.yaml", "--unattended", "--set", "name=a", "--set", "name=b"], "--set name is given twice"),
        Refusal(["run", "t.yaml", "--unattended", "--set", "name"], "--set takes name=value"),
        Refusal(["run", "t.yaml", "--unattended", "--set", "name=a", "--jobs", "0"], "--jobs takes a number from 1"),
        Refusal(["run", "t.yaml", "--unattended", "--set", "name=a", "--from", "done"], "--from done", "proven"),
        Refusal(
            ["run", "t.yaml", "--unattended", "--set", "name=a", "--from", "lok"], "--from lok", "did you mean look"),
        Refusal(["run", "t.yaml", "--set", "name=a"], "no terminal", "--unattended"),
        Refusal(
            ["run", "t.yaml", "--unattended", "--set", "name=a", "--transcript", "/nowhere/x"],
            "--transcript /nowhere/x",
            "No such file"),
        Refusal(["resume", "no-such-run", "--unattended"], "there is no run no-such-run"),
        Refusal(["resume", "no-such-run"], "no terminal", "--unattended"),
        Refusal(["transcript", "no-such-run"], "there is no run no-such-run"),
        Refusal(["wlak", "t.yaml"], "wlak"),
    ])
    func `is told in words, with exit 2, and nothing is run`(_ refusal: Refusal) async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            try writeFile(workshop.folder + "/latin1.yaml", Array("version: 1\nid: a\nname: Gr".utf8) + [0xFC])
            try writeFile(workshop.folder + "/utf16.yaml", [0xFF, 0xFE, 0x76, 0, 0x65, 0])
            try writeFile(workshop.folder + "/empty.yaml", "")
            try workshop.write(Self.book + "\n---\nversion: 1", to: "two.yaml")
            try writeFile(workshop.folder + "/v2.yaml", "version: 2\nid: a\n" + Self.book)
            let end = try await workshop.start(refusal.arguments).end()
            #expect(end.exit == 2, "\(end)")
            #expect(end.out.isEmpty, "\(end)")
            for word in refusal.words { #expect(end.err.contains(word), "\(end)") }
            #expect(!end.err.contains("\u{1B}"))
            let history = try await workshop.rung("history", "--json")
            #expect(history.out == "[]\n", "\(history)")
        }
    }

    @Test func `a beginning of several ids is ambiguous, and the runs are named`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            for _ in 0..<2 { _ = try await workshop.rung("run", "t.yaml", "--unattended", "--set", "name=a") }
            let end = try await workshop.rung("transcript", "20")
            #expect(end.exit == 2 && end.err.contains("20"), "\(end)")
            #expect(
                end.err.contains("several") || end.err.contains("more than one") || end.err.contains("2 runs"), "\(end)"
            )
        }
    }

    @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
    func `a standard stream that is closed does no harm`(closing: String) async throws {
        try await withWorkshop { workshop in
            let body = Self.book.replacing("check: \"true\", next: mend", with: "check: echo seen, next: mend")
            try workshop.write(body)
            let end = try await workshop.rung(
                "run", "t.yaml", "--unattended", "--set", "name=a",
                wrapper: ["sh", "-c", "exec \"$@\" \(closing)", "sh"])
            #expect(end.exit == 0, "\(end)")
            let run = try await workshop.latestRun()
            #expect(run["outcome"]?.stringValue == "resolved")
            let verified = try await workshop.rung("transcript", run["id"]?.stringValue ?? "", "--verify")
            #expect(verified.exit == 0, "\(verified)")
        }
    }

    @Test func `a folder that is gone is no place to start from`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            let end = try await workshop.rung(
                "run", "\(workshop.folder)/t.yaml", "--unattended", "--set", "name=a",
                wrapper: ["sh", "-c", "mkdir gone; cd gone; rmdir ../gone; exec \"$@\"", "sh"])
            #expect(end.exit == 2 && end.err.contains("is gone"), "\(end)")
        }
    }

    @Test func `a reader of the output that goes away ends nothing`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            let end = try await workshop.rung(
                "run", "t.yaml", "--unattended", "--set", "name=a",
                wrapper: ["bash", "-c", "\"$@\" | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}", "bash"])
            #expect(end.exit == 0, "\(end)")
            #expect(try await workshop.latestRun()["outcome"]?.stringValue == "resolved")
        }
    }

    @Test func `a transcript that cannot be written any more is told once, and the walk goes on`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            let end = try await workshop.rung(
                "run", "t.yaml", "--unattended", "--set", "name=a", "--transcript", "/dev/full")
            #expect(end.exit == 0, "\(end)")
            #expect(
                end.err.contains("--transcript /dev/full cannot be written any more (No space left on device)"),
                "\(end)")
            #expect(end.err.split(separator: "\n").count == 1, "\(end)")
        }
    }
}
