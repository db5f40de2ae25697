internal import CPlatform
internal import Glibc

/// Ends all processes of a selection: TERM, and KILL for what is there after the grace. It blocks, so it wants a thread
/// of its own.
struct ProcessTeardown {
    private let selection: ProcessSelection
    private let grace: UInt64
    /// A descriptor of the leader, or -1; its end wakes the waiting.
    private let leaderFD: Int32

    /// How long KILL is repeated for what still appears; a process in uninterruptible sleep outlives even that. As long
    /// as it is others that appear, it is repeated for several rounds.
    private static let killTime: UInt64 = 5_000_000_000
    private static let killRounds = 4
    private static let longestPause: UInt64 = 100_000_000
    /// Whoever multiplies must not have the time for it.
    private static let longestPauseOfKill: UInt64 = 4_000_000

    init(_ selection: ProcessSelection, grace: Duration, leaderFD: Int32) {
        self.selection = selection
        self.grace = grace.nanoseconds
        self.leaderFD = leaderFD
    }

    /// Ends everything; nil, or words about what could not be ended.
    func run() -> String? {
        var members = membersForSure()
        for member in members {
            signal(member, SIGTERM)
            // A stopped process would keep the TERM for later.
            signal(member, SIGCONT)
        }
        members = wait(rung_monotonic_nanoseconds() + grace, Self.longestPause, members) { _ in }
        guard !members.isEmpty else { return nil }
        // Among thousands that run, this thread would hardly ever have its turn; without the right to it, it waits.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, -20)
        for _ in 0..<Self.killRounds where !members.isEmpty {
            let before = Set(members.map(\.pid))
            members = wait(rung_monotonic_nanoseconds() + Self.killTime, Self.longestPauseOfKill, members, strike: kill)
            // Others than before: something multiplies, and is worth going on. The same ones cannot be killed.
            if Set(members.map(\.pid)).isSuperset(of: before) { break }
        }
        return members.isEmpty ? nil : Self.words(members)
    }

    private func kill(_ members: [ProcessEntry]) {
        // The group at one stroke, which no fork outruns; the leader is not reaped, so the number is still its own.
        if leaderFD >= 0, let leader = selection.leader { Glibc.kill(-leader.pid, SIGKILL) }
        selection.killOnSight()
        for member in members { signal(member, SIGKILL) }
    }

    /// Looks again and again, `strike` before each look, until nothing is left or the time is over.
    private func wait(
        _ end: UInt64, _ longestPause: UInt64, _ first: [ProcessEntry], strike: ([ProcessEntry]) -> Void
    ) -> [ProcessEntry] {
        var members = first
        var pause: UInt64 = 1_000_000
        var leaderRuns = leaderFD >= 0
        while !members.isEmpty {
            let now = rung_monotonic_nanoseconds()
            guard now < end else { return members }
            strike(members)
            let rest = Int32(clamping: max(1, min(pause, end - now) / 1_000_000))
            if leaderRuns {
                leaderRuns = rung_wait_readable(leaderFD, rest) == 0
            } else {
                usleep(UInt32(rest) * 1000)
            }
            pause = min(pause * 2, longestPause)
            members = membersForSure()
        }
        return []
    }

    /// The members; that there are none is believed only when it has been seen several times, where it is in doubt.
    private func membersForSure() -> [ProcessEntry] {
        for _ in 0..<6 {
            let (members, isSure) = selection.look()
            if isSure || !members.isEmpty { return members }
            usleep(4000)
        }
        return []
    }

    /// Signals a process, and never another that has got its number since.
    private func signal(_ member: ProcessEntry, _ number: Int32) {
        let descriptor = rung_pidfd_open(member.pid)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard ProcessEntry.read(member.pid)?.startTime == member.startTime else { return }
        _ = rung_pidfd_signal(descriptor, number)
    }

    private static func words(_ members: [ProcessEntry]) -> String {
        let names = members.prefix(5).map { "\($0.pid) (\($0.name))" }.joined(separator: ", ")
        let more = members.count > 5 ? " and \(members.count - 5) more" : ""
        return "could not be ended: \(names)\(more)"
    }
}
