import Diagnostics
import Glibc
import RunbookLoading
import YAMLSyntax

// How long a large runbook takes to validate, as ratios to libyaml's bare events for the same text.
//
//     swift run -c release LoadingBench            # 100,000 and 200,000 steps
//     swift run -c release LoadingBench 50000 7    # so many steps, so many rounds

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let sizes = arguments.first.map { [$0] } ?? [100_000, 200_000]
let rounds = max(1, arguments.dropFirst().first ?? 5)

/// A chain of steps, each with a check and the next step: 4.5 MB for 100,000.
func runbook(steps: Int) -> [UInt8] {
    var text = "version: 1\nid: large\nstart: s0\nfallback: stop\nsteps:\n"
    for step in 0..<steps {
        text += "  s\(step):\n    check: \"true\"\n    next: \(step + 1 < steps ? "s\(step + 1)" : "stop")\n"
    }
    return Array((text + "  stop:\n    escalate: {to: oncall}\n").utf8)
}

/// The seconds that a piece of work takes: the median of some rounds.
func median(_ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    let times = (0..<rounds).map { _ in clock.measure(work) / .seconds(1) }.sorted()
    return times[times.count / 2]
}

/// The greatest memory this process has had, in MiB.
func peakMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
}

/// A number with two digits after its point.
func rounded(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}

var first: Double?
for steps in sizes {
    let text = runbook(steps: steps)
    let loader = RunbookLoader(texts: ["large.yaml": text])
    let events = median { precondition(YAMLEventReader.countEvents(in: text) != nil) }
    let whole = median { precondition(loader.load(path: "large.yaml").set != nil) }
    let tree = median { precondition(YAMLReader.read(name: "large.yaml", bytes: text).document != nil) }
    print(
        "\(steps) steps, \(text.count / 1024) KiB: events \(rounded(events * 1000)) ms, tree \(rounded(tree / events)) x, "
            + "validate \(rounded(whole / events)) x (\(rounded(whole * 1000)) ms), peak \(peakMemory()) MiB")
    if let first { print("to the first size: \(rounded(whole / first)) x") } else { first = whole }
}
