// A process that the tests of the journal start, to be killed, to fill a disk, or to hold locks.
import Glibc
import Journaling

/// Writes a line to standard output in one piece, so that a killed writer leaves no half that counts.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(1, bytes, bytes.count)
}

func nanoseconds() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}

func header(_ id: String) -> RunHeader {
    RunHeader(
        id: id, runbook: "writer", file: "writer.yaml", target: "local", mode: "unattended", operatorName: "test",
        host: "localhost", startedAt: 1_764_000_000_000_000_000)
}

func open(_ path: String, run: String) throws(JournalError) -> Journal {
    let journal = try Journal.open(in: StateFolder(path: path), mode: .readWrite)
    do {
        _ = try journal.createRun(header(run), state: "running", events: [], durability: .killSafe)
    } catch  where error.code == .exists {}
    return journal
}

/// Appends events and says each one's number when it is recorded.
func append(_ path: String, run: String, count: Int) throws(JournalError) {
    let journal = try open(path, run: run)
    for number in 0..<count {
        let events = (0...(number % 3)).map { NewEvent(time: Int64(number), kind: "note", payload: "{\"n\":\($0)}") }
        let durability: Durability = number % 5 == 4 ? .powerSafe : .killSafe
        for record in try journal.append(events, to: run, durability: durability) { say("\(record.sequence)") }
    }
}

/// Appends until the disk is full, says so, and goes on when there is space again.
func fill(_ path: String, limit: UInt64?) throws(JournalError) {
    let filler = path + "/filler"
    let descriptor = Glibc.open(filler, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    let journal = try open(path, run: "fill")
    if let limit {
        signal(SIGXFSZ, SIG_IGN)
        var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: .max)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    } else {
        let bytes = [UInt8](repeating: 1, count: 200_000)
        _ = write(descriptor, bytes, bytes.count)
    }
    let event = NewEvent(time: 1, kind: "output", payload: String(repeating: "x", count: 20_000))
    var count = 0
    do throws(JournalError) {
        while count < 10_000 { count += try journal.append([event], to: "fill", durability: .killSafe).count }
    } catch {
        say("\(error.code): \(error)")
    }
    say(try journal.run(id: "fill").eventCount == count ? "kept" : "lost")
    say(try journal.verify("fill").isIntact ? "intact" : "broken")
    unlink(filler)
    close(descriptor)
    if limit != nil {
        var limits = rlimit(rlim_cur: .max, rlim_max: .max)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
    }
    say("again \(try journal.append([event], to: "fill", durability: .powerSafe)[0].sequence == count + 1)")
}

/// Holds the locks of a run and of a target until it is killed, with a child that outlives it.
func hold(_ path: String, run: String, target: String, locks: LockFolder) throws(JournalError) {
    let holder = LockHolder(run: run, pid: getpid(), user: "tester", since: 42)
    let state = StateFolder(path: path)
    let attempts = [
        try RunLock.acquire(run: run, in: state, as: holder),
        try TargetLock.acquire(target: target, in: locks, as: holder),
    ]
    var child = pid_t()
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("15"), nil]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addclose(&actions, 1)
    posix_spawnp(&child, "sleep", &actions, nil, &arguments, environ)
    for case .held(let other) in attempts { say("held by \(other.run)") }
    say("child \(child)")
    while true { pause() }
}

/// Says how long opening and an append take.
func measure(_ path: String, count: Int) throws(JournalError) {
    let opening = nanoseconds()
    _ = try Journal.open(in: StateFolder(path: path), mode: .readWrite).runs(RunFilter(limit: 1))
    say("open and close: \((nanoseconds() - opening) / 1000) µs")
    let journal = try open(path, run: "measure")
    let event = NewEvent(time: 1, kind: "step.ended", payload: String(repeating: "x", count: 400))
    for (name, durability) in [("killSafe", Durability.killSafe), ("powerSafe", .powerSafe)] {
        var times: [Int64] = []
        for _ in 0..<count {
            let start = nanoseconds()
            _ = try journal.append([event], to: "measure", durability: durability)
            times.append(nanoseconds() - start)
        }
        times.sort()
        let mean = times.reduce(0, +) / Int64(count)
        say("\(name): median \(times[count / 2] / 1000) µs, mean \(mean / 1000), p99 \(times[count * 99 / 100] / 1000)")
    }
    let start = nanoseconds()
    let isIntact = try journal.verify("measure").isIntact
    say("verify: \((nanoseconds() - start) / Int64(2 * count)) ns an event, \(isIntact ? "intact" : "broken")")
}

let arguments = CommandLine.arguments
do {
    switch arguments.dropFirst().first {
    case "append": try append(arguments[2], run: arguments[3], count: Int(arguments[4]) ?? 0)
    case "read":
        let reader = try Journal.open(in: StateFolder(path: arguments[2]), mode: .readOnly)
        say(try reader.verify(arguments[3]).message)
    case "fill": try fill(arguments[2], limit: arguments.count > 3 ? UInt64(arguments[3]) : nil)
    case "hold":
        let shared = arguments.count > 5 ? arguments[5] : nil
        let locks = LockFolder(path: shared ?? arguments[2], isShared: shared != nil)
        try hold(arguments[2], run: arguments[3], target: arguments[4], locks: locks)
    case "measure": try measure(arguments[2], count: Int(arguments[3]) ?? 1000)
    default: say("JournalWriter append|read|fill|hold|measure FOLDER …")
    }
} catch {
    say("error \(error)")
    exit(1)
}
