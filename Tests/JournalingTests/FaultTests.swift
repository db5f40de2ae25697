import Glibc
import Journaling
import Testing

@Suite(.serialized) struct `The journal under faults` {
    @Test func `50 kills at random moments lose no event that was said to be recorded`() throws {
        let scratch = try Scratch()
        var recorded = 0
        var said = 0
        for _ in 0..<50 {
            let writer = try Writer(["append", scratch.path, "r-kill", "100000"])
            usleep(useconds_t.random(in: 0...60_000))
            writer.kill()
            let lines = writer.finish()
            #expect(!lines.contains { Int($0) == nil }, "\(lines.last ?? "")")
            let last = lines.last.flatMap { Int($0) } ?? 0
            said += lines.count
            guard let journal = try? Journal.open(in: scratch.state, mode: .readOnly),
                let run = try? journal.run(id: "r-kill")
            else {
                // Killed before there was anything.
                #expect(last == 0 && recorded == 0)
                continue
            }
            #expect(run.eventCount >= last && run.eventCount >= recorded)
            recorded = run.eventCount
        }
        #expect(said > 0)
        let verification = try Journal.open(in: scratch.state, mode: .readWrite).verify("r-kill")
        #expect(verification.isIntact && verification.intactEvents == recorded, "\(verification.message)")
    }

    @Test func `several processes write at once`() throws {
        let scratch = try Scratch()
        let writers = try (0..<4).map { try Writer(["append", scratch.path, "r-\($0)", "60"]) }
        for writer in writers { #expect(writer.finish().last == "120") }
        let journal = try Journal.open(in: scratch.state, mode: .readOnly)
        for number in 0..<4 {
            let verification = try journal.verify("r-\(number)")
            #expect(verification.isIntact && verification.intactEvents == 120)
        }
    }

    @Test func `a file that may not grow is said, nothing is lost, and it goes on when there is space`() throws {
        let scratch = try Scratch()
        try expectFullDisk(Writer(["fill", scratch.path, "2000000"]).finish())
    }

    @Test func `a full disk is said, nothing is lost, and it goes on when there is space`() throws {
        let scratch = try Scratch()
        let mount = Self.mounting("mount -t tmpfs -o size=1m none \(scratch.path)")
        let lines = try Writer(["fill", scratch.path], wrapper: mount).finish()
        guard !lines.isEmpty else {
            print("Not run: a full disk, as nothing can be mounted here; the limit on a file's size stands for it.")
            return
        }
        expectFullDisk(lines)
    }

    @Test(arguments: [true, false])
    func `a file system that cannot be written is read all the same, and writing is refused`(hasLog: Bool) throws {
        let scratch = try Scratch()
        #expect(try Writer(["append", scratch.path, "r-1", "10"]).finish().last == "19")
        if !hasLog {
            try scratch.tamper("PRAGMA journal_mode=DELETE")
            try scratch.tamper("PRAGMA journal_mode=WAL")
            unlink(scratch.path + "/journal.db-wal")
            unlink(scratch.path + "/journal.db-shm")
        }
        let mount = Self.mounting(
            "mount --bind \(scratch.path) \(scratch.path) && mount -o remount,ro,bind \(scratch.path)")
        let read = try Writer(["read", scratch.path, "r-1"], wrapper: mount).finish()
        guard !read.isEmpty else {
            print("Not run: a file system that cannot be written, as nothing can be mounted here.")
            return
        }
        #expect(read.first?.hasPrefix("19 events, all as recorded") == true, "\(read)")
        let written = try Writer(["append", scratch.path, "r-1", "1"], wrapper: mount).finish()
        #expect(written.count == 1 && written[0].contains("cannot be written"), "\(written)")
    }

    /// What to put before a command so that something is mounted for it alone: in a name space of its own, with the root
    /// of a user name space where this user is not root.
    private static func mounting(_ mount: String) -> [String] {
        (geteuid() == 0 ? ["unshare", "-m"] : ["unshare", "-rm"]) + [
            "sh", "-c", "\(mount) || exit 9; exec \"$@\"", "sh",
        ]
    }

    private func expectFullDisk(_ lines: [String]) {
        #expect(lines.count == 4)
        #expect(lines.first?.hasPrefix("full: the disk of the journal ") == true, "\(lines)")
        #expect(lines.dropFirst() == ["kept", "intact", "again true"])
    }
}
