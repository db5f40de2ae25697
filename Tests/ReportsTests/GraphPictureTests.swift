import Glibc
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
        if let path = getenv("RUNG_PICTURE") {
            try writeFile(String(cString: path), text)
            print("made in \(took)")
        }
        for id in set.main.steps.map(\.id) { #expect(text.contains(">\(id)</text>"), "\(id)") }
        #expect(!text.contains("NaN") && !text.contains("inf"))
    }
}
