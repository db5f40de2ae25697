import CEL
import Reports
import RunbookModel
import Testing

@testable import Interpreter

@Suite struct `The story of a run` {
    private static let text = """
        version: 1
        id: t
        name: {en: The site is slow, ru: Сайт тормозит}
        advice: [{en: Watch it., ru: Следите.}]
        causes: {full: {name: {en: The disk is full, ru: Диск полон}, advice: Clean it.}}
        start: look
        fallback: help
        steps:
          look:
            name: {en: Look, ru: Посмотреть}
            all: [disk, web]
            next: [{when: causes.full, goto: clean}, {when: steps.look.ok, goto: done}]
          disk: {name: {en: Disk, ru: Диск}, check: "true", findings: [{when: exit == 0, cause: full}]}
          web: {check: "true"}
          more: {check: "true", next: help}
          clean: {fix: "true", verify: disk, next: look, else: more}
          done: {end: resolved}
          help: {escalate: {to: ops, message: {en: Help, ru: Помогите}}}
        """

    /// A run that finds a full disk, cleans it with leave, and is resolved.
    private static func healed() -> StoryEvents {
        var events = StoryEvents(params: ["limit": .int(3)])
        events.enter("look")
        events.run("df", of: "disk", stdout: Captured("91%"))
        events.run("curl", of: "web")
        events.end("disk", ok: false, causes: ["full"])
        events.end("web", ok: true)
        events.end("look", ok: false)
        let part = ConditionTrace.Part(text: "causes.full", state: .value("true"))
        let condition = ConditionTrace(role: "clean", expression: "causes.full", verdict: .yes, parts: [part])
        events.decide("look", "clean", .branch(1), options: [Decision.Option(condition: condition, goto: "clean")])
        events.enter("clean")
        events.ask("change", of: "clean", text: "rm", answer: .granted(by: "anna"), after: 60)
        events.run("rm", of: "clean", effect: .change)
        events.run("df", of: "disk", purpose: .verification(of: "clean", attempt: 1))
        events.end("disk", ok: true)
        events.record(.verified(step: "clean", passed: true, tries: 1, reason: "verified"))
        events.end("clean", ok: true)
        events.decide("clean", "look", .ok)
        events.input(.interrupted(reason: "the operator"))
        events.now = events.now + .seconds(600)
        events.input(.resumed(ResumeFacts(mode: .guided, operatorName: "boris")))
        events.enter("look", visit: 2)
        events.input(.noted(text: "looks well", by: "boris"))
        events.end("disk", ok: true)
        events.end("web", ok: true)
        events.end("look", ok: true)
        events.decide("look", "done", .branch(2))
        events.enter("done")
        events.record(.ended(WalkEnd(outcome: .resolved, step: "done", causes: [])))
        return events
    }

    @Test func `says who walked it, how long it worked, waited and was paused`() throws {
        let story = Self.healed().story(try ExampleRunbooks.load(Self.text))
        #expect(story.walkers.map(\.name) == ["anna", "boris"])
        #expect(story.waited == .seconds(60) && story.paused == .seconds(601))
        #expect(story.end?.outcome == .resolved && story.run == "20260101-000000-test" && story.target == "web")
        let clean = try #require(story.visits.first { $0.step == "clean" })
        #expect(clean.waited == .seconds(60) && clean.worked < .seconds(12), "\(clean.worked)")
    }

    @Test func `says why it came to each step, with the values that decided`() throws {
        let story = Self.healed().story(try ExampleRunbooks.load(Self.text))
        #expect(story.visits.map(\.step) == ["look", "clean", "look", "done"])
        guard case .decision(let decision) = story.visits[1].reason else {
            Issue.record("\(story.visits[1].reason)")
            return
        }
        #expect(decision.step == "look" && decision.options.first?.condition.parts.first?.text == "causes.full")
        guard case .start(isChosen: false) = story.visits[0].reason else {
            Issue.record("\(story.visits[0].reason)")
            return
        }
    }

    @Test func `says what was found, and whether it still holds`() throws {
        let story = Self.healed().story(try ExampleRunbooks.load(Self.text), language: "ru")
        #expect(story.causes.map(\.id) == ["full"] && story.causes[0].name == "Диск полон")
        #expect(!story.causes[0].holds && story.causes[0].step == "disk" && story.causes[0].visit == 1)
        var events = StoryEvents()
        events.enter("look")
        events.end("disk", ok: false, causes: ["full"])
        #expect(events.story(try ExampleRunbooks.load(Self.text)).causes.map(\.holds) == [true])
    }

    @Test func `ticks the checks as far as they were walked`() throws {
        let story = Self.healed().story(try ExampleRunbooks.load(Self.text))
        let checklist = Checklist(story)
        #expect(checklist.sections.map(\.group) == ["look", nil])
        #expect(checklist.sections[0].items.map(\.step) == ["disk", "web"])
        #expect(checklist.sections[0].items[0].first == .notOk && checklist.sections[0].items[0].last == .ok)
        #expect(checklist.sections[1].items.map(\.step) == ["more"] && checklist.sections[1].items[0].last == nil)
    }

    @Test func `a check belongs to the action that it judges, and a try to its own`() throws {
        let story = Self.healed().story(try ExampleRunbooks.load(Self.text))
        let look = story.visits[0]
        for result in look.results where result.step != "look" {
            let action = try #require(result.action)
            #expect(look.actions[action].order.step == result.step)
        }
        let clean = story.visits[1]
        #expect(clean.results.map(\.step) == ["disk", "clean"] && clean.verdict == .ok)
        #expect(clean.results[0].action == 1)
    }

    /// What a change comes to, by what happened.
    @Test(arguments: [
        ("helped", StoryVisit.Change.helped), ("unverified", .done), ("did not help", .didNotHelp),
        ("failed", .failed), ("put back", .putBack), ("lost", .unknown), ("planned", .planned), ("as is", .alreadySo),
    ])
    func `says what a change came to`(what: String, change: StoryVisit.Change) throws {
        var events = StoryEvents(mode: what == "planned" ? .dryRun : .guided)
        events.enter("clean")
        let plan = EditPlan(path: "/f", before: "a", after: "b", diff: "-a\n+b\n")
        let edit = ResolvedAction.edit(
            ResolvedEdit(file: "/f", change: .replace(pattern: "a", with: "b")), .write(plan))
        func verified(_ passed: Bool) {
            events.record(.verified(step: "clean", passed: passed, tries: 1, reason: "r"))
        }
        switch what {
        case "planned":
            events.ask("change", of: "clean", answer: .planned, after: 1)
            events.end("clean", ok: true)
        case "put back":
            events.act(edit, of: "clean", effect: .change, .edit(EditOutcome(.written(backup: nil))))
            verified(false)
            events.act(edit, of: "clean", effect: .change, .edit(EditOutcome(.putBack)))
            events.end("clean", ok: false)
        case "as is":
            events.act(edit, of: "clean", effect: .read, .edit(EditOutcome(.unchanged(path: "/f"))))
            events.end("clean", ok: true)
        case "lost":
            events.act(edit, of: "clean", effect: .change, .notRun("-"))
            events.input(.actionLost(action: 1, reason: "Rung died while it ran"))
            events.end("clean", ok: false)
        default:
            events.run("rm", of: "clean", effect: .change, exit: what == "failed" ? 1 : 0)
            if what == "helped" { verified(true) }
            if what == "did not help" { verified(false) }
            events.end("clean", ok: what == "helped" || what == "unverified")
        }
        let story = events.story(try ExampleRunbooks.load(Self.text))
        #expect(story.visits.first?.change == change)
    }

    @Test func `a step that was kept from running changed nothing`() throws {
        var events = StoryEvents()
        events.enter("clean")
        events.ask("change", of: "clean", answer: .refused(by: "anna", reason: "no"), after: 3)
        events.record(.stepEnded(step: "clean", StepRecord(ran: false, ok: false, reason: "no")))
        #expect(events.story(try ExampleRunbooks.load(Self.text)).changes.isEmpty)
    }

    @Test func `of a run whose process died, the time until it was resumed is a pause`() throws {
        var events = StoryEvents()
        events.enter("clean")
        events.record(.asked(request: 1, step: "clean", subject: "change", text: [], items: []))
        events.now = events.now + .seconds(3600)
        events.input(.resumed(ResumeFacts(mode: .guided, operatorName: "boris")))
        let story = events.story(try ExampleRunbooks.load(Self.text))
        #expect(story.paused == .seconds(3601) && story.waited == .zero)
    }

    @Test func `carries the message of an escalation in the reader's language, and the advice`() throws {
        var events = StoryEvents()
        events.enter("help")
        let texts = [ShownText(language: "en", text: "Help"), ShownText(language: "ru", text: "Помогите")]
        events.record(.escalated(step: "help", to: "ops", message: texts))
        events.record(.ended(WalkEnd(outcome: .escalated, step: "help", causes: [])))
        let story = events.story(try ExampleRunbooks.load(Self.text), language: "ru")
        #expect(story.call?.to == "ops" && story.call?.message == "Помогите" && story.advice == ["Следите."])
    }

    @Test func `follows calls into other runbooks`() throws {
        let texts = [
            "a.yaml": Array(Self.text.utf8),
            "main.yaml": Array(
                """
                version: 1
                id: main
                start: sub
                fallback: help
                steps:
                  sub: {call: a.yaml, next: over, else: help}
                  over: {end: resolved}
                  help: {escalate: {to: ops}}
                """.utf8),
        ]
        let set = try ExampleRunbooks.load("main.yaml", texts)
        var events = StoryEvents()
        events.enter("sub")
        events.record(.callEntered(step: "sub", runbook: "t"))
        events.enter("sub/look")
        events.end("sub/disk", ok: false, causes: ["full"])
        events.end("sub/look", ok: false)
        events.decide("sub/look", nil, .noBranch(isOneUnknown: false))
        events.record(.fellBack(step: "sub/look", reason: "sub/look"))
        events.enter("sub/help")
        events.end("sub", ok: false)
        events.decide("sub", "help", "not ok")
        events.enter("help")
        let story = events.story(set)
        #expect(story.passages == ["", "sub/"] && story.causes.first?.name == "The disk is full")
        #expect(story.visits[0].verdict == .notOk && story.visits[2].result == nil)
        let page = HTMLReport.text(story, times: StoryEvents.times)
        #expect(page.components(of: "<svg").count == 3, "one picture for each runbook")
        #expect(Checklist(story).sections.contains { $0.group == "sub/look" })
    }
}

extension String {
    /// The parts between the places where a text stands.
    func components(of text: String) -> [Substring] { split(separator: text, omittingEmptySubsequences: false) }

    private static let task = """
        version: 1
        id: t
        start: free
        fallback: help
        steps:
          free: {manual: {en: Free it, ru: Освободите}, items: [{en: Old logs, ru: Логи}, Images], next: help}
          never: {manual: Another, items: [one], next: help}
          help: {escalate: {to: ops, message: {en: Please help, ru: Помогите}}}
        """

    private static func ticked() -> StoryEvents {
        var events = StoryEvents()
        events.enter("free")
        let items = [
            [ShownText(language: "en", text: "Old logs"), ShownText(language: "ru", text: "Логи")],
            [ShownText(language: nil, text: "Images")],
        ]
        events.record(.asked(request: 1, step: "free", subject: "task", text: [], items: items))
        events.input(.itemTicked(request: 1, item: 1, isTicked: true, by: "anna"))
        events.input(.itemTicked(request: 1, item: 0, isTicked: true, by: "anna"))
        events.input(.itemTicked(request: 1, item: 1, isTicked: false, by: "anna"))
        events.input(.interrupted(reason: .pausedByOperator))
        events.input(.resumed(ResumeFacts(mode: .guided, operatorName: "boris")))
        events.record(.asked(request: 2, step: "free", subject: "task", text: [], items: items))
        events.input(.replied(request: 2, .granted(by: "boris")))
        events.end("free", ok: true, reason: .saidToBeDone)
        events.enter("help")
        events.record(
            .escalated(
                step: "help", to: "ops",
                message: [ShownText(language: "en", text: "Please help"), ShownText(language: "ru", text: "Помогите")]))
        events.record(.ended(WalkEnd(outcome: .escalated, step: "help")))
        return events
    }

    @Test func `the checklist has the items of tasks, ticked as far as people came`() throws {
        let set = try ExampleRunbooks.load(Self.task)
        let tasks = Checklist(Self.ticked().story(set)).tasks
        #expect(tasks.map(\.step) == ["free", "never"])
        #expect(
            tasks[0].items.map(\.text) == ["Old logs", "Images"] && tasks[0].items.map(\.isTicked) == [true, false])
        #expect(tasks[1].items.map(\.isTicked) == [false])
    }

    @Test func `who ticked what, and when, stands in every report`() throws {
        let set = try ExampleRunbooks.load(Self.task)
        let story = Self.ticked().story(set, language: "ru")
        let markdown = MarkdownReport.text(story, times: StoryEvents.times)
        let page = HTMLReport.text(story, times: StoryEvents.times)
        #expect(markdown.contains("- [x] Логи\n- [ ] Images\n"), "\(markdown)")
        #expect(
            markdown.contains("отмечено, кто: anna: 1. Логи")
                && markdown.contains("отметка снята, кто: anna: 2. Images"))
        #expect(page.contains("отмечено, кто: anna: 1. Логи") && page.contains("<span>Логи</span>"))
    }

    @Test(arguments: ["en", "ru"])
    func `the end tells what was found, changed, how long it took, the checklist and the message`(language: String)
        throws
    {
        let set = try ExampleRunbooks.load(Self.task)
        let story = Self.ticked().story(set, language: language)
        let text = TextSummary.text(story, times: StoryEvents.times, isColoured: false, columns: 80)
        let words =
            language == "en"
            ? [
                "What was found", "What was changed", "Duration", "Checklist", "[✓] Old logs", "[ ] Images",
                "Message → ops",
                "Please help", "rung-20260101-000000-test-evidence.tar.gz", "free: done, not verified",
            ]
            : [
                "Что найдено", "Что изменено", "Длительность", "Чек-лист", "[✓] Логи", "Сообщение → ops", "Помогите",
                "free: сделано, не проверено",
            ]
        for word in words { #expect(text.contains(word), "\(word) in\n\(text)") }
        #expect(text.split(separator: "\n").allSatisfy { $0.count < 80 }, "\(text)")
        #expect(!text.contains("\u{1B}"))
        let bundle = EvidenceBundle(story, times: StoryEvents.times, text: "", json: "", runbooks: [])
        let message = bundle.files.first { $0.path.hasSuffix("/message.txt") }?.content ?? ""
        #expect(message.hasPrefix(language == "en" ? "Please help\n" : "Помогите\n"), "\(message)")
    }

    @Test func `a summary cannot act on the terminal, and shows the change of a file`() throws {
        let bad = "\u{1B}[2J\u{202E}\u{7}"
        var events = StoryEvents()
        events.enter("clean")
        let plan = EditPlan(
            path: "/f", before: "a", after: "b", diff: "--- a\n+++ b\n-old\(bad)\n+new\n", otherLinks: 1)
        events.act(
            .edit(ResolvedEdit(file: "/f", change: .ensureLine(line: bad, pattern: nil)), .plan), of: "clean",
            effect: .read, .edit(EditOutcome(.planned(plan))))
        events.end("clean", ok: false, causes: [bad], reason: .words(bad))
        events.record(.escalated(step: "x", to: bad, message: [ShownText(language: nil, text: bad)]))
        events.record(.ended(WalkEnd(outcome: .escalated, step: bad, reason: .words(bad), causes: [bad])))
        let set = try ExampleRunbooks.load(
            "version: 1\nid: t\nstart: clean\nfallback: help\nsteps:\n"
                + "  clean: {edit: {file: f, ensure_line: {line: x}}, next: help}\n  help: {escalate: {to: ops}}\n")
        let text = TextSummary.text(events.story(set), times: StoryEvents.times, isColoured: false, columns: 80)
        #expect(text.contains("+new") && text.contains("-old\\x1b[2J"), "\(text)")
        #expect(!text.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202E}") })
        let markdown = MarkdownReport.text(events.story(set), times: StoryEvents.times)
        #expect(markdown.contains("hard links"), "\(markdown)")
    }
}
