import Diagnostics
import Testing

@Suite struct SourceTextTests {
    @Test func `lines end at LF, CR LF and a lone CR`() {
        let source = SourceText(name: "a", text: "é1\r\nb\rc\n\nlast")
        #expect(source.lineCount == 5)
        #expect((1...6).map(source.lineText) == ["é1", "b", "c", "", "last", ""])
        #expect(source.position(of: 2) == SourcePosition(line: 1, column: 2))
        #expect(source.position(of: 1) == SourcePosition(line: 1, column: 1))
        #expect(source.position(of: 5) == SourcePosition(line: 2, column: 1))
        #expect(source.position(of: 7) == SourcePosition(line: 3, column: 1))
        #expect(source.position(of: 99) == SourcePosition(line: 5, column: 5))
    }

    @Test func `an empty text has one empty line`() {
        let source = SourceText(name: "a", bytes: [])
        #expect(source.lineCount == 1)
        #expect(source.position(of: 0) == SourcePosition(line: 1, column: 1))
    }
}
