internal import Glibc

/// Which processes belong together: a session, what carries certain entries in its environment, and what descends
/// from either.
struct ProcessSelection: Sendable {
    /// The leader of the session, which must not have been reaped; nil: no session counts.
    let leader: ProcessIdentity?
    /// Entries (`NAME=value`) that must all stand in a process's environment.
    let marks: [String]

    /// The processes of the selection that run at this moment; this one, and those it was started by, never among them.
    func members() -> [ProcessEntry] {
        look().members
    }

    /// The members, and whether no other can have been missed: one just in between two programs, or one whose parent
    /// ended after the listing.
    func look() -> (members: [ProcessEntry], isSure: Bool) {
        // Nothing of the selection is older than its leader: most of a machine's processes need no second look.
        let leaderEntry = leader.flatMap { leader in
            ProcessEntry.read(leader.pid).flatMap { $0.startTime == leader.startTime ? $0 : nil }
        }
        let (entries, isWhole) = ProcessEntry.all()
        let own = Self.lineage(entries)
        let candidates = entries.filter {
            !own.contains($0.pid) && (leaderEntry == nil || $0.startTime >= (leader?.startTime ?? 0))
        }
        var found: Set<Int32> = []
        var isSure = isWhole
        for entry in candidates {
            switch standing(of: entry, leaderEntry) {
            case .matches: found.insert(entry.pid)
            case .differs: break
            case .empty: isSure = false
            }
        }
        var isGrowing = !found.isEmpty
        while isGrowing {
            isGrowing = false
            for entry in candidates where found.contains(entry.parent) && found.insert(entry.pid).inserted {
                isGrowing = true
            }
        }
        return (candidates.filter { found.contains($0.pid) && !$0.hasEnded }, isSure)
    }

    private func standing(of entry: ProcessEntry, _ leader: ProcessEntry?) -> ProcessEntry.EnvironmentMatch {
        if let leader, entry.session == leader.pid || entry.pid == leader.pid { return .matches }
        // A kernel thread has no environment.
        guard !marks.isEmpty, entry.parent != Self.kernelThreads, entry.pid != Self.kernelThreads
        else { return .differs }
        // One that has just ended may have left a child that was not listed yet.
        if entry.hasEnded { return .empty }
        return entry.environmentHolds(marks)
    }

    /// This process, its parent, and so on.
    private static func lineage(_ entries: [ProcessEntry]) -> Set<Int32> {
        var parents: [Int32: Int32] = [:]
        for entry in entries { parents[entry.pid] = entry.parent }
        var found: Set<Int32> = []
        var next: Int32? = getpid()
        while let pid = next, pid > 0, found.insert(pid).inserted { next = parents[pid] }
        return found
    }

    /// The parent of all kernel threads.
    private static let kernelThreads: Int32 = 2
}
