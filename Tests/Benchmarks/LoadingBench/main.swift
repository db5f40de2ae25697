import Diagnostics
import Glibc
import RunbookLoading
import YAMLSyntax

// How long a large runbook takes to validate, as ratios to libyaml's bare events for the same text.
//
//     swift run -c release LoadingBench            # 100,000 and 200,000 steps
//     swift run -c release LoadingBench 50000 7    # so many steps, so many rounds
//     swift run -c release LoadingBench FILE 7     # a file of one's own

let arguments = Array(CommandLine.arguments.dropFirst())
let sizes = arguments.first.flatMap { Int($0) }.map { [$0] } ?? [100_000, 200_000]
let rounds = max(1, arguments.dropFirst().first.flatMap { Int($0) } ?? 5)

/// A chain of steps, each with a check and the next step: 4.5 MB for 100,000.
func runbook(steps: Int) -> [UInt8] {
    var text = "version: 1\nid: large\nstart: s0\nfallback: stop\nsteps:\n"
    for step in 0..<steps {
        text += "  s\(step):\n    check: \"true\"\n    next: \(step + 1 < steps ? "s\(step + 1)" : "stop")\n"
    }
    return Array((text + "  stop:\n    escalate: {to: oncall}\n").utf8)
}

/// The seconds that a piece of work takes.
func seconds(_ work: () -> Void) -> Double {
    ContinuousClock().measure(work) / .seconds(1)
}

func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
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

/// The bytes of a file.
func contents(of path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { fatalError("\(path) cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece.prefix(count) }
    return bytes
}

/// The times of one text, a value for each round.
struct Times {
    let name: String
    let text: [UInt8]
    let loader: RunbookLoader
    var events: [Double] = []
    var trees: [Double] = []
    var wholes: [Double] = []

    init(_ name: String, text: [UInt8]) {
        self.name = name
        self.text = text
        loader = RunbookLoader(texts: ["large.yaml": text])
    }

    mutating func run() {
        events.append(seconds { precondition(YAMLEventReader.countEvents(in: text) != nil) })
        trees.append(seconds { precondition(YAMLReader.read(name: "large.yaml", bytes: text).document != nil) })
        wholes.append(seconds { precondition(loader.load(path: "large.yaml").set != nil, "\(name) is not valid") })
    }

    /// The median of what each round's work took, as a ratio to what the same round's events took.
    func ratio(_ times: [Double]) -> String {
        rounded(median(zip(times, events).map { $0 / $1 }))
    }
}

// Round by round through all sizes, so that a busy moment of the machine touches all alike.
var times = sizes.map { Times("\($0) steps", text: runbook(steps: $0)) }
if let path = arguments.first, Int(path) == nil { times = [Times(path, text: contents(of: path))] }
for _ in 0..<rounds {
    for index in times.indices { times[index].run() }
}
for size in times {
    print(
        "\(size.name), \(size.text.count / 1024) KiB: events \(rounded(median(size.events) * 1000)) ms, "
            + "tree \(size.ratio(size.trees)) x, validate \(size.ratio(size.wholes)) x "
            + "(\(rounded(median(size.wholes) * 1000)) ms)")
}
if let first = times.first, let last = times.last, times.count > 1 {
    let growth = zip(last.wholes, first.wholes).map { $0 / $1 }
    print("\(last.name) to \(first.name): \(rounded(median(growth))) x")
}
print("peak memory \(peakMemory()) MiB")
