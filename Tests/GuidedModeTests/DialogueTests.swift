import CEL
import GuidedMode
import Interpreter
import RunbookModel
import TerminalIO
import Testing
import Wording

@Suite struct DialogueTests {
    private static let destroying = """
        start: wipe
        fallback: call
        steps:
          wipe: {fix: rm all, effect: destroy, next: call}
          call: {escalate: {to: ops}}
        """

    private func typed(_ text: String, into dialogue: Dialogue) -> [Dialogue.Effect] {
        var dialogue = dialogue
        return text.map { dialogue.handle($0 == "\n" ? .enter : $0 == "\u{1B}" ? .escape : .character($0)) }
            .filter { $0 != .none }
    }

    @Test(arguments: ["\n", "y\n", "wip\n", "wipee\n", "WIPE\n", "a\n", "\u{1B}\n", "\u{1B}a", "\u{1B}y"])
    func `nothing but its id typed in full runs a destroy`(keys: String) throws {
        let dialogue = try #require(try Stage(Self.destroying).dialogue)
        let granted = typed(keys, into: dialogue).contains(.reply(.granted(by: "anna")))
        #expect(!granted)
    }

    @Test(arguments: ["wipe\n", " wipe \n", "\u{1B}\nwipe\n", "no\nwipe\n"])
    func `its id typed in full runs a destroy`(keys: String) throws {
        let dialogue = try #require(try Stage(Self.destroying).dialogue)
        #expect(typed(keys, into: dialogue) == [.reply(.granted(by: "anna"))])
    }

    @Test(arguments: ["s\n", "/s\n", "\u{1B}s"]) func `a destroy can be skipped`(keys: String) throws {
        let dialogue = try #require(try Stage(Self.destroying).dialogue)
        #expect(typed(keys, into: dialogue) == [.reply(.refused(by: "anna", reason: .skipped(by: "anna")))])
    }

    @Test func `a number is asked for until it is one`() throws {
        let stage = try Stage(
            """
            start: how
            fallback: call
            steps:
              how: {ask: How many?, answer: {type: int, min: 1, max: 5}, next: call}
              call: {escalate: {to: ops}}
            """)
        var dialogue = try #require(stage.dialogue)
        #expect(dialogue.handle(line: "many") == .none)
        #expect(stage.screen(dialogue).contains("The answer is not an int: \"many\"."))
        _ = dialogue.handle(.control("u"))
        #expect(dialogue.handle(line: "7") == .none)
        _ = dialogue.handle(.control("u"))
        #expect(dialogue.handle(line: "3") == .reply(.answered(.int(3), by: "anna")))
        var other = try #require(stage.dialogue)
        #expect(other.handle(line: "/q") == .pause)
    }

    @Test func `a choice wants a choice before Enter, by number or by arrows`() throws {
        let stage = try Stage(
            """
            start: when
            fallback: call
            steps:
              when: {ask: When?, answer: {type: string, choices: [now, later, never]}, next: call}
              call: {escalate: {to: ops}}
            """)
        let dialogue = try #require(stage.dialogue)
        #expect(typed("\n", into: dialogue).isEmpty)
        #expect(typed("9\n", into: dialogue).isEmpty)
        #expect(typed("2\n", into: dialogue) == [.reply(.answered(.string("later"), by: "anna"))])
        var arrows = dialogue
        for key in [Key.down, .down, .down, .up] { _ = arrows.handle(key) }
        #expect(arrows.handle(.enter) == .reply(.answered(.string("later"), by: "anna")))
    }

    @Test func `y and n answer a question of yes and no, and N notes`() throws {
        let stage = try Stage(
            "start: sure\nfallback: call\nsteps:\n  sure: {ask: Sure?, next: call}\n  call: {escalate: {to: ops}}")
        let dialogue = try #require(stage.dialogue)
        #expect(typed("y", into: dialogue) == [.reply(.answered(.bool(true), by: "anna"))])
        #expect(typed("n", into: dialogue) == [.reply(.answered(.bool(false), by: "anna"))])
        #expect(typed("\n", into: dialogue).isEmpty)
        #expect(typed("Nhello\n", into: dialogue) == [.note("hello")])
    }

    @Test func `a jump finds steps by a part of their ids, and not a proof`() throws {
        let stage = try Stage(
            """
            start: look
            fallback: call
            steps:
              look: {check: "true", next: [{when: ok, goto: done}], else: restart_redis}
              restart_redis: {fix: x, verify: look, next: look}
              call: {escalate: {to: ops}}
              done: {end: resolved}
            """)
        let dialogue = try #require(stage.dialogue)
        #expect(dialogue.destinations == ["look", "restart_redis", "call"])
        #expect(typed("jredis\n", into: dialogue) == [.jump("restart_redis")])
        #expect(typed("jdone\n", into: dialogue).isEmpty)
        #expect(typed("j\n", into: dialogue).isEmpty)
    }

    private static let task = """
        start: free
        fallback: call
        steps:
          free: {manual: Free space, items: [logs, images], next: call}
          call: {escalate: {to: ops}}
        """

    @Test func `items are ticked one by one, and a tick can be taken back`() throws {
        var dialogue = try #require(try Stage(Self.task).dialogue)
        #expect(dialogue.handle(.enter) == .tick(item: 0, true))
        #expect(dialogue.handle(.character("1")) == .tick(item: 0, false))
        #expect(dialogue.handle(.character("2")) == .tick(item: 1, true))
        #expect(dialogue.handle(.enter) == .tick(item: 0, true))
        #expect(dialogue.handle(.enter) == .reply(.granted(by: "anna")))
    }

    @Test(arguments: ["nhello\n", "n\u{1B}", "j\u{1B}", "x"])
    func `what is ticked stays ticked, whatever is pressed meanwhile`(keys: String) throws {
        let stage = try Stage(Self.task)
        var dialogue = try #require(stage.dialogue)
        _ = dialogue.handle(.enter)
        for key in keys { _ = dialogue.handle(key == "\n" ? .enter : key == "\u{1B}" ? .escape : .character(key)) }
        let shown = stage.screen(dialogue)
        #expect(shown.contains("[✓] 1. logs") && shown.contains("[ ] 2. images"), "\(shown)")
    }

    @Test func `a task that is put again begins with what was ticked`() throws {
        var stage = try Stage(Self.task)
        stage.give(.itemTicked(request: 1, item: 0, isTicked: true, by: "anna"))
        stage.give(.interrupted(reason: .pausedByOperator))
        stage.give(.resumed(ResumeFacts(mode: .guided, operatorName: "boris")))
        let shown = stage.screen(stage.dialogue)
        #expect(shown.contains("[✓] 1. logs") && shown.contains("▶ [ ] 2. images"), "\(shown)")
    }

    @Test func `a wrong answer is refused in the reader's language`() throws {
        let stage = try Stage(
            """
            start: how
            fallback: call
            steps:
              how: {ask: {en: How many?, ru: Сколько?}, answer: {type: int, max: 5}, next: call}
              call: {escalate: {to: ops}}
            """, language: "ru")
        var dialogue = try #require(stage.dialogue)
        #expect(stage.screen(dialogue).contains("Введите ответ (целое число)"))
        #expect(dialogue.handle(line: "many") == .none)
        #expect(stage.screen(dialogue).contains("нужно целое число, а не"), "\(stage.screen(dialogue))")
        _ = dialogue.handle(.control("u"))
        #expect(dialogue.handle(line: "7") == .none)
        #expect(stage.screen(dialogue).contains("7 больше, чем 5"))
    }

    @Test func `every phrase is said in both languages`() {
        let phrases: [Phrase] =
            [
                .run, .skip, .destroys(id: "x"), .onlyID("x"), .graphKey, .chooseOne(3), .pagerKeys, .typeAnswer(.int),
                .answerProblem(ValueProblem(.type(.int, given: "x"))), .unknownEnd(step: "x", .endUnknown),
                .pagerPlace(first: 1, last: 2, of: 3), .againPauses, .goesOn, .stepNumber(2), .noPreview,
                .passwordTitle,
            ] + Phrase.HelpTopic.allCases.map { .explains($0) }
        for phrase in phrases {
            let (english, russian) = (phrase.text(in: .english), phrase.text(in: .russian))
            #expect(!english.isEmpty && english != russian)
            #expect(russian.unicodeScalars.contains { (0x400..<0x500).contains($0.value) }, "\(russian)")
        }
    }
}
