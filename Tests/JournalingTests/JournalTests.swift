import Glibc
import Journaling
import Testing

@Suite struct `The journal of a machine` {
    @Test func `is readable by its user alone`() throws {
        let scratch = try Scratch()
        let journal = try Journal.open(in: scratch.state, mode: .readWrite)
        _ = try journal.createRun(header("r-1"), state: "running", events: [], durability: .powerSafe)
        for name in ["journal.db", "journal.db-wal", "journal.db-shm"] {
            var status = stat()
            #expect(stat(scratch.path + "/" + name, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "\(name)")
        }
    }

    @Test func `is found again after it was closed`() throws {
        let scratch = try Scratch()
        do {
            let journal = try Journal.open(in: scratch.state, mode: .readWrite)
            _ = try journal.createRun(header("r-1"), state: "running", events: [event(1)], durability: .killSafe)
        }
        let reader = try Journal.open(in: scratch.state, mode: .readOnly)
        #expect(try reader.verify("r-1").isIntact)
        expect(.readOnly) { try reader.append([event(2)], to: "r-1", durability: .killSafe) }
    }

    @Test func `is read by others while a run writes it`() throws {
        let scratch = try Scratch()
        let journal = try Journal.open(in: scratch.state, mode: .readWrite)
        _ = try journal.createRun(header("r-1"), state: "running", events: [event(1)], durability: .killSafe)
        let reader = try Journal.open(in: scratch.state, mode: .readOnly)
        for number in 2...20 {
            _ = try journal.append([event(number)], to: "r-1", durability: .killSafe)
            #expect(try reader.allEvents(of: "r-1").count == number)
        }
        #expect(try reader.verify("r-1").isIntact)
    }

    @Test func `a reader of a folder without journal is told so`() throws {
        let scratch = try Scratch()
        expect(.absent, "no run was recorded") { try Journal.open(in: scratch.state, mode: .readOnly) }
        expect(.absent) { try Journal.open(in: StateFolder(path: scratch.path + "/none"), mode: .readOnly) }
        scratch.write("", to: "journal.db")
        expect(.absent) { try Journal.open(in: scratch.state, mode: .readOnly) }
        #expect(try Journal.open(in: scratch.state, mode: .readWrite).runs(RunFilter()).isEmpty)
    }

    @Test func `refuses what a newer Rung wrote`() throws {
        let scratch = try Scratch()
        _ = try Journal.open(in: scratch.state, mode: .readWrite)
        try scratch.tamper("PRAGMA user_version=99")
        expect(.newerSchema, "schema 99") { try Journal.open(in: scratch.state, mode: .readWrite) }
        expect(.newerSchema) { try Journal.open(in: scratch.state, mode: .readOnly) }
    }

    @Test func `refuses a database of something else`() throws {
        let scratch = try Scratch()
        scratch.write("", to: "journal.db")
        try scratch.tamper("CREATE TABLE t (x)")
        expect(.notAJournal) { try Journal.open(in: scratch.state, mode: .readWrite) }
    }

    @Test(arguments: [Journal.Mode.readWrite, .readOnly])
    func `says that a file is damaged`(mode: Journal.Mode) throws {
        let scratch = try Scratch()
        scratch.write(String(repeating: "no database\n", count: 1000), to: "journal.db")
        expect(.damaged, "move it away") { try Journal.open(in: scratch.state, mode: mode) }
    }

    @Test func `says that pages are damaged, and does not crash`() throws {
        let scratch = try Scratch()
        do {
            let journal = try Journal.open(in: scratch.state, mode: .readWrite)
            _ = try journal.createRun(
                header("r-1"), state: "running", events: (1...2000).map { event($0) }, durability: .powerSafe)
        }
        try scratch.tamper("PRAGMA wal_checkpoint(TRUNCATE)")
        let descriptor = Glibc.open(scratch.path + "/journal.db", O_RDWR | O_CLOEXEC)
        let garbage = [UInt8](repeating: 0x5A, count: 4096)
        for page in 10..<40 { _ = pwrite(descriptor, garbage, garbage.count, off_t(page * 4096)) }
        close(descriptor)
        let journal = try Journal.open(in: scratch.state, mode: .readWrite)
        expect(.damaged) { try journal.verify("r-1") }
    }

    @Test func `refuses a link and a folder in the place of its file`() throws {
        let scratch = try Scratch()
        symlink("/dev/null", scratch.path + "/journal.db")
        expect(.unsafe) { try Journal.open(in: scratch.state, mode: .readWrite) }
        unlink(scratch.path + "/journal.db")
        mkdir(scratch.path + "/journal.db", 0o700)
        expect(.unsafe) { try Journal.open(in: scratch.state, mode: .readWrite) }
    }

    @Test func `says that another process keeps it locked`() throws {
        let scratch = try Scratch()
        let journal = try Journal.open(in: scratch.state, mode: .readWrite)
        _ = try journal.createRun(header("r-1"), state: "running", events: [], durability: .killSafe)
        let lock = try scratch.lockDatabase()
        expect(.busy, "locked for 5 seconds") { try journal.append([event(1)], to: "r-1", durability: .killSafe) }
        lock()
        #expect(try journal.append([event(1)], to: "r-1", durability: .killSafe).count == 1)
    }

    @Test func `an append that fails leaves nothing behind`() throws {
        let scratch = try Scratch()
        let journal = try Journal.open(in: scratch.state, mode: .readWrite)
        _ = try journal.createRun(header("r-1"), state: "running", events: [event(1)], durability: .killSafe)
        try scratch.tamper(
            "CREATE TRIGGER t BEFORE INSERT ON events WHEN new.kind = 'bad' BEGIN SELECT raise(ABORT, 'no'); END")
        let bad = NewEvent(time: 1, kind: "bad", payload: "{}")
        expect(.failed, "no") {
            try journal.append([event(2), bad], to: "r-1", update: RunUpdate(state: "x"), durability: .killSafe)
        }
        #expect(try journal.run(id: "r-1").state == "running")
        #expect(try journal.append([event(2)], to: "r-1", durability: .killSafe)[0].sequence == 2)
        #expect(try journal.verify("r-1").isIntact)
    }
}

extension Scratch {
    /// Takes the database's lock for writing; the result gives it back.
    fileprivate func lockDatabase() throws -> () -> Void {
        let holder = try LockedDatabase(path: path + "/journal.db")
        return { holder.release() }
    }
}
