import Diagnostics
import Testing
import YAMLSyntax

/// Texts so large that libyaml reads them on a thread of its own: nothing but the time may differ.
@Suite struct LargeTextTests {
    /// A list of maps with all kinds of scalars, in 400 bytes or so each.
    private static func entry(_ index: Int) -> String {
        """
        - plain: word \(index)
          double: "tab \\t and é \(index)"
          single: 'it''s \(index)'
          flow: {a: [1, 2, \(index)], b: !!str \(index), "c": ~}
          anchor: &a\(index) {x: \(index)}
          alias: *a\(index)
          literal: |
            first \(index)

            second
          folded: >-
            one
            two \(index)  # no comment
          empty:

        """
    }

    /// Where and what each node of a tree is, with its places relative to `start`.
    private static func outline(_ node: YAMLNode, from start: Int) -> String {
        let head =
            "\(node.range.start - start)-\(node.range.end - start) \(node.tag ?? "") \(node.anchor ?? "") "
            + "\(node.aliasName ?? "")"
        switch node.content {
        case .scalar(let scalar): return "\(head) \(scalar.style) \(scalar.text)\n"
        case .sequence(let items, let style):
            return "\(head) \(style) [\n" + items.map { outline($0, from: start) }.joined() + "]\n"
        case .mapping(let pairs, let style):
            return "\(head) \(style) {\n"
                + pairs.map { outline($0.key, from: start) + outline($0.value, from: start) }.joined() + "}\n"
        }
    }

    @Test func `each part of a large text is read as it is by itself`() throws {
        let entries = (0..<2_000).map(Self.entry)
        let text = entries.joined()
        #expect(text.utf8.count > 500_000)
        let items = try #require(try document(text).root?.items)
        #expect(items.count == entries.count)
        var start = 0
        for (entry, item) in zip(entries, items) {
            let alone = try #require(try document(entry).root?.items?.first)
            #expect(Self.outline(item, from: start) == Self.outline(alone, from: 0))
            start += entry.utf8.count
        }
    }

    @Test(arguments: [0, 1_000, 1_999])
    func `a mistake is found in its place, wherever it stands`(position: Int) {
        var entries = (0..<2_000).map(Self.entry)
        entries[position] = "- alias: *nowhere\n"
        #expect(messages(entries.joined()).hasPrefix("t.yaml:\(position * 14 + 1):10: error: nothing before this has"))
        entries[position] = "- flow: ]\n"
        #expect(messages(entries.joined()).hasPrefix("t.yaml:\(position * 14 + 1):9: error:"))
    }

    @Test func `a second document is refused, though much follows`() {
        var entries = (0..<2_000).map(Self.entry)
        entries[3] = "---\n- second\n"
        #expect(messages(entries.joined()).hasPrefix("t.yaml:43:1: error: a second document begins here"))
    }

    @Test(arguments: ["{", "[", "- ", "? ", "{? "])
    func `deep nesting in a large text is refused before it costs anything`(opening: String) {
        let start = ContinuousClock.now
        let text = "a: 1\ndeep:\n  " + String(repeating: opening, count: 300_000)
        let result = YAMLReader.read(name: "t", bytes: Array(text.utf8))
        #expect(result.document == nil)
        #expect(result.diagnostics.map(\.code) == ["too-deep"])
        #expect(ContinuousClock.now - start < .seconds(3))
    }
}
