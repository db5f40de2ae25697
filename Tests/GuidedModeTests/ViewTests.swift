import GuidedMode
import Interpreter
import RunbookModel
import TerminalIO
import Testing
import Wording

@Suite struct ViewTests {
    private static let group = """
        start: all
        fallback: call
        steps:
          all: {all: [containers, health, disk], next: call}
          containers: {check: docker ps}
          health: {check: curl x}
          disk: {check: df}
          call: {escalate: {to: ops}}
        """

    @Test func `a question stands under a line that says where we are`() throws {
        let stage = try Stage(Self.group)
        #expect(
            stage.screen(stage.dialogue) == """
                ── The shop is down · 20260101-000000-abcd · web1 · 0:00 · step 1 ─────────────
                Enter run them · s skip · n note · b back · j jump · o output · w why · g graph
                a run on · q pause · ? keys
                """)
    }

    @Test func `the same in Russian, on a wide screen`() throws {
        let stage = try Stage(Self.group, language: "ru")
        #expect(
            stage.screen(stage.dialogue, columns: 120) == """
                ── Магазин не работает · 20260101-000000-abcd · web1 · 0:00 · шаг 1 ───────────────────────────────────────────────────
                Enter выполнить · s пропустить · n заметка · b назад · j перейти · o вывод · w почему · g граф · a дальше самому
                q пауза · ? клавиши
                """)
    }

    @Test func `the checks of a group stand side by side, each with its time`() throws {
        var stage = try Stage(Self.group)
        stage.give(.replied(request: 1, .granted(by: "anna")))
        stage.now = stage.now + .milliseconds(1300)
        let screen = stage.screen(nil)
        #expect(screen.split(separator: "\n").count == 2)
        #expect(
            screen.contains("containers 1.3s  ") && screen.contains("health 1.3s  ") && screen.contains("disk 1.3s"))
        let narrow = stage.screen(nil, columns: 30)
        #expect(narrow.split(separator: "\n").count == 4, "\(narrow)")
    }

    @Test func `the last lines of a command are shown while it runs, and cannot act on the terminal`() throws {
        var stage = try Stage(
            "start: mend\nfallback: call\nsteps:\n  mend: {fix: x, next: call}\n  call: {escalate: {to: ops}}")
        stage.give(.replied(request: 1, .granted(by: "anna")))
        var tail = OutputTail()
        for number in 1...9 { tail.append(Array("line \(number) \u{1B}]0;x\u{7}\n".utf8)) }
        tail.append(Array("10%\r50%\r90%".utf8))
        let screen = stage.screen(nil, tails: [stage.orders[0].id: tail])
        #expect(screen.contains("│ line 9 \\x1b]0;x\\x07") && screen.hasSuffix("│ 90%"), "\(screen)")
        #expect(!screen.contains("line 5 "))
    }

    @Test(arguments: [4, 6, 10]) func `a low screen keeps the question`(rows: Int) throws {
        let stage = try Stage(
            """
            start: when
            fallback: call
            steps:
              when: {ask: When?, answer: {type: string, choices: [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11]}, next: call}
              call: {escalate: {to: ops}}
            """)
        let lines = stage.screen(stage.dialogue, rows: rows).split(separator: "\n")
        #expect(lines.count <= rows - 1 && lines.last?.contains("q pause") == true, "\(lines)")
    }

    @Test(arguments: Language.allCases, [80, 60, 40])
    func `no line of the help is wider than the screen, and words stay whole`(language: Language, columns: Int) {
        // What is said on the screen is indented by eight columns.
        let lines = BesideViews(language: language).help(columns: columns - 9)
        #expect(lines.allSatisfy { $0.width + 8 < columns }, "\(lines.map(\.text))")
        let words = lines.flatMap { $0.text.split(separator: " ") }
        for topic in Phrase.HelpTopic.allCases {
            let expected = Phrase.explains(topic).text(in: language).split(separator: " ")
            #expect(expected.allSatisfy(words.contains), "\(expected)")
            if let key = topic.key { #expect(words.contains { $0 == key }) }
        }
    }

    @Test func `the pager says where it is, and fits on the screen`() {
        let pager = Pager((1...100).map { StyledLine("line \($0)") }, columns: 80, rows: 24)
        let view = GuideView(language: .english) { _ in "12:00:00" }
        for (columns, rows) in [(80, 24), (40, 10), (120, 40)] {
            let lines = view.content(pager, columns: columns, rows: rows).lines
            #expect(lines.count == rows - 1 && lines.allSatisfy { $0.width < columns })
            #expect(lines.last?.text.hasPrefix("── lines 1–\(rows - 2) of 100") == true, "\(lines.last?.text ?? "")")
        }
    }

    @Test func `of why we are here, reasons are said in the reader's language`() throws {
        var stage = try Stage(
            "start: a\nfallback: call\nsteps:\n  a: {check: x, next: call}\n  call: {escalate: {to: ops}}",
            language: "ru")
        stage.give(.replied(request: 1, .granted(by: "anna")))
        stage.give(.actionEnded(action: 1, .command(CommandOutcome(exit: 3)), nil))
        let why = BesideViews(language: .russian).why(stage.model).map(\.text).joined(separator: "\n")
        #expect(why.contains("✗ a: код 3") && why.contains("a → call (дальше)"), "\(why)")
    }

    @Test func `tabs of an output take their columns in the pager`() throws {
        var stage = try Stage(
            "start: a\nfallback: call\nsteps:\n  a: {check: x, next: call}\n  call: {escalate: {to: ops}}")
        stage.give(.replied(request: 1, .granted(by: "anna")))
        stage.give(.actionEnded(action: 1, .command(CommandOutcome(exit: 0, stdout: Captured("日\tb\tc\n"))), nil))
        let lines = BesideViews(language: .english).output(stage.model)?.map(\.text) ?? []
        #expect(lines.contains("日      b       c"), "\(lines)")
    }

    @Test func `a hundred megabytes leave only their end`() {
        var tail = OutputTail()
        let piece = Array(String(repeating: "0123456789abcdef\n", count: 4000).utf8)
        for _ in 0..<1600 { tail.append(piece) }
        tail.append(Array("the end\n".utf8))
        #expect(tail.total > 100_000_000 && tail.lines(2) == ["0123456789abcdef", "the end"])
    }

    @Test func `going back leads to the step before, and again to the one before that`() throws {
        var stage = try Stage(
            """
            start: one
            fallback: call
            steps:
              one: {check: a, next: two}
              two: {check: b, next: three}
              three: {check: c, next: call}
              call: {escalate: {to: ops}}
            """)
        for _ in 0..<2 {
            stage.give(.replied(request: stage.request?.id ?? 0, .granted(by: "anna")))
            stage.give(.actionEnded(action: stage.orders.last?.id ?? 0, .command(CommandOutcome(exit: 0)), nil))
        }
        #expect(stage.model.current == "three")
        for expected in ["two", "one"] {
            let target = stage.model.goBack()
            #expect(target == expected)
            stage.give(.jumped(to: target ?? "", by: "anna"))
        }
        #expect(stage.model.goBack() == nil && stage.model.way == ["one"])
    }
}
