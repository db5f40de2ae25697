import TerminalIO
import Testing

@Suite struct `Text from outside` {
    private static let texts: [(String, String)] = [
        ("plain ASCII 100%", "plain ASCII 100%"), ("", ""),
        ("Проверка – 检查 ✓ 👨‍👩‍👧 é e\u{301}", "Проверка – 检查 ✓ 👨‍👩‍👧 é e\u{301}"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"), ("\u{1b}[2J\u{1b}]0;x\u{7}", "\\x1b[2J\\x1b]0;x\\x07"),
        ("\u{0}\u{7f}", "\\x00\\x7f"),
        ("\u{9b}31m\u{85}\u{9d}", "\\u{9b}31m\\u{85}\\u{9d}"),
        ("rm \u{202e}txt.exe\u{2066}\u{200f}\u{61c}", "rm \\u{202e}txt.exe\\u{2066}\\u{200f}\\u{61c}"),
        ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
        ("a\u{200b}b\u{feff}c\u{ad}d\u{2060}", "a\\u{200b}b\\u{feff}c\\u{ad}d\\u{2060}"),
        ("x\u{e0041}", "x\\u{e0041}"), ("\u{3164}\u{115f}", "\\u{3164}\\u{115f}"), ("\r\n", "\\r\\n"),
    ]

    @Test(arguments: texts)
    func `cannot act on a terminal, hide or reorder`(text: String, shown: String) {
        #expect(Sanitizer.clean(text) == shown)
        #expect(Sanitizer.clean(shown) == shown)
    }

    @Test func `may keep its lines and tabs`() {
        #expect(Sanitizer.clean("a\n\tb\u{1b}", keeping: [.lineFeeds, .tabs]) == "a\n\tb\\x1b")
        #expect(Sanitizer.clean("a\n\tb", keeping: .lineFeeds) == "a\n\\tb")
        #expect(Sanitizer.clean("a\r\nb", keeping: .lineFeeds) == "a\\r\nb")
    }

    @Test func `leaves no control character of all that there are`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), value < 0x3000 || value >= 0xE0000 || value % 17 == 0 else {
                continue
            }
            let clean = Sanitizer.clean(String(Character(scalar)))
            let isControl = [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            if isControl { #expect(clean.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(value)") }
        }
    }
}

@Suite struct `The width of text` {
    private static let widths: [(String, Int)] = [
        ("", 0), ("abc", 3), ("Привет", 6), ("é", 1), ("e\u{301}", 1), ("检查", 4), ("한글", 4),
        ("\u{1112}\u{1161}\u{11ab}", 2),
        ("ｱｲ", 2), ("ＡＢ", 4), ("😀", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("❤\u{fe0f}", 2), ("❤", 1), ("✓→–…", 4), ("│─└", 3),
        ("ไทย", 3),
        ("a\u{200d}", 1), ("👍🏽", 2), ("₂²", 2),
    ]

    @Test(arguments: widths)
    func `is counted in columns`(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("检查检查", 6, "检查…"),
        ("检查检查", 7, "检查检…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func `is kept by cutting`(text: String, columns: Int, cut: String) {
        #expect(text.truncated(toColumns: columns) == cut)
    }

    @Test(arguments: [
        ("one two three", 7, 0, ["one two", "three"]), ("one two three", 80, 0, ["one two three"]),
        ("one  two", 80, 2, ["one two"]), ("a b c d e", 4, 2, ["a b", "  c", "  d", "  e"]),
        ("abcdefghij kl", 4, 0, ["abcd", "efgh", "ij", "kl"]), ("检查检查检", 4, 0, ["检查", "检查", "检"]),
        ("a\n\nb c", 1, 0, ["a", "", "b", "c"]), ("", 10, 0, [""]), ("abc", 0, 5, ["a", "b", "c"]),
        ("x abcdef", 3, 1, ["x", " ab", " cd", " ef"]),
    ])
    func `is kept by wrapping`(text: String, columns: Int, indent: Int, lines: [String]) {
        #expect(text.wrapped(toColumns: columns, indent: indent) == lines)
    }
}

@Suite struct `A table` {
    private func table() -> TextTable {
        var table = TextTable(columns: [
            .init("RUN"), .init("RUNBOOK", mayShrink: true), .init("STEPS", isRightAligned: true), .init(""),
        ])
        table.addRow(["r-1", "host-health", "7"])
        table.addRow(["r-22", "检查 \u{1b}[31m", "112", "late", "too many"])
        return table
    }

    @Test func `has columns as wide as what is in them`() {
        #expect(
            table().lines(on: TerminalTraits(isTerminal: false)) == [
                "RUN   RUNBOOK        STEPS", "r-1   host-health        7", "r-22  检查 \\x1b[31m    112  late",
            ])
    }

    @Test func `shrinks where it may to the width of the terminal`() {
        #expect(
            table().lines(on: TerminalTraits(isTerminal: true, width: 29)) == [
                "RUN   RUNBOOK     STEPS", "r-1   host-heal…      7", "r-22  检查 \\x1b…    112  late",
            ])
        let narrow = table().lines(on: TerminalTraits(isTerminal: true, width: 5))
        #expect(narrow.count == 3 && narrow[1].hasPrefix("r-1   host-he…"))
    }

    @Test func `is a line of titles without rows`() {
        let table = TextTable(columns: [.init("A"), .init("B")])
        #expect(table.isEmpty)
        #expect(table.lines(on: TerminalTraits(isTerminal: true, usesColour: true)) == ["\u{1B}[1mA  B\u{1B}[0m"])
    }
}

@Suite struct `Colours` {
    @Test(arguments: [
        (true, ["TERM": "xterm"], true), (false, ["TERM": "xterm"], false), (true, ["TERM": "dumb"], false),
        (true, [:], false),
        (true, ["TERM": "xterm", "NO_COLOR": "1"], false), (true, ["TERM": "xterm", "NO_COLOR": ""], true),
    ])
    func `are for terminals whose users want them`(isTerminal: Bool, environment: [String: String], wanted: Bool) {
        #expect(TerminalTraits.wantsColour(isTerminal: isTerminal, environment: environment) == wanted)
    }

    @Test func `stand around the text`() {
        let coloured = TerminalTraits(isTerminal: true, usesColour: true)
        #expect("ok".styled(.green, .bold, on: coloured) == "\u{1B}[32;1mok\u{1B}[0m")
        #expect("ok".styled(.green, on: TerminalTraits(isTerminal: true)) == "ok")
        #expect("".styled(.green, on: coloured).isEmpty)
    }
}
