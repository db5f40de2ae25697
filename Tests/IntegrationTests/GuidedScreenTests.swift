import Glibc
import TestSupport
import Testing

/// What a real terminal shows (tmux), with the run's id, the host and the times masked. One after the other.
@Suite(.serialized) struct `The screen of a guided walk` {
    /// A terminal of tmux with `rung` in it.
    private struct Screen {
        let workshop: Workshop
        let server: [String]

        func tmux(_ words: String...) async throws -> String { try await workshop.run(server + words).out }

        func press(_ keys: String...) async throws {
            for key in keys { _ = try await tmux("send-keys", key) }
        }

        /// The screen as soon as it shows a text, masked.
        func shown(with text: String) async throws -> String {
            var shown = ""
            do {
                try await eventually("\(text) on the screen") {
                    shown = try await tmux("capture-pane", "-p")
                    return shown.contains(text)
                }
            } catch {
                throw TestSupportError(message: "\(error); the screen shows:\n\(shown)")
            }
            return Self.masked(shown, workshop)
        }

        /// Digits of times become 0, the run's id, the host and the operator are named; the rule's length is cut.
        static func masked(_ screen: String, _ workshop: Workshop) -> String {
            var host = [CChar](repeating: 0, count: 256)
            gethostname(&host, host.count - 1)
            let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            var lines: [String] = []
            for line in screen.split(separator: "\n", omittingEmptySubsequences: false) {
                var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
                for (index, word) in words.enumerated() {
                    if word.count == 20, word.hasPrefix("20"), word.dropFirst(8).first == "-" { words[index] = "RUN" }
                    if word == name || word == name + "\r" { words[index] = "HOST" }
                    if word == workshop.id { words[index] = "BOOK" }
                    if word.allSatisfy({ "0123456789:".contains($0) }), word.contains(":") { words[index] = "TIME" }
                    if word.hasPrefix("("), word.hasSuffix("s)"), word.contains(".") { words[index] = "(TIME)" }
                }
                if let index = words.firstIndex(of: "resolved"), words.count > index + 2 { words[index + 2] = "TIME" }
                let text = words.joined(separator: " ")
                lines.append(text.hasSuffix("─") ? String(text.prefix { $0 != "─" }) + "── " + Self.inner(text) : text)
            }
            while lines.last?.isEmpty == true { lines.removeLast() }
            return lines.joined(separator: "\n")
        }

        /// A status line without its rules.
        private static func inner(_ line: String) -> String {
            String(line.drop { $0 == "─" || $0 == " " }.reversed().drop { $0 == "─" || $0 == " " }.reversed())
        }
    }

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

    private func withScreen(
        columns: Int, rows: Int, _ arguments: String = "", environment: [String] = [],
        _ body: (Screen) async throws -> Void
    ) async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            let server = ["tmux", "-S", workshop.folder + "/tmux", "-f", "/dev/null"]
            let variables = (["RUNG_STATE_DIR=\(workshop.folder)/state"] + environment).flatMap { ["-e", $0] }
            let line = "\(RungBinary.path) run t.yaml --operator anna \(arguments); echo \"exit=$?\"; exec cat"
            let started = try await workshop.run(
                server + ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"] + variables + [line])
            try #require(started.exit == 0, "\(started)")
            let screen = Screen(workshop: workshop, server: server)
            do {
                try await body(screen)
            } catch {
                _ = try await screen.tmux("kill-server")
                throw error
            }
            _ = try await screen.tmux("kill-server")
        }
    }

    @Test(arguments: [(80, 24), (120, 40)]) func `is what it was`(columns: Int, rows: Int) async throws {
        try await withScreen(columns: columns, rows: rows) { screen in
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
        try await withScreen(columns: 80, rows: 24, environment: ["LANG=ru_RU.UTF-8"]) { screen in
            let first = try await screen.shown(with: "? клавиши")
            expectScreen(first, "russian-80")
            try await screen.press("q")
            _ = try await screen.shown(with: "exit=6")
        }
    }

    @Test func `follows a resize in the middle, and loses nothing that was said`() async throws {
        try await withScreen(columns: 120, rows: 40) { screen in
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
        try await withScreen(columns: 80, rows: 24) { screen in
            _ = try await screen.shown(with: "? keys")
            try await screen.press("Enter")
            let shown = try await screen.shown(with: "e edit")
            #expect(shown.contains("│ 日本語 привет 🙂 \\x1b]0;evil\\x07\\x1b[2J"), "\(shown)")
            #expect(try await !screen.tmux("display-message", "-p", "#{pane_title}").contains("evil"))
        }
    }

    /// Compares a screen with the one that is kept; `RECORD_EXPECTED=1` keeps it anew, to be read before it is committed.
    private func expectScreen(
        _ screen: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let path = PackageRoot.path + "/Tests/IntegrationTests/Screens/\(name).txt"
        if getenv("RECORD_EXPECTED") != nil { try? writeFile(path, screen + "\n") }
        let kept = String(decoding: (try? readFile(path)) ?? [], as: UTF8.self)
        #expect(screen + "\n" == kept, "\(name) shows:\n\(screen)", sourceLocation: sourceLocation)
    }
}
