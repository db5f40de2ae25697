import EditTrials
import Testing

/// Random edits of the shipped runbooks, of compose files in many styles, and of generated files; `Soak/EditSoak` makes
/// 100,000 of them.
@Suite struct RandomTests {
    @Test(arguments: [1, 2]) func `after random edits the tree is as asked, and every byte outside is the same`(
        _ seed: Int
    ) throws {
        var series = try TrialSeries(seed: UInt64(seed))
        series.run(edits: 250, onlySmall: true)
        #expect(series.problems.isEmpty, "\(series.problems.joined(separator: "\n\n"))")
        let refused = series.refused.filter { $0.key != "noSuchPlace" }.values.reduce(0, +)
        #expect(refused < series.done / 5, "\(series.refused)")
    }
}
