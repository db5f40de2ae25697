internal import Glibc

/// Which processes belong together: a session, what carries certain entries in its environment, and what descends
/// from either.
struct ProcessSelection: Sendable {
    /// The leader of the session, which must not have been reaped; nil: no session counts.
    let leader: ProcessIdentity?
    /// Entries (`NAME=value`) that must all stand in a process's environment.
    let marks: [String]

    /// The processes of the selection that run at this moment, this one never among them.
    func members() -> [ProcessEntry] {
        let own = getpid()
        // Nothing of the selection is older than its leader: most of a machine's processes need no second look.
        let leaderEntry = leader.flatMap { leader in
            ProcessEntry.read(leader.pid).flatMap { $0.startTime == leader.startTime ? $0 : nil }
        }
        let candidates = ProcessEntry.all().filter {
            $0.pid != own && (leaderEntry == nil || $0.startTime >= (leader?.startTime ?? 0))
        }
        var found: Set<Int32> = []
        for entry in candidates where isSeed(entry, leaderEntry) { found.insert(entry.pid) }
        var isGrowing = !found.isEmpty
        while isGrowing {
            isGrowing = false
            for entry in candidates where found.contains(entry.parent) && found.insert(entry.pid).inserted {
                isGrowing = true
            }
        }
        return candidates.filter { found.contains($0.pid) && !$0.hasEnded }
    }

    private func isSeed(_ entry: ProcessEntry, _ leader: ProcessEntry?) -> Bool {
        if let leader, entry.session == leader.pid || entry.pid == leader.pid { return true }
        return !marks.isEmpty && !entry.hasEnded && entry.environmentHolds(marks)
    }
}
