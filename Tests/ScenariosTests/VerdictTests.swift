import Diagnostics
import RunbookModel
import Scenarios
import Testing

@Suite("What does not hold") struct VerdictTests {
    /// The first line of each message, its place among the scenario's own lines.
    private func failures(_ scenario: String) throws -> [String] {
        let shop = try Shop(scenario)
        return shop.verdicts.flatMap(\.failures).map { failure in
            let position = failure.source.position(of: failure.range.start)
            return "\(position.line - 9):\(position.column - 2) \(failure.message)"
        }
    }

    @Test("is another outcome, with why the walk went to `fallback`")
    func outcome() throws {
        let found = try failures(
            """
            night:
              results: {page: {status: 500}}
              expect: {outcome: resolved, never: [choose]}
            """)
        #expect(
            found == [
                "3:21 the walk ends escalated at `page_someone`, not resolved; it left `choose` for `fallback`: choose needs a person, and nobody is there"
            ])
    }

    @Test("names the condition that was unknown")
    func unknown() throws {
        let found = try failures(
            """
            cannot_look:
              results: {cache: {exit: 127}}
              expect: {outcome: resolved}
            """)
        #expect(found.count == 1)
        #expect(found[0].contains("no branch is true, and one is unknown (`steps.page.ok && steps.cache.ok"))
    }

    @Test(
        "is each expectation at its own place",
        arguments: [
            ("end: choose", "choose", "the walk ends at `done`, not at `choose`"),
            ("path: [diagnose, choose]", "[diagnose, choose]", "of the steps, number 2 is `done`, not `choose`"),
            ("path: [diagnose]", "[diagnose]", "of the steps, number 2 is `done`, where no more is wanted"),
            (
                "path: [diagnose, done, rest]", "[diagnose, done, rest]",
                "of the steps, number 3 would be `rest`, and there is none"
            ),
            ("through: [diagnose, rest]", "rest", "the walk does not enter `rest`"),
            ("through: [done, diagnose]", "diagnose", "the walk does not enter `diagnose` after the one before it"),
            ("never: [rest, done]", "done", "the walk enters `done`"),
            ("causes: [disk_full]", "[disk_full]", "the causes at the end are none, not `disk_full`"),
            ("changes: [wipe]", "[wipe]", "of the changes, number 1 would be `wipe`, and there is none"),
        ])
    func places(expectation: String, place: String, message: String) throws {
        let line = "  expect: {outcome: resolved, \(expectation)}"
        let column = try #require(line.ranges(of: place).last).lowerBound.utf16Offset(in: line) + 1
        #expect(try failures("a:\n\(line)") == ["2:\(column) \(message)"])
    }

    @Test("is a result that is not written, with what the walk runs")
    func noResult() throws {
        let shop = try Shop(
            """
            a:
              results: {cache: {exit: 1, stderr: refused}}
              expect: {outcome: resolved}
            """)
        #expect(
            shop.failures == """
                shop.test.yaml:10:3: error: the walk runs `restart_cache.verify`, and the scenario does not say what comes of it
                      a:
                      ^
                  hint: write `restart_cache.verify` in `results`; it runs: redis-cli ping; the way was diagnose → restart_cache

                """)
    }

    @Test(
        "is an answer that is not written, when guided",
        arguments: [
            (
                "page: {status: 500}", "",
                "the walk asks at `choose`, and the scenario does not say what a person answers"
            ),
            (
                "page: {status: 500}", "choose: now",
                "the walk asks at `wipe`, and the scenario does not say whether it may destroy data"
            ),
            (
                "cache: {exit: 1, stderr: no space}", "",
                "the walk asks at `free_space`, and the scenario does not say whether a person has done it"
            ),
        ])
    func noAnswer(results: String, answers: String, message: String) throws {
        let found = try failures(
            "a:\n  mode: guided\n  results: {\(results)}\n  answers: {\(answers)}\n  expect: {outcome: resolved}")
        #expect(found == ["1:1 " + message])
    }

    @Test("is nothing of an expectation that is not written")
    func silent() throws {
        #expect(try failures("a: {expect: {outcome: resolved}}") == [])
    }
}
