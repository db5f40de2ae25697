import Diagnostics
import RunbookModel
import Scenarios
import Testing

@Suite("Branch coverage") struct CoverageTests {
    private func coverage(_ scenarios: String) throws -> BranchCoverage {
        let shop = try Shop(scenarios)
        var coverage = BranchCoverage(of: shop.file.runbooks)
        for verdict in shop.verdicts { coverage.add(verdict.run) }
        return coverage
    }

    /// A way as a line.
    private func line(_ place: BranchCoverage.Place) -> String {
        "\(place.way.step) \(place.way.exit) \(place.goto)"
    }

    @Test("counts each branch, `else` and `next` of the runbook and of what it calls, and no group member")
    func ways() throws {
        let all = try coverage("a: {expect: {outcome: resolved}}").places.map(line)
        #expect(
            all == [
                "ready next start", "start next up",
                "diagnose branch(1) done", "diagnose branch(2) restart_cache", "diagnose branch(3) mend_config",
                "diagnose branch(4) free_space", "diagnose branch(5) inner", "diagnose otherwise choose",
                "restart_cache next diagnose", "restart_cache otherwise diagnose",
                "mend_config next diagnose", "mend_config otherwise diagnose",
                "free_space next diagnose", "inner next diagnose", "inner otherwise choose",
                "choose branch(1) wipe", "choose otherwise rest", "rest next page_someone",
                "wipe next diagnose", "wipe otherwise page_someone",
            ])
    }

    @Test("adds up what several scenarios take")
    func taken() throws {
        let covered = try coverage(
            """
            well: {expect: {outcome: resolved}}
            later:
              results: {page: {status: 500}}
              answers: {choose: later}
              expect: {outcome: escalated}
            """)
        let taken = covered.places.filter { covered.taken.contains($0.way) }.map(line)
        #expect(
            taken == [
                "diagnose branch(1) done", "diagnose otherwise choose", "choose otherwise rest",
                "rest next page_someone",
            ])
        #expect(covered.untaken.count == covered.places.count - taken.count)
    }

    @Test("does not count a way that led to `fallback`")
    func fallback() throws {
        let covered = try coverage(
            """
            night:
              results: {page: {status: 500}}
              expect: {outcome: escalated}
            """)
        #expect(covered.taken.map(\.step) == ["diagnose"])
    }
}
