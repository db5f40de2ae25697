import Glibc

/// A program that is run to its end and measured from outside.
struct Program {
    /// What running it took.
    struct Run {
        var seconds: Double
        /// The greatest resident memory of it or of a process that it waited for, in KiB.
        var peakMemory: Int
        var exit: Int32
    }

    var arguments: [String]
    var environment: [String: String] = [:]

    /// Runs it with its output thrown away.
    func run() -> Run {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        let words = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = []
        for name in ["PATH", "HOME", "TMPDIR"] {
            if let value = getenv(name) { variables.append(strdup("\(name)=\(String(cString: value))")) }
        }
        variables += environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var process: pid_t = 0
        let begin = now()
        guard posix_spawn(&process, arguments[0], &actions, nil, words, variables) == 0 else {
            fatalError("\(arguments[0]) cannot be started")
        }
        var status: Int32 = 0
        var usage = rusage()
        wait4(process, &status, 0, &usage)
        return Run(seconds: now() - begin, peakMemory: usage.ru_maxrss, exit: status >> 8 & 0xFF)
    }
}

/// Seconds since some start.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// A number with so many digits after its point.
func rounded(_ value: Double, _ digits: Int = 2) -> String {
    let scale = pow(10.0, Double(digits))
    let whole = Int((value * scale).rounded())
    let fraction = String(whole % Int(scale))
    return "\(whole / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
}
