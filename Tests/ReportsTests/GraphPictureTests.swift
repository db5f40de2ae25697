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
}
