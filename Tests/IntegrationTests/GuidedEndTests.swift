import Glibc
import JSONText
import TestSupport
import Testing

/// What is left of a guided walk: on the screen at its end, in its reports, in the journal. One after the other: what a
/// person sees depends on the time that the machine has.
@Suite(.serialized) struct `The end of a guided walk` {
    private static let task = """
        name: {en: The disk is full, ru: Диск заполнен}
        causes: {full: {name: {en: No space is left, ru: Места нет}}}
        start: look
        fallback: call
        steps:
          look:
            name: {en: The disk, ru: Диск}
            check: test -e freed
            findings: [{when: exit != 0, cause: full}]
            next: [{when: causes.full, goto: free}]
            else: tidy
          free:
            manual: {en: Free space on the disk, ru: Освободите место}
            items: [{en: Old logs, ru: Старые логи}, {en: Unused images, ru: Образы}]
            verify: look
            unattended: escalate
            next: tidy
          tidy:
            edit: {file: site.conf, ensure_line: {line: keep = 2, pattern: keep = .*}}
            verify: look
            next: [{when: steps.look.ok && ok, goto: done}]
            else: call
          call: {escalate: {to: ops, message: {en: Please help, ru: Помогите}}}
          done: {end: resolved}
        """

    @Test func `items ticked by one person are ticked for the next one, and stand in transcript and report`()
        async throws
    {
        try await withGuidedWalk(Self.task, "--operator", "anna") { workshop, terminal in
            try writeFile(workshop.folder + "/site.conf", "keep = 9\n")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("Enter tick")
            terminal.type("2")
            try await terminal.see("item 2 ticked by anna: Unused images")
            terminal.type("q")
            #expect(try await terminal.end().exit == 6)
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let second = try workshop.startAtTerminal(["resume", id, "--operator", "boris", "--report", "r.md"])
            let shown = try await second.see("Enter tick")
            #expect(shown.contains("[ ] 1. Old logs") && shown.contains("[✓] 2. Unused images"), "\(shown)")
            try writeFile(workshop.folder + "/freed", "")
            second.type("\n")
            try await second.see("item 1 ticked by boris: Old logs")
            second.type("\n")
            try await second.see("+keep = 2")
            try await second.see("Enter run it")
            second.type("\n")
            let end = try await second.end()
            #expect(end.exit == 0, "\(end)")
            let ticks = try await workshop.events(of: id).filter { $0.isEvent("item_ticked") }
            #expect(ticks.map { $0["item"] } == [1, 0] && ticks.map { $0["by"] } == ["anna", "boris"])
            let report = workshop.content("r.md")
            #expect(report.contains("- [x] Old logs\n- [x] Unused images\n"), "\(report)")
            let transcript = try await workshop.rung("transcript", id)
            #expect(transcript.out.contains("item 2 ticked by anna: Unused images"), "\(transcript)")
        }
    }

    @Test func `it says what was found and changed, with the diff, the times, the checklist and where to read on`()
        async throws
    {
        try await withGuidedWalk(Self.task, "--operator", "anna") { workshop, terminal in
            try writeFile(workshop.folder + "/site.conf", "keep = 9\n")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("Enter tick")
            try writeFile(workshop.folder + "/freed", "")
            terminal.type("1")
            try await terminal.see("[✓] 1. Old logs")
            terminal.type("d")
            try await terminal.see("tidy [changes]")
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("What was found")
            let end = try await terminal.end()
            let summary = String(end.out.split(separator: "What was found").last ?? "")
            for words in [
                "full · No space is left: gone", "What was changed", "free: helped, verified", "tidy: helped, verified",
                "-keep = 9", "+keep = 2", "In all: ", "Checklist", "✗→✓ look", "[✓] Old logs", "[ ] Unused images",
                "what was seen and done: rung transcript", "resolved in ",
            ] {
                #expect(summary.contains(words), "\(words) in\n\(summary)")
            }
        }
    }

    @Test func `in Russian nothing of it is English`() async throws {
        try await withGuidedWalk(
            Self.task, "--operator", "anna", "--report", "r.md", environment: ["LC_ALL": "ru_RU.UTF-8"]
        ) { workshop, terminal in
            try writeFile(workshop.folder + "/site.conf", "keep = 9\n")
            try await terminal.see("Enter выполнить")
            terminal.type("\n")
            try await terminal.see("Enter отметить")
            terminal.type("1")
            try await terminal.see("пункт 1 отмечен, кто: anna: Старые логи")
            terminal.type("s")
            try await terminal.see("пропущено, кто: anna")
            let end = try await terminal.end()
            #expect(end.exit == 3, "\(end)")
            for words in [
                "← look: causes.full истинно", "запасной шаг: free: не в порядке", "Что найдено", "остаётся",
                "Сообщение → ops", "Помогите", "что увидено и сделано: rung transcript", "доказательства:",
                "эскалировано за",
            ] {
                #expect(end.out.contains(words), "\(words) in\n\(end)")
            }
            let report = workshop.content("r.md")
            let leftovers = [
                "skipped", "not ok", "no verdict", "branch 1", "escalated", "found", "exit 1", "verified", "[reads]",
                "[changes]", "What was", "Why here", "nobody", "fallback", "operator", "as expected",
            ]
            for (name, text) in [("screen", end.out), ("report", report)] {
                for word in leftovers { #expect(!text.contains(word), "\(word) on the \(name):\n\(text)") }
            }
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let transcript = try await workshop.rung("transcript", id, "--lang", "ru")
            #expect(transcript.out.contains("эскалировано, прогон \(id)"), "\(transcript)")
            // The same run in English: what is recorded is data.
            let english = try await workshop.rung("transcript", id, "--format", "markdown", "--lang", "en")
            #expect(english.out.contains("skipped by anna") && english.out.contains("No space is left"), "\(english)")
        }
    }

    @Test func `a paused run says in the reader's language how to go on`() async throws {
        try await withGuidedWalk(GuidedBook.way, environment: ["LANG": "ru_RU.UTF-8"]) { workshop, terminal in
            try await terminal.see("Enter выполнить")
            terminal.type("q")
            let end = try await terminal.end()
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            #expect(end.exit == 6 && end.out.contains("на паузе: оператор; продолжить: rung resume \(id)"), "\(end)")
        }
    }

    @Test func `an escalation has its message ready to send, and its evidence named and offered`() async throws {
        try await withGuidedWalk(Self.task, "--operator", "anna") { workshop, terminal in
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("Enter tick")
            terminal.type("s")
            let end = try await terminal.end()
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let message = String(end.out.split(separator: "Message → ops").last ?? "")
            for words in [
                "Please help", "The disk is full", "run \(id)".capitalizedFirst, "What was found: No space is left",
                "What was changed: Nothing was changed.", "Evidence: rung-\(id)-evidence.tar.gz",
                "evidence: rung transcript \(id) --bundle",
            ] {
                #expect(message.contains(words), "\(words) in\n\(message)")
            }
            #expect(try await workshop.rung("transcript", id, "--bundle").exit == 0)
            let packed = try await workshop.run(["tar", "-tzf", "rung-\(id)-evidence.tar.gz"])
            #expect(packed.out.contains("/message.txt\n") && packed.out.contains("/report.html\n"), "\(packed)")
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
