import Glibc
import TestSupport

/// Whether a process runs: one that has ended and only waits to be reaped by somebody does not.
func isRunning(_ pid: pid_t) -> Bool {
    guard let stat = try? readFile("/proc/\(pid)/stat"), let name = stat.lastIndex(of: UInt8(ascii: ")")) else {
        return false
    }
    return stat.count > name + 2 && ![UInt8(ascii: "Z"), UInt8(ascii: "X")].contains(stat[name + 2])
}

/// Waits until a condition holds; throws, with what was waited for, where it does not in time.
func eventually(
    _ what: String, within limit: Duration = .seconds(30), _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw TestSupportError(message: "in vain waited for: \(what)") }
        try await Task.sleep(for: .milliseconds(3))
    }
}
