import Glibc
import TestSupport
import Testing

/// What a real terminal shows (tmux) at each kind of question and at each kind of end, with the run's id, the host and
/// the times masked. One after the other.
@Suite(.serialized) struct `The screens of all that a guided walk asks` {
    private static let book = """
        name: {en: The shop is down, ru: Магазин не работает}
        causes: {full: {name: {en: No space is left, ru: Места нет}}}
        advice: [{en: Look at the log rotation., ru: Проверьте ротацию логов.}]
        start: when
        fallback: call
        steps:
          when:
            ask: {en: "When shall the shop be closed for the repair?", ru: "Когда закрыть магазин?"}
            answer: {type: string, choices: [now, later]}
            unattended: escalate
            next: [{when: answer == "now", goto: many}]
            else: call
          many:
            ask: {en: "How many gigabytes are needed? 日本語 🙂", ru: "Сколько гигабайт нужно?"}
            answer: {type: int, min: 1, max: 50}
            unattended: escalate
            next: [{when: answer > 0, goto: free}]
            else: call
          free:
            name: {en: Free space, ru: Освободите место}
            manual:
              en: >-
                Free space on the disk of the shop, beginning with what nobody needs any more, and delete no volumes:
                they hold the database.
              ru: Освободите место на диске.
            items: [{en: Old logs, ru: Старые логи}, {en: "Unused images 🙂", ru: Образы}]
            unattended: escalate
            next: tidy
          tidy:
            name: {en: Keep fewer logs, ru: Хранить меньше логов}
            edit: {file: keep.conf, ensure_line: {line: keep = 2, pattern: keep = .*}}
            next: wipe
          wipe:
            name: {en: Start anew, ru: Начать заново}
            fix: rm -rf data
            effect: destroy
            preview: echo volume data
            next: call
          call: {escalate: {to: ops, message: {en: The shop needs you., ru: Нужна помощь.}}}
        """

    @Test(arguments: [(80, 24), (120, 40)]) func `each question is what it was`(columns: Int, rows: Int) async throws {
        try await withScreen(Self.book, columns: columns, rows: rows) { screen in
            try writeFile(screen.workshop.folder + "/keep.conf", "keep = 9\n")
            expectScreen(try await screen.shown(with: "? keys"), "choice-\(columns)")
            try await screen.press("1")
            _ = try await screen.shown(with: "▶ 1. now")
            try await screen.press("Enter")
            _ = try await screen.shown(with: "Type an int and Enter")
            try await screen.press("n", "o", "Enter")
            expectScreen(try await screen.shown(with: "is not an int"), "number-\(columns)")
            try await screen.press("C-u", "5", "Enter")
            _ = try await screen.shown(with: "Enter tick")
            try await screen.press("Enter")
            _ = try await screen.shown(with: "▶ [ ] 2.")
            expectScreen(try await screen.shown(with: "item 1 ticked"), "task-\(columns)")
            try await screen.press("d")
            _ = try await screen.shown(with: "keep = 2")
            expectScreen(try await screen.shown(with: "Enter run it"), "edit-\(columns)")
            try await screen.press("Enter")
            expectScreen(try await screen.shown(with: "Type wipe in full"), "destroy-\(columns)")
            try await screen.press("/s", "Enter")
            let end = try await screen.shown(with: "exit=3")
            expectScreen(String(end.split(separator: "Message").first ?? ""), "escalated-\(columns)")
        }
    }

    @Test func `help, the graph and a pause are what they were`() async throws {
        try await withScreen(Self.book, columns: 80, rows: 24) { screen in
            _ = try await screen.shown(with: "? keys")
            try await screen.press("?")
            expectScreen(try await screen.shown(with: "Esc gives it up"), "help-80")
            try await screen.press("g")
            expectScreen(try await screen.shown(with: "The steps, and the way so far"), "graph-80")
            try await screen.press("q")
            _ = try await screen.shown(with: "exit=6")
            expectScreen(
                String(try await screen.shown(with: "rung resume").split(separator: "The steps").last ?? ""),
                "paused-80")
        }
    }

    @Test(arguments: [("dumb", "TERM=dumb"), ("plain", "NO_COLOR=1")])
    func `a terminal that can do little shows the same`(name: String, variable: String) async throws {
        try await withScreen(Self.book, columns: 80, rows: 24, environment: [variable]) { screen in
            _ = try await screen.shown(with: "? keys")
            try await screen.press("1", "Enter")
            expectScreen(try await screen.shown(with: "Type an int and Enter"), "\(name)-80")
            // Without colours, no cell of the screen has one.
            let raw = try await screen.tmux("capture-pane", "-p", "-e")
            #expect((31...36).allSatisfy { !raw.contains("\u{1B}[\($0)m") } && !raw.contains("\u{1B}[1m"), "\(raw)")
        }
    }

    @Test func `the help in Russian keeps its words whole too`() async throws {
        try await withScreen(Self.book, columns: 80, rows: 24, environment: ["LANG=ru_RU.UTF-8"]) { screen in
            _ = try await screen.shown(with: "? клавиши")
            try await screen.press("?")
            expectScreen(try await screen.shown(with: "Esc отменяет"), "help-russian-80")
        }
    }
}
