internal import CPlatform
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
        let leaderEntry = leaderEntry()
        let (entries, isWhole) = ProcessEntry.all()
        let own = Self.lineage()
        let candidates = entries.filter {
            !own.contains($0.pid) && $0.startTime >= leaderEntry?.startTime ?? 0
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

    /// Kills each process that is of the selection by itself at the moment it is seen, the youngest first: what
    /// multiplies must not have the time in which all are looked at.
    func killOnSight() {
        let leaderEntry = leaderEntry()
        let own = Self.lineage()
        for pid in ProcessEntry.allPIDs().reversed() where !own.contains(pid) {
            // The descriptor comes first: should the number change hands now, it is still the one before.
            let descriptor = rung_pidfd_open(pid)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard let entry = ProcessEntry.read(pid), !entry.hasEnded,
                entry.startTime >= leaderEntry?.startTime ?? 0, standing(of: entry, leaderEntry) == .matches
            else { continue }
            _ = rung_pidfd_signal(descriptor, SIGKILL)
        }
    }

    /// The leader, while it has not been reaped. Nothing of the selection is older than it, so that most of a machine's
    /// processes need no second look.
    private func leaderEntry() -> ProcessEntry? {
        guard let leader, let entry = ProcessEntry.read(leader.pid), entry.startTime == leader.startTime else {
            return nil
        }
        return entry
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
    private static func lineage() -> Set<Int32> {
        var found: Set<Int32> = []
        var pid = getpid()
        while pid > 0, found.insert(pid).inserted { pid = ProcessEntry.read(pid)?.parent ?? 0 }
        return found
    }

    /// The parent of all kernel threads.
    private static let kernelThreads: Int32 = 2
}
