import JSONText
import TestSupport
import Testing

@Suite struct `Lint, as its users see it` {
    private static let folder = PackageRoot.path + "/Tests/LintingTests/Rules"
    private static let files = (try? namesInFolder(folder)) ?? []

    private struct Place: Hashable, CustomStringConvertible {
        var code: String
        var start: String
        var end: String
        var description: String { "\(code) \(start)-\(end)" }
    }

    /// The findings of a file as the JSON says them.
    private func findings(_ workshop: Workshop, _ name: String) async throws -> (Set<Place>, ProcessEnd) {
        let end = try await workshop.rung("lint", "--format", "json", name)
        guard case .array(let list) = try JSONValue.parse(end.out) else { return ([], end) }
        let places = list.map { entry -> Place in
            func number(_ key: String) -> String { entry[key]?.intValue.map { "\($0)" } ?? "?" }
            return Place(
                code: entry["code"]?.stringValue ?? "?", start: number("line") + ":" + number("column"),
                end: number("end_line") + ":" + number("end_column"))
        }
        return (Set(places), end)
    }

    @Test(arguments: files.filter { $0.hasSuffix("-triggers.yaml") })
    func `a rule says what it has to say at exactly its place`(file: String) async throws {
        let marked = MarkedText(String(decoding: try readFile(Self.folder + "/" + file), as: UTF8.self))
        let code = String(file.prefix(4))
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/t.yaml", marked.text)
            let (found, end) = try await findings(workshop, "t.yaml")
            var expected: Set<Place> = []
            for mark in stride(from: 1, to: 9, by: 2) {
                guard let start = marked.offsets[mark], let stop = marked.offsets[mark + 1] else { continue }
                expected.insert(
                    Place(code: code, start: position(start, marked.text), end: position(stop, marked.text)))
            }
            #expect(!expected.isEmpty)
            #expect(found == expected, "\(end.out)\(end.err)")
            #expect(end.exit == 2)
        }
    }

    @Test(arguments: files.filter { $0.hasSuffix("-near-miss.yaml") })
    func `a near miss is left alone`(file: String) async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/t.yaml", try readFile(Self.folder + "/" + file))
            let end = try await workshop.rung("lint", "t.yaml")
            #expect(end.out.hasPrefix("t.yaml: nothing found") && end.exit == 0, "\(end.out)\(end.err)")
        }
    }

    private func position(_ offset: Int, _ text: String) -> String {
        let before = String(decoding: Array(text.utf8)[..<offset], as: UTF8.self).unicodeScalars
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return "\(line):\(column)"
    }

    @Test func `text shows the code, the line, and what was suppressed`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.small)
            let end = try await workshop.rung("lint", "t.yaml")
            #expect(end.exit == 2)
            #expect(end.out.contains("t.yaml:6:24: warning[R004]: `docker stats` without `--no-stream` does not end"))
            #expect(end.out.contains("hint: add `--no-stream`"))
            #expect(end.out.hasSuffix("t.yaml: 1 warning, 1 advice (1 suppressed)\n"), "\(end.out)")
        }
    }

    private static let small = """
        start: look
        fallback: call
        steps:
          look: {check: docker stats, next: mend}
          mend: {fix: uptime, next: other}
          # rung: ignore R002 a test
          other: {fix: uptime, next: call}
          call: {escalate: {to: ops}}
        """

    @Test func `fix changes the file, keeps its mode and says what it did`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.small)
            _ = try await workshop.run(["chmod", "0640", "t.yaml"])
            let end = try await workshop.rung("lint", "--fix", "t.yaml")
            #expect(end.out.hasPrefix("t.yaml:6: fixed R004: adds `--no-stream`\n"), "\(end.out)")
            #expect(workshop.content("t.yaml").contains("look: {check: docker stats --no-stream, next: mend}"))
            #expect(try await workshop.run(["stat", "-c", "%a", "t.yaml"]).out == "640\n")
            let again = try await workshop.rung("lint", "--fix", "t.yaml")
            #expect(!again.out.contains("fixed"))
        }
    }

    @Test func `without shellcheck it says what was not looked for, and looks for the rest`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.small)
            let end = try await workshop.rung("lint", "t.yaml", environment: ["PATH": workshop.folder])
            #expect(end.exit == 2 && end.out.contains("[R004]"))
            #expect(
                end.err == "rung: shellcheck is not installed: R005, R006, R016 were not looked for"
                    + " (Debian: apt install shellcheck)\n")
        }
    }

    @Test func `rules are listed and explained, and a wrong word is set right`() async throws {
        try await withWorkshop { workshop in
            let list = try await workshop.rung("lint", "--rules")
            #expect(list.exit == 0 && list.out.contains("R012") && list.out.contains("useless-suppression"))
            let one = try await workshop.rung("lint", "--explain", "r012")
            #expect(one.exit == 0 && one.out.hasPrefix("# R012 useless-suppression\n"))
            let wrong = try await workshop.rung("lint", "--explain", "endles-command")
            #expect(wrong.exit == 2 && wrong.err.contains("did you mean endless-command"), "\(wrong.err)")
            let none = try await workshop.rung("lint")
            #expect(none.exit == 2 && none.err.contains("rung lint FILE"), "\(none.err)")
            let absent = try await workshop.rung("lint", "nowhere.yaml")
            #expect(absent.exit == 2)
            #expect(
                absent.out.hasPrefix("nowhere.yaml:1:1: error[unreadable-file]: there is no such file\n"),
                "\(absent.out)")
        }
    }

    @Test func `a schema or its page is written, and a wrong name is set right`() async throws {
        try await withWorkshop { workshop in
            let schema = try await workshop.rung("schema")
            #expect(schema.exit == 0)
            #expect(try JSONValue.parse(schema.out)["$defs"]?["step"] != nil)
            let page = try await workshop.rung("schema", "runbook", "--format", "markdown")
            #expect(page.exit == 0 && page.out.hasPrefix("# Rung runbook"))
            let wrong = try await workshop.rung("schema", "runbok")
            #expect(wrong.exit == 2 && wrong.err.contains("`runbook`"), "\(wrong.err)")
        }
    }
}
