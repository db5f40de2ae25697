import Glibc
import GraphLayout
import Interpreter
import Reports
import RunbookModel
import TestSupport
import Testing

@Suite struct `A picture of a runbook` {
    @Test func `shows every step and way of the shipped runbook, in time`() throws {
        let set = try ExampleRunbooks.shipped()
        let names = RunbookNames(set, language: "ru")
        let clock = ContinuousClock()
        var text = ""
        let took = clock.measure {
            text = GraphSVG(RunbookGraph(set.main, names: names)).file(title: "502")
        }
        // To look at it: a picture says more than any test of it.
        if let path = getenv("RUNG_PICTURE") {
            try writeFile(String(cString: path), text)
            print("made in \(took)")
        }
        // 20 ms in a debug build; many times that on a machine that does other things too.
        #expect(took < .seconds(2))
        for id in set.main.steps.map(\.id) { #expect(text.contains(">\(id)</text>"), "\(id)") }
        #expect(!text.contains("NaN") && !text.contains("inf"))
    }

    private static let text = """
        version: 1
        id: t
        start: look
        fallback: help
        steps:
          look: {check: "true", next: [{when: ok, goto: mend}, {when: exit == 3, goto: help}, {when: exit == 4, goto: mend}]}
          mend: {name: {en: "Починить всё, что сломано 修理する 🛠️ и ещё раз", ru: x}, fix: "true", next: look, else: look}
          help: {escalate: {to: ops}}
        """

    /// The attributes and the content of each element of a class.
    private static func elements(_ name: String, in svg: String) -> [Substring] {
        svg.components(of: "<").filter { $0.contains("class=\"\(name)") }
    }

    @Test func `numbers the visits and marks the way walked, also to the fallback`() throws {
        let set = try ExampleRunbooks.load(Self.text)
        var events = StoryEvents()
        events.enter("look")
        events.end("look", ok: true)
        events.decide("look", "mend", .branch(1))
        events.enter("mend")
        events.end("mend", ok: false)
        events.decide("mend", nil, "not ok")
        events.record(.fellBack(step: "mend", reason: "not ok"))
        events.enter("help")
        let story = events.story(set)
        let graph = RunbookGraph(set.main, names: story.names, story: story)
        #expect(graph.nodes.map(\.visits) == [[1], [2], [3]])
        let walked = graph.edges.filter(\.isWalked).map { "\(graph.nodes[$0.from].id) \(graph.nodes[$0.to].id)" }
        #expect(walked == ["look mend", "mend help"])
        #expect(graph.edges.contains { $0.kind == .fallback && $0.isWalked })
        let svg = GraphSVG(graph).element(title: "t")
        #expect(Self.elements("g-visit\"", in: svg).count == 3)
        #expect(svg.components(of: "class=\"g-edge").count { $0.prefix(60).contains("g-walked") } == 2)
    }

    @Test func `numbers many branches, and joins what leads to the same step`() throws {
        let set = try ExampleRunbooks.load(Self.text)
        let graph = RunbookGraph(set.main, names: RunbookNames(set, language: "en"))
        #expect(graph.nodes[0].branches.map(\.text) == ["ok", "exit == 3", "exit == 4"])
        let labels = graph.edges.map { "\(graph.nodes[$0.from].id) \(graph.nodes[$0.to].id) \($0.label)" }
        // Ok or not, mend leads back to look: that needs no label.
        #expect(labels == [#"look mend ["1, 3"]"#, #"look help ["2"]"#, "mend look []"])
        #expect(graph.edges[0].title == "1 ok\n3 exit == 4")
    }

    @Test func `has room for its texts, also for wide ones`() throws {
        let set = try ExampleRunbooks.load(Self.text)
        let graph = RunbookGraph(set.main, names: RunbookNames(set, language: "en"))
        let name = try #require(graph.nodes.first { $0.id == "mend" })
        #expect(name.lines.count == 2 && name.size.width > 150)
        let longest = name.lines.map(\.count).max() ?? 0
        // No font of twelve points is narrower than half of that on average.
        #expect(name.size.width > Double(longest) * 6)
        #expect(graph.nodes.allSatisfy { $0.size.width < 480 })
    }

    @Test func `is a file that a parser of XML takes`() throws {
        let set = try ExampleRunbooks.shipped()
        let svg = GraphSVG(RunbookGraph(set.main, names: RunbookNames(set, language: "ru"))).file(title: "<&>\"")
        #expect(svg.hasPrefix("<?xml") && svg.contains("<title>&lt;&amp;&gt;&quot;</title>"))
        var depth = 0
        for tag in svg.components(of: "<").dropFirst() where !tag.hasPrefix("?") {
            let head = tag.prefix { $0 != ">" }
            #expect(tag.contains(">") && head.count { $0 == "\"" }.isMultiple(of: 2), "<\(head)")
            depth += head.hasPrefix("/") ? -1 : head.hasSuffix("/") ? 0 : 1
            #expect(depth >= 0)
        }
        #expect(depth == 0)
    }
}
