import TerminalIO
import Testing

@Suite struct PagerTests {
    private func pager(_ count: Int, columns: Int = 20, rows: Int = 7) -> Pager {
        Pager((1...count).map { StyledLine("line \($0)") }, columns: columns, rows: rows)
    }

    private func press(_ keys: [Key], in pager: Pager) -> Pager {
        var pager = pager
        for key in keys { _ = pager.handle(key) }
        return pager
    }

    struct Move: Sendable {
        var keys: [Key]
        var first: Int

        init(_ keys: [Key], _ first: Int) {
            self.keys = keys
            self.first = first
        }
    }

    private static let moves: [Move] = [
        Move([], 1), Move([.down], 2), Move([.enter, .character("j")], 3), Move([.down, .up], 1), Move([.up], 1),
        Move([.character(" ")], 6), Move([.pageDown, .pageDown], 11), Move([.pageDown, .character("b")], 1),
        Move([.character("G")], 26), Move([.end, .down], 26), Move([.end, .home], 1), Move([.character("d")], 3),
        Move([.end, .character("u")], 24), Move([.other, .tab, .character("x")], 1),
    ]

    @Test(arguments: moves)
    func `keys move as in less, and never beyond the text`(move: Move) {
        let place = press(move.keys, in: pager(30)).place
        #expect(place.first == move.first && place.last == move.first + 4 && place.all == 30)
    }

    @Test(arguments: [Key.character("q"), .escape, .endOfInput]) func `q leaves it`(key: Key) {
        var pager = pager(30)
        #expect(pager.handle(key) == .left)
        #expect(pager.handle(.down) == .goesOn)
    }

    @Test func `a short text is shown whole, and an empty one is no trouble`() {
        #expect(pager(3).shown.map(\.text) == ["line 1", "line 2", "line 3"])
        #expect(press([.pageDown, .down, .end], in: pager(3)).place.first == 1)
        let empty = Pager([], columns: 20, rows: 7)
        #expect(press([.pageDown, .end, .up], in: empty).shown.isEmpty && empty.place.all == 0)
    }

    @Test func `long lines are broken at blanks, and wide characters keep their columns`() {
        let lines = [StyledLine("one two three four five"), StyledLine("日本語の長い文字列がここに続く"), StyledLine("x🙂🙂🙂🙂🙂🙂")]
        let pager = Pager(lines, columns: 11, rows: 20)
        let shown = pager.shown.map(\.text)
        #expect(shown.prefix(3) == ["one two", "three four", "five"], "\(shown)")
        #expect(shown.allSatisfy { $0.displayWidth <= 10 }, "\(shown)")
        #expect(shown.joined().contains("🙂") && shown.joined().filter { $0 == "🙂" }.count == 6)
        #expect(shown.dropFirst(3).prefix(3).joined() == "日本語の長い文字列がここに続く")
    }

    @Test func `control characters are shown and not obeyed`() {
        let pager = Pager([StyledLine("a\u{1B}[2J\u{7}\u{202E}b\u{9B}31m")], columns: 60, rows: 7)
        #expect(pager.shown.map(\.text) == ["a\\x1b[2J\\x07\\u{202e}b\\u{9b}31m"])
    }

    @Test func `what stands at the top stays there when the size changes`() {
        var pager = Pager(
            (1...30).map { StyledLine("line \($0) with some more words") }, columns: 20, rows: 7)
        for _ in 0..<20 { _ = pager.handle(.down) }
        let top = pager.shown.first?.text
        pager.resize(columns: 60, rows: 7)
        #expect(pager.shown.first?.text == "line 11 with some more words" && top == "line 11 with some")
        pager.resize(columns: 4, rows: 1)
        #expect(pager.shown.count == 1)
    }

    @Test(arguments: [
        ("short", 10, ["short"]), ("  indented words here", 12, ["  indented", "  words here"]),
        ("aaaaaaaaaaaaaaa", 6, ["aaaaaa", "  aaaa", "  aaaa", "  a"]), ("ab cd", 5, ["ab cd"]),
        ("ab cd ", 5, ["ab cd", ""]), ("", 5, [""]),
    ])
    func `a line is broken at words, and what follows is indented`(text: String, columns: Int, lines: [String]) {
        let broken = StyledLine(text).wrapped(toColumns: columns, indent: 2)
        #expect(broken.map(\.text).filter { !$0.isEmpty } == lines.filter { !$0.isEmpty })
        #expect(broken.allSatisfy { $0.width <= columns && $0.width == $0.text.displayWidth })
    }

    @Test func `styles go on in the lines that follow`() {
        var line = StyledLine("bold words ", .bold)
        line.append("and plain ones")
        let broken = line.wrapped(toColumns: 8)
        #expect(broken.map(\.text) == ["bold", "words", "and", "plain", "ones"] || broken.allSatisfy { $0.width <= 8 })
        #expect(broken.first?.pieces.map(\.text) == ["bold"] && broken.first?.pieces.map(\.styles) == [[.bold]])
        #expect(broken.last?.pieces.last?.styles == [])
    }
}
