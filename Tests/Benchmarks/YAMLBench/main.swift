// Compares reading YAML into a tree with libyaml's bare events; prints medians, their ratio and the peak memory.
// Usage: YAMLBench [STEPS [ROUNDS [ascii|cyrillic]]]
import Glibc
import YAMLSyntax

let arguments = CommandLine.arguments
let steps = arguments.count > 1 ? Int(arguments[1]) ?? 100_000 : 100_000
let rounds = arguments.count > 2 ? Int(arguments[2]) ?? 7 : 7
let isCyrillic = arguments.count > 3 && arguments[3] == "cyrillic"

/// A runbook of `steps` checks, each followed by the next.
func runbook(steps: Int) -> [UInt8] {
    var text = "version: 1\nid: large\nstart: s0\nfallback: done\nsteps:\n"
    for step in 0..<steps {
        let check = isCyrillic ? "echo проверка" : "true"
        text += "  s\(step):\n    check: \"\(check)\"\n    next: \(step + 1 < steps ? "s\(step + 1)" : "done")\n"
    }
    return Array((text + "  done: {end: resolved}\n").utf8)
}

/// Milliseconds that `body` took.
func milliseconds(_ body: () -> Void) -> Double {
    let start = ContinuousClock.now
    body()
    let spent = (ContinuousClock.now - start).components
    return Double(spent.seconds) * 1_000 + Double(spent.attoseconds) / 1e15
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// The most memory that the process has held, in MiB.
func peakMemory() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
}

let text = runbook(steps: steps)
var bare: [Double] = []
var tree: [Double] = []
var events = 0
for _ in 0..<rounds { bare.append(milliseconds { events = YAMLEventReader.countEvents(in: text) ?? -1 }) }
let before = peakMemory()
for _ in 0..<rounds {
    tree.append(
        milliseconds {
            let result = YAMLReader.read(name: "large.yaml", bytes: text)
            precondition(result.document?.root?["steps"]?.pairs?.count == steps + 1, "not all steps were read")
        })
}
print("\(steps) steps, \(text.count) bytes, \(events) events")
print("libyaml's events alone: \(median(bare)) ms; peak memory so far \(before) MiB")
print("tree, made and freed:   \(median(tree)) ms; peak memory \(peakMemory()) MiB")
print("ratio: \(median(tree) / median(bare))")
