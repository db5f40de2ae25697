internal import CPlatform
internal import Glibc

/// What the system knows of processes, ours and others'.
package enum ProcessTable {
    /// Makes this process the parent of its orphaned descendants, so that none of them gets out of sight; once, by the
    /// command line. Says whether it worked.
    @discardableResult
    package static func becomeSubreaper() -> Bool {
        rung_become_subreaper() == 0
    }

    /// Which boot this is; nil where the system does not tell.
    package static func bootID() -> String? {
        guard let bytes = ProcFile.read("/proc/sys/kernel/random/boot_id", limit: 128), bytes.count >= 36 else {
            return nil
        }
        return String(decoding: bytes.prefix(36), as: UTF8.self)
    }

    /// The process that has this number now; nil where there is none.
    package static func identity(of pid: Int32) -> ProcessIdentity? {
        ProcessEntry.read(pid).map { ProcessIdentity(pid: pid, startTime: $0.startTime, bootID: bootID()) }
    }

    /// This process.
    package static var ownIdentity: ProcessIdentity? { identity(of: ownPID) }

    /// Whether this very process still runs: not a later one with its number, and not one that has ended and only
    /// waits to be reaped.
    package static func isRunning(_ process: ProcessIdentity) -> Bool {
        if let then = process.bootID, let now = bootID(), then != now { return false }
        guard let entry = ProcessEntry.read(process.pid) else { return false }
        return entry.startTime == process.startTime && !entry.hasEnded
    }

    /// All processes below one, children of children included.
    package static func descendants(of pid: Int32) -> [ProcessIdentity] {
        let entries = ProcessEntry.all().entries
        var found: Set<Int32> = [pid]
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for entry in entries where found.contains(entry.parent) && found.insert(entry.pid).inserted {
                isGrowing = true
            }
        }
        return entries.filter { $0.pid != pid && found.contains($0.pid) && !$0.hasEnded }.map(\.identity)
    }

    /// The processes whose environment holds `RUNG_RUN_ID=run` and, where a step is given, `RUNG_STEP=step`.
    package static func processes(ofRun run: String, step: String? = nil) -> [ProcessIdentity] {
        ProcessSelection(leader: nil, marks: marks(run, step)).members().map(\.identity)
    }

    /// Ends what is left of a run, or of one step of it: TERM, then KILL after the grace.
    ///
    /// `leader` is the process that the journal names, whose session belongs to it. Returns once nothing runs any
    /// more, nil; or words about what could not be ended.
    package static func end(
        run: String, step: String? = nil, leader: ProcessIdentity? = nil, grace: Duration = .seconds(5)
    ) async -> String? {
        let leader = leader.flatMap { isRunning($0) ? $0 : nil }
        let selection = ProcessSelection(leader: leader, marks: marks(run, step))
        let outcome = await DetachedThread.run(name: "rung-teardown", timeout: nil) { _ in
            ProcessTeardown(selection, grace: grace, leaderFD: -1).run()
        }
        switch outcome {
        case .finished(let survivors): return survivors
        case .timedOut, .interrupted, .noThread: return "the ending of what is left of the run was broken off"
        }
    }

    /// Waits until a process has ended, which need be no child of ours. Returns false where it still runs when the time
    /// is over or the task is cancelled.
    package static func waitForEnd(of process: ProcessIdentity, timeout: Duration?) async -> Bool {
        guard isRunning(process) else { return true }
        let descriptor = rung_pidfd_open(process.pid)
        guard descriptor >= 0 else { return !isRunning(process) }
        // Looked at once more: the number may have changed hands before the descriptor was opened.
        guard isRunning(process) else {
            close(descriptor)
            return true
        }
        let outcome = await DetachedThread.run(name: "rung-wait", timeout: timeout) { isSettled in
            defer { close(descriptor) }
            while !isSettled() {
                if rung_wait_readable(descriptor, 50) == 1 { return true }
            }
            return false
        }
        if case .finished(let hasEnded) = outcome { return hasEnded }
        return false
    }

    /// This process's number.
    static var ownPID: Int32 { getpid() }

    /// When a process started, in clock ticks since boot.
    static func startTime(of pid: Int32) -> UInt64? {
        ProcessEntry.read(pid)?.startTime
    }

    private static func marks(_ run: String, _ step: String?) -> [String] {
        ["RUNG_RUN_ID=\(run)"] + (step.map { ["RUNG_STEP=\($0)"] } ?? [])
    }
}
