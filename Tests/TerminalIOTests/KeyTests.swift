import TerminalIO
import Testing

@Suite struct KeyTests {
    private static let table: [(String, [Key])] = [
        ("a\n", [.character("a"), .enter]), ("я", [.character("я")]), ("\u{1B}[A", [.up]), ("\u{1B}OB", [.down]),
        ("\u{1B}[1;5C", [.right]), ("\u{1B}[3~", [.delete]), ("\u{1B}[5~", [.pageUp]),
        ("\u{1}\u{b}", [.control("a"), .control("k")]),
        ("\u{7F}\t\r", [.backspace, .tab, .enter]), ("\u{4}", [.endOfInput]), ("\u{1B}x", [.other]),
        ("\u{1B}[200~", [.other]), ("日", [.character("日")]), ("\u{9B}", [.other]),
    ]

    @Test(arguments: table) func `bytes become keys, however they are cut`(text: String, keys: [Key]) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var parser = KeyParser()
            #expect(
                parser.parse(bytes[..<cut]) + parser.parse(bytes[cut...]) == keys, "\(text.debugDescription) at \(cut)")
            #expect(!parser.isWaiting)
        }
    }

    @Test func `an Escape that nothing follows is one`() {
        var parser = KeyParser()
        #expect(parser.parse([0x1B]) == [] && parser.isWaiting)
        #expect(parser.flush() == [.escape])
    }

    @Test(arguments: [[0xFF], [0xC3, 0x28], [0xE2, 0x82, 0x41], [0xED, 0xA0, 0x80]] as [[UInt8]])
    func `broken bytes are no characters`(bytes: [UInt8]) {
        var parser = KeyParser()
        let keys = parser.parse(bytes) + parser.flush()
        #expect(!keys.isEmpty && keys.allSatisfy { $0 == .other || $0 == .character("(") || $0 == .character("A") })
    }

    @Test func `a sequence without an end is given up`() {
        var parser = KeyParser()
        let keys = parser.parse([0x1B, UInt8(ascii: "[")] + Array(repeating: UInt8(ascii: "1"), count: 100))
        #expect(keys.first == .other && !parser.isWaiting)
    }

    @Test func `a line is edited as one expects`() {
        var editor = LineEditor("echo one two")
        for key in [Key.control("w"), .character("3"), .home, .delete, .character("E"), .end, .backspace, .left] {
            #expect(editor.handle(key) == .edited)
        }
        #expect(editor.text == "Echo one ")
        #expect(editor.handle(.control("u")) == .edited && editor.text == " ")
        #expect(editor.handle(.enter) == .entered && editor.handle(.escape) == .cancelled)
    }

    @Test func `a long line shows the part around the cursor, wide characters counted as two`() {
        var editor = LineEditor(String(repeating: "漢", count: 50))
        let atEnd = editor.window(columns: 11)
        #expect(atEnd.text.displayWidth <= 11 && atEnd.cursor == 8)
        _ = editor.handle(.home)
        let atStart = editor.window(columns: 11)
        #expect(atStart.cursor == 0 && atStart.text.displayWidth <= 11 && !atStart.text.isEmpty)
    }
}
