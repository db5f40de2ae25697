import TestSupport
import Testing

@testable import Journaling

@Suite struct `The events of the automation` {
    private func event(_ kind: String, at time: Int64) -> NewEvent {
        NewEvent(time: time, kind: kind, payload: "{}")
    }

    @Test func `come back in order, page by page, and their numbers are never given twice`() throws {
        let journal = try Journal.inMemory()
        #expect(try journal.lastAutomationSequence() == 0)
        var last: Int64 = 0
        for batch in 0..<25 {
            last = try journal.appendAutomation(
                (0..<100).map { event("k\($0 % 3)", at: Int64(batch * 100 + $0)) }, durability: .killSafe)
        }
        #expect(last == 2500)
        var times: [Int64] = []
        var after: Int64 = 0
        while let newest = try journal.automationPage(after: after).last {
            times += try journal.automationPage(after: after).map(\.time)
            after = newest.sequence
        }
        #expect(times == Array(0..<2500))
        #expect(try journal.automationRecords(ofKind: "k1").count == 825)
        try journal.clearAutomation(Array(1...2500))
        #expect(try journal.automationPage(after: 0).isEmpty)
        #expect(try journal.appendAutomation([event("k", at: 1)], durability: .powerSafe) == 2501)
    }

    @Test func `are in a journal that an older Rung began, once it is written`() throws {
        try withScratchFolder { path in
            let folder = StateFolder(path: path)
            do {
                let journal = try Journal.open(in: folder, mode: .readWrite)
                try journal.appendAutomation([event("k", at: 1)], durability: .powerSafe)
            }
            let again = try Journal.open(in: folder, mode: .readOnly)
            #expect(try again.automationPage(after: 0).map(\.kind) == ["k"])
        }
    }
}

@Suite struct `Runs that are cleared away` {
    private func add(_ id: String, to journal: Journal, endedAt: Int64?, payload: String = "{}") throws {
        let hash = try journal.storeText("text of all")
        let header = RunHeader(
            id: id, runbook: "t", file: "t.yaml", target: "t", mode: "unattended", operatorName: "anna", host: "here",
            startedAt: 1, texts: [hash])
        _ = try journal.createRun(
            header, state: "running", events: [NewEvent(time: 1, kind: "k", payload: payload)], durability: .killSafe)
        guard let endedAt else { return }
        try journal.updateRun(
            id, RunUpdate(state: "ended", outcome: "resolved", endedAt: endedAt), durability: .killSafe)
    }

    @Test func `are the old ones that have ended, with their events; the others verify as before`() throws {
        let journal = try Journal.inMemory()
        for number in 0..<300 {
            try add("run-\(number)", to: journal, endedAt: number % 3 == 0 ? nil : Int64(number))
        }
        #expect(try journal.clearRuns(endedBefore: 150, largerThan: nil) == 100)
        #expect(try !journal.hasRun("run-1"))
        #expect(try journal.hasRun("run-0"))
        #expect(try journal.hasRun("run-151"))
        #expect(try journal.verify("run-0").isIntact)
        #expect(try journal.verify("run-298").isIntact)
        #expect(try journal.allEvents(of: "run-151").count == 1)
        #expect(try journal.clearRuns(endedBefore: 150, largerThan: nil) == 0)
    }

    @Test func `are the oldest where the journal is too large, and never those that can be resumed`() throws {
        let journal = try Journal.inMemory()
        for number in 0..<20 {
            try add(
                "run-\(number)", to: journal, endedAt: number == 0 ? nil : Int64(number),
                payload: "\"" + String(repeating: "x", count: 100_000) + "\"")
        }
        #expect(try journal.clearRuns(endedBefore: 0, largerThan: 1_000_000) == 11)
        #expect(try journal.hasRun("run-0") && journal.hasRun("run-19") && !journal.hasRun("run-5"))
        #expect(try journal.clearRuns(endedBefore: 0, largerThan: 1) == 8)
        #expect(try journal.hasRun("run-0"))
    }
}
