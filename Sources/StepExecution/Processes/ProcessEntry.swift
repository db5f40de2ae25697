internal import Glibc

/// One line of the system's table of processes (`/proc/PID/stat`).
struct ProcessEntry {
    let pid: Int32
    let name: String
    let state: UInt8
    let parent: Int32
    let session: Int32
    let startTime: UInt64

    /// The process as it can be named later.
    var identity: ProcessIdentity { ProcessIdentity(pid: pid, startTime: startTime) }

    /// Whether the process has ended and only waits to be reaped.
    var hasEnded: Bool { state == UInt8(ascii: "Z") || state == UInt8(ascii: "X") }

    /// Reads one process's line; nil where there is no such process.
    static func read(_ pid: Int32) -> ProcessEntry? {
        guard let bytes = ProcFile.read("/proc/\(pid)/stat", limit: 4096),
            let open = bytes.firstIndex(of: UInt8(ascii: "(")),
            // The name is the process's own choice and may hold blanks and parentheses: the last one ends it.
            let close = bytes.lastIndex(of: UInt8(ascii: ")")), close > open
        else { return nil }
        let fields = bytes[(close + 1)...].split(separator: 0x20, maxSplits: 20)
        guard fields.count > 19, let state = fields[0].first else { return nil }
        return ProcessEntry(
            pid: pid, name: String(decoding: bytes[(open + 1)..<close], as: UTF8.self), state: state,
            parent: Int32(truncatingIfNeeded: number(fields[1])), session: Int32(truncatingIfNeeded: number(fields[3])),
            startTime: UInt64(number(fields[19])))
    }

    /// All processes there are, and whether none has gone between the listing and the look at it: one that has may
    /// have left a child that was not listed yet.
    static func all() -> (entries: [ProcessEntry], isWhole: Bool) {
        guard let folder = opendir("/proc") else { return ([], false) }
        defer { closedir(folder) }
        var entries: [ProcessEntry] = []
        var isWhole = true
        while let entry = readdir(folder) {
            let pid = withUnsafeBytes(of: &entry.pointee.d_name) { name in
                let digits = name.prefix { $0 != 0 }
                return digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int32(clamping: number(digits)) : 0
            }
            guard pid > 0 else { continue }
            if let process = read(pid) { entries.append(process) } else { isWhole = false }
        }
        return (entries, isWhole)
    }

    /// What is known of the environment that a process was started with.
    enum EnvironmentMatch {
        /// It holds all that was asked for.
        case matches
        /// It does not, or may not be read.
        case differs
        /// It is empty, as it also is for the moment in which a process becomes another program.
        case empty
    }

    /// Whether the environment that the process was started with holds all these entries.
    func environmentHolds(_ marks: [String]) -> EnvironmentMatch {
        guard let bytes = ProcFile.read("/proc/\(pid)/environ", limit: 4 << 20) else { return .differs }
        guard !bytes.isEmpty else { return .empty }
        let entries = bytes.split(separator: 0)
        let holds = marks.allSatisfy { mark in entries.contains { $0.elementsEqual(mark.utf8) } }
        return holds ? .matches : .differs
    }

    private static func number(_ digits: some Sequence<UInt8>) -> Int {
        var value = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39, value < Int.max / 16 else { break }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }
}
