import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `Reports and evidence` {
    private static let book = """
        name: {en: The site is slow, ru: Сайт тормозит}
        secrets: {key: {env: KEY}}
        causes: {full: {name: {en: The disk is full, ru: Диск полон}}}
        start: look
        fallback: call
        steps:
          look:
            check: 'echo "<script>alert(1)</script> key $K"'
            env: {K: "${secrets.key}"}
            findings: [{when: exit == 0, cause: full}]
            next: mend
          mend:
            edit: {file: site.conf, ensure_line: {line: timeout = 60, pattern: timeout = .*}}
            verify: {check: "false", within: 200ms, every: 100ms}
            next: look
            else: call
          call: {escalate: {to: ops, message: {en: Please help, ru: Помогите}}}
        """

    /// Walks a runbook that escalates; gives the run's id.
    private static func escalate(
        _ workshop: Workshop, _ arguments: String...
    ) async throws -> (end: ProcessEnd, run: String) {
        try workshop.write(book)
        try writeFile(workshop.folder + "/site.conf", "timeout = 5\n")
        let end = try await workshop.start(
            ["run", "t.yaml", "--unattended"] + arguments, environment: ["KEY": "s3cr3t-value"]
        ).end()
        return (end, try await workshop.latestRun()["id"]?.stringValue ?? "")
    }

    private static func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test(arguments: ["r.md", "r.html", "R.HTML"]) func `run writes a report at its end`(name: String) async throws {
        try await withWorkshop { workshop in
            let (end, run) = try await Self.escalate(workshop, "--report", name, "--lang", "ru")
            #expect(end.exit == 3 && end.out.contains("отчёт: \(name)\n"), "\(end)")
            #expect(Self.mode("\(workshop.folder)/\(name)") == 0o600)
            let text = workshop.content(name)
            for word in [run, "Сайт тормозит", "Диск полон", "Помогите", "эскалировано", "+timeout = 60"] {
                #expect(text.contains(word), "\(word)")
            }
            #expect(!text.contains("s3cr3t-value") && (name == "r.md" || !text.contains("<script")))
            #expect(try namesInFolder(workshop.folder).allSatisfy { !$0.contains("\(name).") }, "nothing is left over")
        }
    }

    @Test(arguments: ["r.txt", "r", "r.pdf", "md"])
    func `another form of report is refused before anything runs`(name: String) async throws {
        try await withWorkshop { workshop in
            try workshop.write("start: a\nfallback: z\nsteps: {a: {check: touch ran, next: z}, z: {escalate: {to: x}}}")
            let end = try await workshop.rung("run", "t.yaml", "--unattended", "--report", name)
            #expect(end.exit == 2 && end.err.contains(".md") && end.err.contains(".html"), "\(end)")
            mkdir(workshop.folder + "/folder.md", 0o700)
            for path in ["no/such/folder/r.md", "folder.md", "/proc/r.md"] {
                let unwritable = try await workshop.rung("run", "t.yaml", "--unattended", "--report", path)
                #expect(unwritable.exit == 2 && unwritable.err.contains(path), "\(unwritable)")
            }
            #expect(!workshop.has("ran"))
        }
    }

    @Test func `a run that is interrupted has its report, and so has the one that ends it`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: first
                fallback: call
                steps:
                  first: {fix: touch first, next: hold, else: hold}
                  hold: {check: 'test -e go || { touch waits; sleep 60; }', timeout: 90s, next: over}
                  over: {end: unresolved}
                  call: {escalate: {to: ops}}
                """)
            let process = try workshop.start(["run", "t.yaml", "--unattended", "--report", "r.md"])
            try await eventually("the second step") { workshop.has("waits") }
            process.signal(SIGTERM)
            #expect(try await process.end().exit == 143)
            #expect(workshop.content("r.md").contains("interrupted"), "\(workshop.content("r.md"))")
            try writeFile(workshop.folder + "/go", "")
            let run = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let end = try await workshop.rung(
                "resume", run, "--unattended", "--operator", "boris", "--report", "r.html")
            #expect(end.exit == 4, "\(end)")
            let page = workshop.content("r.html")
            #expect(page.contains("touch first") && page.contains("boris") && page.contains("unresolved"))
        }
    }

    @Test func `a dry run has a report of what would be changed`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(
                """
                start: mend
                fallback: call
                steps: {mend: {fix: touch changed, next: call}, call: {escalate: {to: ops}}}
                """)
            let end = try await workshop.rung("run", "t.yaml", "--dry-run", "--report", "plan.md")
            #expect(end.exit == 3 && !workshop.has("changed"), "\(end)")
            let text = workshop.content("plan.md")
            #expect(text.contains("# Plan (dry run)") && text.contains("What would be changed"), "\(text)")
            #expect(text.contains("`mend`: **planned**"), "\(text)")
        }
    }

    @Test func `with --json nothing but the object is on standard output`() async throws {
        try await withWorkshop { workshop in
            let (end, _) = try await Self.escalate(workshop, "--report", "r.md", "--json")
            #expect(try JSONValue.parse(end.out)["outcome"]?.stringValue == "escalated", "\(end)")
            #expect(end.err.contains("report: r.md"))
        }
    }

    @Test func `transcript tells a run in every form`() async throws {
        try await withWorkshop { workshop in
            let (_, run) = try await Self.escalate(workshop)
            let markdown = try await workshop.rung("transcript", run, "--format", "markdown")
            #expect(markdown.exit == 0 && markdown.out.hasPrefix("# The site is slow: escalated\n"), "\(markdown)")
            let page = try await workshop.rung("transcript", run, "--format", "html", "--lang", "ru")
            #expect(page.out.hasPrefix("<!DOCTYPE html>\n<html lang=\"ru\">") && page.out.hasSuffix("</html>\n"))
            let again = try await workshop.rung("transcript", run, "--format", "html", "--lang", "ru")
            #expect(page.out == again.out, "the same run is told the same way")
        }
    }

    @Test func `an escalation names the evidence, which tar reads and which is the same each time`() async throws {
        try await withWorkshop { workshop in
            let (end, run) = try await Self.escalate(workshop)
            #expect(end.out.contains("evidence: rung transcript \(run) --bundle\n"), "\(end)")
            #expect(try namesInFolder(workshop.folder).allSatisfy { !$0.hasSuffix(".tar.gz") })
            let made = try await workshop.rung("transcript", run, "--bundle")
            let name = "rung-\(run)-evidence"
            #expect(made.exit == 0 && made.out == "evidence: \(name).tar.gz\n", "\(made)")
            #expect(Self.mode("\(workshop.folder)/\(name).tar.gz") == 0o600)
            #expect(try await workshop.rung("transcript", run, "--bundle", "other.tar.gz").exit == 0)
            let same = try await workshop.run(["cmp", "\(name).tar.gz", "other.tar.gz"])
            #expect(same.exit == 0, "\(same)")
            #expect(try await workshop.run(["gzip", "-t", "other.tar.gz"]).exit == 0)
            #expect(try await workshop.run(["tar", "-xzf", "other.tar.gz"]).exit == 0)
            for file in [
                "transcript.txt", "transcript.json", "report.md", "report.html", "runbooks/\(workshop.id).yaml",
                "outputs/001-look.stdout.txt", "outputs/002-mend.diff",
            ] {
                #expect(workshop.has("\(name)/\(file)"), "\(file)")
                #expect(!workshop.content("\(name)/\(file)").contains("s3cr3t-value"), "\(file)")
                #expect(Self.mode("\(workshop.folder)/\(name)/\(file)") == 0o600)
            }
            let json = try JSONValue.parse(workshop.content("\(name)/transcript.json"))
            #expect(json["run"]?["id"]?.stringValue == run)
            #expect(try await workshop.run(["grep", "-rq", "timeout = 5", name]).exit == 0)
            #expect(try await workshop.run(["grep", "-rq", "s3cr3t-value", name]).exit == 1)
        }
    }

    @Test func `evidence goes into a folder under its own name, and never into what is called otherwise`() async throws
    {
        try await withWorkshop { workshop in
            let (_, run) = try await Self.escalate(workshop)
            mkdir(workshop.folder + "/evidence", 0o700)
            let end = try await workshop.rung("transcript", run, "--bundle", "evidence")
            #expect(end.exit == 0 && workshop.has("evidence/rung-\(run)-evidence.tar.gz"), "\(end)")
            let other = try await workshop.rung("transcript", run, "--bundle", "evidence.zip")
            #expect(other.exit == 2 && other.err.contains(".tar.gz") && !workshop.has("evidence.zip"), "\(other)")
            // The other way round is meant the same.
            let turned = try await workshop.rung("transcript", "--bundle", run)
            #expect(turned.exit == 0 && workshop.has("rung-\(run)-evidence.tar.gz"), "\(turned)")
            for words in [["transcript"], ["transcript", "--bundle"], ["transcript", "--bundle", "x.tar.gz"]] {
                let none = try await workshop.start(words).end()
                #expect(none.exit == 2 && none.err.contains("which run?"), "\(none)")
            }
        }
    }

    @Test func `evidence that cannot be written is said`() async throws {
        try await withWorkshop { workshop in
            let (_, run) = try await Self.escalate(workshop)
            let end = try await workshop.rung("transcript", run, "--bundle", "no/such/e.tar.gz")
            #expect(end.exit == 1 && end.err.contains("no/such/e.tar.gz"), "\(end)")
            let none = try await workshop.rung("transcript", "nothing", "--bundle")
            #expect(none.exit == 2 && !workshop.has("rung-nothing-evidence.tar.gz"), "\(none)")
        }
    }
}
