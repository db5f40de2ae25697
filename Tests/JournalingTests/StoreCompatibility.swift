import Journaling
import Testing

/// A kind of store that must behave as every other; PostgreSQL will be one more.
struct StoreKind: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// A fresh store, and what must live as long as it.
    let make: @Sendable () throws -> (store: any JournalStore, keeping: Scratch?)

    static let all: [StoreKind] = [
        StoreKind(testDescription: "SQLite in a file") {
            let scratch = try Scratch()
            return (try Journal.open(in: scratch.state, mode: .readWrite), scratch)
        },
        StoreKind(testDescription: "SQLite in memory") { (try Journal.inMemory(), nil) },
    ]
}

@Suite struct `Every store of events` {
    @Test(arguments: StoreKind.all)
    func `gives back what was recorded, in order`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        let text = try store.storeText("version: 1\n")
        let first = try store.createRun(
            header("r-1", texts: [text]), state: "running", events: [event(1)], durability: .powerSafe)
        let more = try store.append([event(2), event(3)], to: "r-1", durability: .killSafe)
        #expect((first + more).map(\.sequence) == [1, 2, 3])
        #expect(try store.allEvents(of: "r-1") == first + more)
        #expect(Set((first + more).map(\.hash)).count == 3)
        let run = try store.run(id: "r-1")
        #expect(run.header == header("r-1", texts: [text]))
        #expect(run.state == "running" && run.outcome == nil && run.endedAt == nil && run.eventCount == 3)
        #expect(run.headHash == more.last?.hash)
        let verification = try store.verify("r-1")
        #expect(verification.isIntact && verification.intactEvents == 3)
        #expect(try store.text(text) == "version: 1\n")
    }

    @Test(arguments: StoreKind.all)
    func `changes the state of a run with its events or alone`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        _ = try store.createRun(header("r-1"), state: "running", events: [], durability: .killSafe)
        let update = RunUpdate(state: "ended", outcome: "resolved", endedAt: 99)
        _ = try store.append([event(1)], to: "r-1", update: update, durability: .powerSafe)
        var run = try store.run(id: "r-1")
        #expect(run.state == "ended" && run.outcome == "resolved" && run.endedAt == 99 && run.eventCount == 1)
        try store.updateRun("r-1", RunUpdate(state: "paused"), durability: .killSafe)
        run = try store.run(id: "r-1")
        #expect(run.state == "paused" && run.outcome == "resolved" && run.eventCount == 1)
        #expect(try store.verify("r-1").isIntact)
    }

    @Test(arguments: StoreKind.all)
    func `refuses a second run of the same id and events of a run that is not there`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        _ = try store.createRun(header("r-1"), state: "running", events: [event(1)], durability: .killSafe)
        expect(.exists) { try store.createRun(header("r-1"), state: "x", events: [event(2)], durability: .killSafe) }
        expect(.absent) { try store.append([event(1)], to: "r-2", durability: .killSafe) }
        expect(.absent) { try store.eventPage(of: "r-2", after: 0) }
        expect(.absent) {
            try store.createRun(header("r-3", texts: ["feed"]), state: "x", events: [], durability: .killSafe)
        }
        expect(.absent) { try store.run(id: "r-3") }
        #expect(try store.allEvents(of: "r-1").count == 1)
    }

    @Test(arguments: StoreKind.all)
    func `finds a run by its beginning or its last letters`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        for id in ["20261122-115348-k7qf", "20261122-115349-zzzz", "20261123-000000-k7qg", "20261123"] {
            _ = try store.createRun(header(id), state: "ended", events: [], durability: .killSafe)
        }
        #expect(try store.run(id: "20261122-115348").id == "20261122-115348-k7qf")
        #expect(try store.run(id: "k7qf").id == "20261122-115348-k7qf")
        #expect(try store.run(id: "20261123").id == "20261123")
        expect(.ambiguous) { try store.run(id: "20261122") }
        for id in ["", "7qf", "f", "2027", "%", "*", "20261122-115348-k7qfx", "\u{1b}[2J"] {
            expect(.absent) { try store.run(id: id) }
        }
    }

    @Test(arguments: StoreKind.all)
    func `lists runs, the newest first`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        for number in 1...6 {
            _ = try store.createRun(
                header(
                    "r-\(number)", runbook: number % 2 == 0 ? "even" : "odd", target: number > 3 ? "b" : "a",
                    startedAt: Int64(number)),
                state: number == 5 ? "running" : "ended", events: [], durability: .killSafe)
        }
        let ids = { (filter: RunFilter) in try store.runs(filter).map(\.id) }
        #expect(try ids(RunFilter()) == ["r-6", "r-5", "r-4", "r-3", "r-2", "r-1"])
        #expect(try ids(RunFilter(limit: 2)) == ["r-6", "r-5"])
        #expect(try ids(RunFilter(runbook: "odd")) == ["r-5", "r-3", "r-1"])
        #expect(try ids(RunFilter(runbook: "odd", target: "a")) == ["r-3", "r-1"])
        #expect(try ids(RunFilter(state: "running")) == ["r-5"])
        #expect(try ids(RunFilter(runbook: "none")) == [])
    }

    @Test(arguments: StoreKind.all)
    func `keeps large contents once, beside the events`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        let output = JournalContent([UInt8](repeating: 0xFF, count: 1 << 20))
        let empty = JournalContent("")
        _ = try store.createRun(header("r-1"), state: "running", events: [], durability: .killSafe)
        let records = try store.append(
            [event(1, contents: [output, empty]), event(2, contents: [output])], to: "r-1", durability: .killSafe)
        #expect(records[0].contents == [output.hash, empty.hash])
        #expect(try store.allEvents(of: "r-1") == records)
        #expect(try store.content(output.hash) == output.bytes)
        #expect(try store.text(output.hash) == nil)
        #expect(try store.content(empty.hash) == [])
        #expect(try store.content("no such hash") == nil)
        #expect(try store.contentHashes(of: "r-1") == [output.hash, empty.hash].sorted())
        #expect(try store.storeText("same") == store.storeText("same"))
        #expect(try store.verify("r-1").isIntact)
    }

    @Test(arguments: StoreKind.all)
    func `keeps any text`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        let odd = "a\u{0}b 'quoted' \"x\" ё😀\u{2028}\n"
        _ = try store.createRun(header("r-1", target: odd), state: odd, events: [], durability: .killSafe)
        let records = try store.append(
            [NewEvent(time: .min, kind: odd, payload: odd), NewEvent(time: .max, kind: "", payload: "")], to: "r-1",
            durability: .killSafe)
        #expect(try store.allEvents(of: "r-1") == records)
        #expect(try store.run(id: "r-1").header.target == odd)
        #expect(try store.runs(RunFilter(target: odd)).count == 1)
        #expect(try store.verify("r-1").isIntact)
    }

    @Test(arguments: StoreKind.all)
    func `gives the events of a long run a page at a time`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        let large = NewEvent(time: 1, kind: "output", payload: String(repeating: "x", count: 300_000))
        _ = try store.createRun(header("r-1"), state: "running", events: [], durability: .killSafe)
        _ = try store.append(
            (1...3000).map { event($0) } + [large, large, large, large, large], to: "r-1", durability: .killSafe)
        #expect(try store.eventPage(of: "r-1", after: 3000).count < 5)
        #expect(try store.eventPage(of: "r-1", after: 3005).isEmpty)
        var cursor = store.events(of: "r-1", after: 2999)
        #expect(try cursor.next()?.sequence == 3000)
        for sequence in 3001...3005 { #expect(try cursor.next()?.sequence == sequence) }
        #expect(try cursor.next() == nil)
        _ = try store.append([event(1)], to: "r-1", durability: .killSafe)
        #expect(try cursor.next()?.sequence == 3006)
        #expect(try store.allEvents(of: "r-1").map(\.sequence) == Array(1...3006))
    }

    @Test(arguments: StoreKind.all)
    func `takes calls from many threads`(kind: StoreKind) async throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        _ = try store.createRun(header("r-1"), state: "running", events: [], durability: .killSafe)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<25 {
                        _ = try store.append([event(worker * 100 + number)], to: "r-1", durability: .killSafe)
                    }
                }
            }
            try await group.waitForAll()
        }
        let verification = try store.verify("r-1")
        #expect(verification.isIntact && verification.intactEvents == 200)
    }

    @Test(arguments: StoreKind.all)
    func `makes names for runs that none has`(kind: StoreKind) throws {
        let (store, keeping) = try kind.make()
        defer { withExtendedLifetime(keeping) {} }
        var same = RepeatingGenerator()
        let first = try store.newRunID(time: 0, random: &same)
        _ = try store.createRun(header(first), state: "running", events: [], durability: .killSafe)
        var again = RepeatingGenerator()
        let second = try store.newRunID(time: 0, random: &again)
        #expect(first != second)
        #expect(first.hasPrefix("19700101-000000-"))
    }
}

/// Gives each number several times, so that names come twice.
private struct RepeatingGenerator: RandomNumberGenerator {
    private var calls: UInt64 = 0

    mutating func next() -> UInt64 {
        calls += 1
        return (calls - 1) / 8 &* 0x9E37_79B9_7F4A_7C15
    }
}

/// Expects an error of the journal with a code and some words.
func expect(
    _ code: JournalError.Code, _ words: String = "", sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> some Any
) {
    #expect(sourceLocation: sourceLocation) {
        _ = try body()
    } throws: {
        guard let error = $0 as? JournalError else { return false }
        return error.code == code && (words.isEmpty || error.description.contains(words))
    }
}
