import Hashing
import Journaling
import Testing

@Suite struct `The chain of a run` {
    /// A recorded run that is then changed behind Rung's back.
    private func verification(after sql: String) throws -> ChainVerification {
        let scratch = try Scratch()
        let journal = try Journal.open(in: scratch.state, mode: .readWrite)
        let text = try journal.storeText("the runbook")
        let output = JournalContent("the output")
        _ = try journal.createRun(
            header("other"), state: "running", events: (1...3).map { event($0) }, durability: .killSafe)
        _ = try journal.createRun(
            header("r-1", texts: [text]), state: "running", events: (1...5).map { event($0, contents: [output]) },
            durability: .killSafe)
        try scratch.tamper(sql)
        #expect(try journal.verify("other").isIntact)
        return try journal.verify("r-1")
    }

    /// The place of an event of the second run, as SQL.
    private static func place(_ sequence: Int) -> String { "(2 << 32) + \(sequence)" }

    private static let changes: [(String, Int, ChainVerification.Fault?)] = [
        ("SELECT 1", 5, nil),
        ("UPDATE events SET payload = '{\"n\":9}' WHERE place = \(place(3))", 2, .changed(sequence: 3)),
        ("UPDATE events SET payload = payload || ' ' WHERE place = \(place(5))", 4, .changed(sequence: 5)),
        ("UPDATE events SET kind = 'x' WHERE place = \(place(1))", 0, .changed(sequence: 1)),
        ("UPDATE events SET time = 0 WHERE place = \(place(2))", 1, .changed(sequence: 2)),
        ("UPDATE events SET contents = '' WHERE place = \(place(2))", 1, .changed(sequence: 2)),
        ("UPDATE events SET hash = '00' WHERE place = \(place(4))", 3, .changed(sequence: 4)),
        ("DELETE FROM events WHERE place = \(place(3))", 2, .missing(sequence: 3)),
        ("DELETE FROM events WHERE place = \(place(1))", 0, .missing(sequence: 1)),
        ("DELETE FROM events WHERE place >= \(place(4))", 3, .missing(sequence: 4)),
        ("DELETE FROM events WHERE place > \(place(0))", 0, .missing(sequence: 1)),
        (
            "DELETE FROM events WHERE place = \(place(3)); UPDATE events SET place = place - 1 WHERE place > \(place(3))",
            2, .changed(sequence: 3)
        ),
        (
            "DELETE FROM events WHERE place = \(place(5)); UPDATE run_states SET event_count = 4 WHERE key = 2", 3,
            .changed(sequence: 4)
        ),
        (
            """
            UPDATE events SET place = -1 WHERE place = \(place(2)); UPDATE events SET place = \(place(2))
            WHERE place = \(place(3)); UPDATE events SET place = \(place(3)) WHERE place = -1
            """, 1, .inserted(sequence: 2)
        ),
        (
            "INSERT INTO events SELECT \(place(6)), time, kind, payload, contents, hash FROM events WHERE place = \(place(5))",
            5, .inserted(sequence: 6)
        ),
        (
            """
            UPDATE events SET place = -place - 1 WHERE place > \(place(2));
            UPDATE events SET place = -place WHERE place < 0; UPDATE run_states SET event_count = 6 WHERE key = 2;
            INSERT INTO events VALUES (\(place(3)), 1, 'note', '{}', '', 'ab');
            """, 2, .inserted(sequence: 3)
        ),
        ("UPDATE runs SET operator = 'boris' WHERE key = 2", 0, .headerChanged),
        ("UPDATE runs SET started_at = started_at + 1 WHERE key = 2", 0, .headerChanged),
        ("UPDATE runs SET texts = '' WHERE key = 2", 0, .headerChanged),
        ("UPDATE runs SET header_hash = 'ab' WHERE key = 2", 0, .headerChanged),
        ("UPDATE run_states SET head_hash = 'ab' WHERE key = 2", 4, .changed(sequence: 5)),
    ]

    @Test(arguments: changes)
    func `shows what was changed after the fact`(
        sql: String, intact: Int, fault: ChainVerification.Fault?
    ) throws {
        let verification = try verification(after: sql)
        #expect(verification.fault == fault)
        #expect(verification.intactEvents == intact)
    }

    @Test func `shows stored contents that were changed or removed`() throws {
        let text = JournalContent("the runbook").hash
        let output = JournalContent("the output").hash
        #expect(
            try verification(after: "UPDATE contents SET bytes = x'00' WHERE hash = '\(output)'").fault
                == .contentChanged(hash: output))
        #expect(
            try verification(after: "DELETE FROM contents WHERE hash = '\(text)'").fault == .contentMissing(hash: text))
    }

    @Test func `is made of the bytes that are documented`() throws {
        func digest(_ fields: [String]) -> String {
            var bytes: [UInt8] = []
            for field in fields {
                bytes += (0..<8).reversed().map { UInt8(truncatingIfNeeded: field.utf8.count >> ($0 * 8)) }
                bytes += Array(field.utf8)
            }
            var hash = SHA256()
            hash.update(bytes)
            return hash.hexDigest()
        }
        let journal = try Journal.inMemory()
        let text = try journal.storeText("x")
        let output = JournalContent("o")
        let records = try journal.createRun(
            header("r-1", texts: [text]), state: "s", events: [event(1), event(2, contents: [output])],
            durability: .killSafe)
        let start = digest([
            "rung run 1", "r-1", "book", "b.yaml", "local", "guided", "anna", "web1", "1", "{\"params\":{}}", "1", text,
        ])
        let first = digest(["rung event 1", start, "r-1", "1", "1000", "note", "{\"n\":1}", "0"])
        let second = digest(["rung event 1", first, "r-1", "2", "2000", "note", "{\"n\":2}", "1", output.hash])
        #expect(records.map(\.hash) == [first, second])
        #expect(try journal.run(id: "r-1").headerHash == start)
    }
}
