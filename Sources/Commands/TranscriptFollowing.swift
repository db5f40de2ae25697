import Engine
import Glibc
import Interpreter
import Journaling
import Reports

/// Tells a run's events as they are recorded, until it ends, is paused, or dies.
struct TranscriptFollowing {
    let journal: Journal
    let folder: StateFolder
    let run: String

    /// How long until it is looked for new events again, in microseconds.
    private static let pace: UInt32 = 200_000

    /// Hands on each event, those of before first; gives the run as it is at its end.
    func follow(_ tell: (EventRecord) throws -> Bool) throws -> RunSummary {
        var last = 0
        while true {
            // Looked at before the events: what is recorded until the end is told before the end is.
            let summary = try journal.run(id: run)
            let isWalked = summary.state == RunState.running && RunLock.isHeld(run: run, in: folder)
            var page = try journal.eventPage(of: run, after: last)
            while !page.isEmpty {
                for record in page {
                    last = record.sequence
                    // A reader who has gone, as with `| head`, wants no more.
                    guard try tell(record) else { return summary }
                }
                page = try journal.eventPage(of: run, after: last)
            }
            guard isWalked else { return try journal.run(id: run) }
            usleep(Self.pace)
        }
    }
}
