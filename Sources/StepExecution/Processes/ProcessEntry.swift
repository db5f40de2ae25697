internal import CPlatform
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
            let close = bytes.lastIndex(of: UInt8(ascii: ")")), close > open, close + 2 < bytes.count
        else { return nil }
        var fields = [0, 0, 0]
        let wanted = [1, 3, 19]
        var field = 0
        var next = 0
        for byte in bytes[(close + 2)...] {
            if byte == 0x20 {
                if next < wanted.count, wanted[next] == field { next += 1 }
                field += 1
            } else if next < wanted.count, wanted[next] == field, byte >= 0x30, byte <= 0x39 {
                fields[next] = fields[next] &* 10 &+ Int(byte - 0x30)
            }
        }
        guard field > 19 else { return nil }
        return ProcessEntry(
            pid: pid, name: String(decoding: bytes[(open + 1)..<close], as: UTF8.self), state: bytes[close + 2],
            parent: Int32(truncatingIfNeeded: fields[0]), session: Int32(truncatingIfNeeded: fields[1]),
            startTime: UInt64(bitPattern: Int64(fields[2])))
    }

    /// All processes there are, and whether none has gone between the listing and the look at it: one that has may
    /// have left a child that was not listed yet.
    static func all() -> (entries: [ProcessEntry], isWhole: Bool) {
        let pids = allPIDs()
        let entries = pids.compactMap { read($0) }
        return (entries, entries.count == pids.count && !pids.isEmpty)
    }

    /// The numbers of all processes there are.
    static func allPIDs() -> [Int32] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var pids: [Int32] = []
        while let entry = readdir(folder) {
            let pid = withUnsafeBytes(of: &entry.pointee.d_name) { name -> Int32 in
                var value: Int32 = 0
                for byte in name {
                    if byte == 0 { break }
                    guard byte >= 0x30, byte <= 0x39, value < Int32.max / 16 else { return 0 }
                    value = value * 10 + Int32(byte - 0x30)
                }
                return value
            }
            if pid > 0 { pids.append(pid) }
        }
        return pids
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
        return marks.allSatisfy { Self.holds(bytes, entry: $0) } ? .matches : .differs
    }

    /// Whether a text stands as a whole between the NUL bytes of an environment.
    private static func holds(_ bytes: [UInt8], entry: String) -> Bool {
        let wanted = [0] + Array(entry.utf8) + [0]
        let block = [0] + bytes + [0]
        return block.withUnsafeBytes { block in
            wanted.withUnsafeBytes { wanted in
                guard let start = block.baseAddress, let text = wanted.baseAddress else { return false }
                return rung_contains(start, UInt64(block.count), text, UInt64(wanted.count)) != 0
            }
        }
    }
}
