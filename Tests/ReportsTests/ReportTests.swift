import CEL
import JSONText
import Reports
import RunbookModel
import Testing
import Wording

@testable import Interpreter

@Suite struct `A report` {
    /// Everything that could be mistaken for something else, in each language of the reports.
    static let hostile =
        "<script>alert(\"1\")</script>&amp;'\" | `code` ```` [x](http://evil) **b** @admin \u{1B}[31m\u{202E}\u{7}\u{FFFD}\r\n# head\n```\n"

    /// A run in which every text from outside is hostile.
    private static func attacked() -> StoryEvents {
        let bad = hostile
        var events = StoryEvents(by: bad, params: ["p": .string(bad)])
        events.enter("look")
        let trace = ConditionTrace(
            role: bad, expression: bad, verdict: .no, problem: bad,
            parts: [ConditionTrace.Part(text: bad, state: .value(bad))])
        events.run(bad, of: "look", exit: 1, stdout: Captured(bad))
        events.record(
            .stepEnded(
                step: "look",
                StepRecord(ran: true, ok: false, reason: .words(bad), causes: ["full"], conditions: [trace])))
        events.decide("look", "clean", .words(bad), options: [Decision.Option(condition: trace, goto: "clean")])
        events.enter("clean")
        events.ask("question", of: "clean", text: bad, answer: .answered(.string(bad), by: bad), after: 2)
        events.input(.commandEdited(command: bad, by: bad))
        events.input(.noted(text: bad, by: bad))
        let plan = EditPlan(path: bad, before: nil, after: "x", diff: "--- a\n+++ b\n-\(bad)\n+\(bad)\n")
        let edit = ResolvedEdit(file: bad, change: .replace(pattern: bad, with: bad))
        events.act(.edit(edit, .plan), of: "clean", effect: .read, .edit(EditOutcome(.planned(plan))))
        events.act(
            .http(ResolvedRequest(url: bad, method: bad)), of: bad, effect: .change,
            .http(HTTPOutcome(status: 0, problem: bad)))
        events.act(.file(bad), of: bad, effect: .read, .file(FileOutcome(exists: nil, problem: bad)))
        events.input(.actionLost(action: 1, reason: .words(bad)))
        events.record(.verified(step: "clean", passed: false, tries: 1, reason: .words(bad)))
        events.end("clean", ok: false, reason: .words(bad))
        events.record(.limitReached(step: bad, limit: .visits(3)))
        events.record(.refused(reason: .words(bad)))
        events.record(.fellBack(step: "clean", reason: .words(bad)))
        events.enter(bad)
        events.record(.escalated(step: bad, to: bad, message: [ShownText(language: nil, text: bad)]))
        events.input(.interrupted(reason: .words(bad)))
        events.input(.resumed(ResumeFacts(mode: .guided, operatorName: bad)))
        events.record(.ended(WalkEnd(outcome: .escalated, step: bad, reason: .words(bad), causes: ["full"])))
        return events
    }

    private static func runbook() throws -> RunbookSet {
        let name = JSONValue.string(hostile).serialized()
        return try ExampleRunbooks.load(
            """
            version: 1
            id: t
            name: \(name)
            advice: \(name)
            causes: {full: {name: \(name)}}
            start: look
            fallback: help
            steps:
              look: {name: \(name), check: "true", findings: [{when: '"<b>&" == stdout', cause: full}], next: [{when: 'stdout == "<i>"', goto: clean}, {when: 'stderr == "</svg>"', goto: help}, {when: ok, goto: done}]}
              clean: {name: \(name), fix: "true", next: look}
              done: {end: resolved}
              help: {escalate: {to: ops}}
            """)
    }

    @Test(arguments: ["en", "ru"]) func `as a page lets nothing of the run act`(language: String) throws {
        let page = HTMLReport.text(
            Self.attacked().story(try Self.runbook(), language: language), times: StoryEvents.times)
        try Self.checkTags(page)
        #expect(!page.lowercased().contains("<script"))
        Self.checkCharacters(page)
        #expect(!page.contains("src=") && !page.contains("url(") && !page.contains("@import"))
        let links = page.components(of: "href=\"").dropFirst()
        #expect(links.allSatisfy { $0.hasPrefix("#v") }, "links lead only to places of the page")
        #expect(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;"))
        #expect(page.contains("\u{FFFD}"), "what could not be decoded is still seen")
    }

    @Test func `as Markdown lets nothing of the run be markup`() throws {
        let text = MarkdownReport.text(Self.attacked().story(try Self.runbook()), times: StoryEvents.times)
        Self.checkCharacters(text)
        var fence: Substring?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let ticks = line.prefix { $0 == "`" }
            if let open = fence {
                if ticks.count >= open.count, line == ticks { fence = nil }
                continue
            }
            if ticks.count >= 3, !line.dropFirst(ticks.count).contains("`") {
                fence = ticks
                continue
            }
            var rest = line
            // Code within the line is not looked at, whatever stands in it.
            var plain = ""
            while let start = rest.firstIndex(of: "`") {
                plain += rest[..<start]
                if rest[..<start].hasSuffix("\\") {
                    plain += "`"
                    rest = rest[rest.index(after: start)...]
                    continue
                }
                let run = rest[start...].prefix { $0 == "`" }
                let after = rest[run.endIndex...]
                guard let end = Self.end(ofCode: after, ticks: run.count) else {
                    Issue.record("code that does not end: \(line)")
                    break
                }
                rest = end
            }
            plain += rest
            #expect(!plain.contains("<script") && !plain.contains("[x](") && !plain.contains("@admin"), "\(line)")
            #expect(!plain.contains("**b**") || plain.contains("\\*\\*b"), "\(line)")
            #expect(!line.hasPrefix("# head"), "a line of an output became a heading")
        }
        #expect(fence == nil, "a fence does not end")
    }

    private static func end(ofCode text: Substring, ticks: Int) -> Substring? {
        var rest = text
        while let start = rest.firstIndex(of: "`") {
            let run = rest[start...].prefix { $0 == "`" }
            if run.count == ticks { return rest[run.endIndex...] }
            rest = rest[run.endIndex...]
        }
        return nil
    }

    /// Nothing that acts on a terminal, hides or reorders text.
    private static func checkCharacters(_ text: String) {
        #expect(
            !text.unicodeScalars.contains {
                ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}"
            })
    }

    /// Every tag is one of ours, opened and closed in order.
    private static func checkTags(_ page: String) throws {
        let void: Set<Substring> = ["meta", "br", "rect", "circle", "path", "input", "!DOCTYPE"]
        let known: Set<Substring> = [
            "html", "head", "title", "style", "body", "main", "header", "section", "article", "h1", "h2", "h3", "p",
            "span", "dl", "div", "dt", "dd", "details", "label", "summary", "table", "thead", "tbody", "tr", "th", "td",
            "ul",
            "li", "a", "code", "pre", "ins", "del", "blockquote", "strong", "svg", "g", "text",
        ]
        var open: [Substring] = []
        for piece in page.split(separator: "<").dropFirst(page.hasPrefix("<") ? 0 : 1) {
            let tag = piece.prefix { $0 != ">" }
            let name = tag.prefix { $0 != " " && $0 != "/" || tag.first == "/" && $0 == "/" }
            if name.hasPrefix("/") {
                let closed = name.dropFirst()
                try #require(open.last == closed, "</\(closed)> in \(open.suffix(4))")
                open.removeLast()
            } else if !void.contains(name) {
                try #require(known.contains(name), "<\(tag)> is none of ours")
                if !tag.hasSuffix("/") { open.append(name) }
            }
        }
        #expect(open.isEmpty, "\(open)")
    }

    @Test(arguments: Language.allCases) func `has all its words in each language`(language: Language) {
        for word in ReportWord.allCases { #expect(!word.text(in: language).isEmpty, "\(word)") }
    }

    @Test func `cuts a long output, and says how long it was`() throws {
        var events = StoryEvents()
        events.enter("clean")
        let output = (1...5000).map { "line \($0)" }.joined(separator: "\n")
        let captured = Captured(text: output, size: 9_000_000, sha256: "", isTruncated: true)
        events.run("x", of: "clean", effect: .change, exit: 1, stdout: captured)
        let text = MarkdownReport.text(events.story(), times: StoryEvents.times)
        #expect(text.contains("9000000 bytes, kept: \(output.utf8.count)"))
        #expect(text.contains("\nline 10\n") && text.contains("\nline 5000\n") && !text.contains("\nline 100\n"))
        #expect(text.contains("bytes left out here") && text.utf8.count < 4000, "\(text)")
    }

    @Test func `cuts even a single endless line, between characters`() throws {
        var events = StoryEvents()
        events.enter("clean")
        events.run(
            "x", of: "clean", effect: .change, stdout: Captured(String(repeating: "щ", count: 100_000)))
        let text = MarkdownReport.text(events.story(), times: StoryEvents.times)
        #expect(text.utf8.count < 10_000 && !text.contains("\u{FFFD}"))
    }

    @Test func `never has what is sensitive`() throws {
        var events = StoryEvents()
        events.enter("clean")
        events.run("x", of: "clean", effect: .change, stdout: Captured("hunter2").withheld)
        let page = HTMLReport.text(events.story(), times: StoryEvents.times)
        #expect(!page.contains("hunter2") && page.contains("7 bytes, sensitive, not kept"))
    }

    @Test func `can be made of any beginning of a run`() throws {
        let set = try Self.runbook()
        let all = Self.attacked().all
        for count in 0...all.count {
            var builder = StoryBuilder(names: RunbookNames(set, language: "en"))
            for (event, time) in all.prefix(count) { builder.add(event, at: time) }
            let page = HTMLReport.text(builder.story, times: StoryEvents.times)
            try Self.checkTags(page)
            #expect(MarkdownReport.text(builder.story, times: StoryEvents.times).hasPrefix("# "))
        }
    }

    @Test func `names its evidence so that nothing leaves its folder`() throws {
        let story = Self.attacked().story(try Self.runbook())
        var events = StoryEvents()
        events.enter("../../etc/passwd")
        events.run("x", of: "../../etc/passwd", stdout: Captured("y"))
        let bundle = EvidenceBundle(
            events.story(), times: StoryEvents.times, text: "", json: "",
            runbooks: [("../x", "a"), ("../x", "b")])
        let odd = EvidenceBundle(story, times: StoryEvents.times, text: "", json: "", runbooks: [])
        for file in bundle.files + odd.files {
            let parts = file.path.split(separator: "/")
            #expect(parts.count <= 3 && !parts.contains("..") && !file.path.hasPrefix("/"), "\(file.path)")
            #expect(file.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        }
        #expect(Set(bundle.files.map(\.path)).count == bundle.files.count)
    }
}
