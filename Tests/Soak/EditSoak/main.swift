// Many random edits of real and generated YAML files: the tree is as asked, and every byte outside stays.
//
//     RUNG_SOAK=1 swift run -c release EditSoak            # 100,000 edits
//     RUNG_SOAK=1 swift run -c release EditSoak 5000 7     # so many edits, from this seed
import EditTrials
import Glibc

let words = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let wanted = words.first ?? 100_000
var series = try TrialSeries(seed: UInt64(words.dropFirst().first ?? 1))
series.run(edits: wanted)
for problem in series.problems { print(problem, terminator: "\n\n") }
let refused = series.refused.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
print("\(series.done) edits made and judged, \(series.formatted) texts formatted twice; not made: \(refused)")
exit(series.problems.isEmpty ? 0 : 1)
