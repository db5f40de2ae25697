import Diagnostics
import RunbookLoading
import Testing

@Suite struct LargeFilesTests {
    // The limit only ends a test that hangs: a debug build takes most of a minute for this by itself.
    @Test(.timeLimit(.minutes(5)))
    func `as many wrong names as steps are all said, in linear time`() {
        let count = 2_000
        var text = "version: 1\nid: a\nstart: s0\nfallback: help\nsteps:\n  help: {escalate: {to: oncall}}\n"
        for step in 0..<count {
            text += "  s\(step): {check: df, expect: steps.t\(step).ok, next: u\(step)}\n"
        }
        let result = Loading.load(text)
        let steps = result.diagnostics.filter { $0.message.hasPrefix("there is no step") }
        #expect(steps.count == 2 * count)
    }

    @Test func `a deep tree of a set needs no deep stack`() {
        let tree = String(repeating: "{a: ", count: 90) + "1" + String(repeating: "}", count: 90)
        let result = Loading.load(
            Loading.runbook("look: {edit: {file: /x, set: \(tree)}, verify: {check: df}, next: done}"))
        #expect(Loading.messages(result) == [])
    }

    @Test func `deep nesting of a condition is refused, not fatal`() {
        let condition = String(repeating: "(", count: 20_000) + "1" + String(repeating: ")", count: 20_000)
        let result = Loading.load(Loading.runbook("look: {check: df, expect: '\(condition)', next: done, else: help}"))
        #expect(result.hasErrors)
    }
}
