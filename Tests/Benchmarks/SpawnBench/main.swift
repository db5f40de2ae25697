// What Rung's way of running commands costs, as ratios to the plainest C: spawn-bench [ROUNDS [COUNT]] | output [MIB] |
// parallel [COUNT]
import CSpawnFloor
import Glibc
import StepExecution

/// This process's environment, as a dictionary.
func ownEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var place = environ
    while let entry = place.pointee {
        let text = String(cString: entry)
        if let sign = text.firstIndex(of: "=") {
            variables[String(text[..<sign])] = String(text[text.index(after: sign)...])
        }
        place += 1
    }
    return variables
}

/// Seconds since some start.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func rounded(_ value: Double, _ digits: Int) -> String {
    let scale = pow(10, Double(digits))
    return "\((value * scale).rounded() / scale)"
}

/// The most memory that this process has ever had, in MiB.
func peakMemory() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
}

@Sendable func runCommands(_ runner: CommandRunner, _ count: Int, _ environment: [String: String]) async {
    for _ in 0..<count {
        var request = CommandRequest(.script("true"), environment: environment, timeout: .seconds(30))
        request.onStart = { _ in }
        let result = await runner.run(request)
        precondition(result.exit == 0 && result.startProblem == nil, "\(result)")
    }
}

func measureSpawns(rounds: Int, count: Int) async {
    let runner = CommandRunner()
    let environment = ownEnvironment()
    var floors: [Double] = []
    var here: [Double] = []
    var pool: [Double] = []
    for round in 0..<rounds + 1 {
        var start = now()
        precondition(spawn_floor(Int32(count)) == 0)
        let floor = now() - start
        start = now()
        await withTaskExecutorPreference(runner.executor) { await runCommands(runner, count, environment) }
        let onLoop = now() - start
        start = now()
        await withTaskExecutorPreference(globalConcurrentExecutor) { await runCommands(runner, count, environment) }
        let onPool = now() - start
        guard round > 0 else { continue }
        floors.append(floor)
        here.append(onLoop)
        pool.append(onPool)
    }
    let base = median(floors)
    print("C floor \(rounded(base / Double(count) * 1e6, 1)) us")
    print("runner, walk on its own thread  \(rounded(median(here) / base, 3)) x (median of ratios", terminator: " ")
    print("\(rounded(median(zip(here, floors).map { $0 / $1 }), 3)))")
    print("runner, walk on the pool        \(rounded(median(pool) / base, 3)) x (median of ratios", terminator: " ")
    print("\(rounded(median(zip(pool, floors).map { $0 / $1 }), 3)))")
}

func measureOutput(mebibytes: Int, secrets: [String]) async {
    let runner = CommandRunner()
    let script = "head -c \(mebibytes)M /dev/zero | tr '\\0' 'x'"
    for script in ["head -c \(mebibytes)M /dev/zero", script] {
        let start = now()
        let result = await runner.run(
            CommandRequest(
                .script(script), environment: ownEnvironment(), masker: SecretMasker(secrets: secrets)))
        let seconds = now() - start
        precondition(result.stdout.size == mebibytes << 20, "\(result.stdout.size)")
        print(
            "\(mebibytes) MiB, \(secrets.count) secrets: \(rounded(Double(mebibytes) / seconds, 0)) MiB/s, peak memory",
            "\(rounded(peakMemory(), 1)) MiB")
    }
}

func measureParallel(count: Int) async {
    let runner = CommandRunner()
    let request = CommandRequest(.script("sleep 1"), environment: ownEnvironment())
    let start = now()
    await withTaskGroup(of: Void.self) { group in
        for _ in 0..<count {
            group.addTask {
                let result = await runner.run(request)
                precondition(result.exit == 0, "\(result)")
            }
        }
    }
    print("\(count) x sleep 1: \(rounded(now() - start, 3)) s")
}

let arguments = CommandLine.arguments
if arguments.count > 1, arguments[1] == "output" {
    let size = arguments.count > 2 ? Int(arguments[2]) ?? 1024 : 1024
    await measureOutput(mebibytes: size, secrets: [])
    await measureOutput(mebibytes: size, secrets: ["correct horse battery", "tr0ub4dor&3"])
} else if arguments.count > 1, arguments[1] == "parallel" {
    await measureParallel(count: arguments.count > 2 ? Int(arguments[2]) ?? 50 : 50)
} else {
    await measureSpawns(
        rounds: arguments.count > 1 ? Int(arguments[1]) ?? 31 : 31,
        count: arguments.count > 2 ? Int(arguments[2]) ?? 200 : 200)
}
