import Glibc
import TestSupport
import Testing

/// What a real terminal shows (tmux), with the run's id, the host and the times masked. One after the other.
@Suite(.serialized) struct `The screen of a guided walk` {
    private static let book = """
        name: {en: The shop is down, ru: Магазин не работает}
        causes:
          redis_down: {name: {en: Redis is not reachable, ru: Нет подключения к Redis}}
        start: diagnose
        fallback: call
        steps:
          diagnose:
            name: {en: Gather the evidence, ru: Диагностика}
            all: [greeting, redis]
            next: [{when: causes.redis_down, goto: restart}]
            else: call
          greeting: {check: 'printf "日本語 привет 🙂 \\033]0;evil\\007\\033[2J\\n"; exit 1', optional: true}
          redis: {check: 'test -e up || { sleep 0.3; false; }', findings: [{when: exit != 0, cause: redis_down}]}
          restart:
            name: {en: Restart it, ru: Перезапуск}
            description: {en: "Takes the cache down for a second.", ru: "Кэш недоступен одну секунду."}
            fix: touch up
            verify: redis
            next: done
            else: call
          done: {end: resolved}
          call: {escalate: {to: ops}}
        """

    @Test(arguments: [(80, 24), (120, 40)]) func `is what it was`(columns: Int, rows: Int) async throws {
        try await withScreen(Self.book, columns: columns, rows: rows) { screen in
            let first = try await screen.shown(with: "? keys")
            expectScreen(first, "first-\(columns)")
            try await screen.press("Enter")
            _ = try await screen.shown(with: "Restart it")
            let second = try await screen.shown(with: "e edit")
            expectScreen(second, "second-\(columns)")
            try await screen.press("w")
            _ = try await screen.shown(with: "Why restart")
            try await screen.press("Enter")
            let last = try await screen.shown(with: "exit=0")
            expectScreen(last, "last-\(columns)")
            #expect(!last.contains("? keys"))
        }
    }

    @Test func `speaks Russian`() async throws {
        try await withScreen(Self.book, columns: 80, rows: 24, environment: ["LANG=ru_RU.UTF-8"]) { screen in
            let first = try await screen.shown(with: "? клавиши")
            expectScreen(first, "russian-80")
            try await screen.press("q")
            _ = try await screen.shown(with: "exit=6")
        }
    }

    @Test func `follows a resize in the middle, and loses nothing that was said`() async throws {
        try await withScreen(Self.book, columns: 120, rows: 40) { screen in
            _ = try await screen.shown(with: "? keys")
            _ = try await screen.tmux("resize-window", "-x", "60", "-y", "20")
            try await eventually("the keys on three lines") {
                let shown = try await screen.tmux("capture-pane", "-p")
                let status = shown.split(separator: "\n").filter { $0.hasPrefix("── ") }
                return status.count == 1 && status[0].count <= 60 && shown.contains("diagnose · Gather")
            }
            _ = try await screen.tmux("resize-window", "-x", "100", "-y", "30")
            try await screen.press("Enter")
            let shown = try await screen.shown(with: "e edit")
            #expect(shown.split(separator: "\n").filter { $0.hasPrefix("── ") }.count == 1, "\(shown)")
            #expect(shown.contains("redis: test -e up ||") && shown.contains("found redis_down"), "\(shown)")
        }
    }

    @Test func `what a command prints changes neither the title nor the screen`() async throws {
        try await withScreen(Self.book, columns: 80, rows: 24) { screen in
            _ = try await screen.shown(with: "? keys")
            try await screen.press("Enter")
            let shown = try await screen.shown(with: "e edit")
            #expect(shown.contains("│ 日本語 привет 🙂 \\x1b]0;evil\\x07\\x1b[2J"), "\(shown)")
            #expect(try await !screen.tmux("display-message", "-p", "#{pane_title}").contains("evil"))
        }
    }
}
