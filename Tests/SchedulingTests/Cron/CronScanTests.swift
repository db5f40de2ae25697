import TestSupport
import Testing

@testable import Scheduling

/// Random expressions beside a scan of each minute, around changes of the clock.
@Suite struct CronScanTests {
    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "America/Nuuk", "Antarctica/Troll",
        "America/St_Johns", "Africa/Casablanca", "America/Havana", "Pacific/Apia",
    ])
    func `the firings are those of a scan of each minute`(_ name: String) throws {
        let zone = try SystemZones.zone(name)
        var random = SeededRandom(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        var fired = 0
        for round in 0..<40 {
            // From a change of the clock between 1990 and 2035, the day left out in Apia being one of them.
            let from = Int64.random(in: 631_152_000...2_051_222_400, using: &random)
            let change =
                name == "Pacific/Apia" && round < 15
                ? try second("2011-12-30T10:00Z") : min(zone.span(at: from).end, 2_051_222_400)
            let (start, end) = (change / 60 * 60 - 86_400, change / 60 * 60 + 86_400 + 7_200)
            let cron = RandomCron(using: &random)
            let expression = try CronExpression(parsing: cron.text)
            let expected = cron.firings(from: start, to: end, in: zone)
            fired += expected.count
            #expect(forwards(expression, from: start, to: end, in: zone) == expected, "\(cron.text) around \(change)")
            #expect(backwards(expression, from: start, to: end, in: zone) == expected, "\(cron.text) around \(change)")
        }
        #expect(fired > 100)
    }

    @Test func `the firings of years are those of a scan of each minute`() throws {
        let zone = try SystemZones.zone("Europe/Berlin")
        var random = SeededRandom(seed: 11)
        for _ in 0..<4 {
            let cron = RandomCron(using: &random)
            let start = Int64.random(in: 25_000_000...30_000_000, using: &random) * 60
            let expected = cron.firings(from: start, to: start + 100 * 86_400, in: zone)
            let expression = try CronExpression(parsing: cron.text)
            #expect(forwards(expression, from: start, to: start + 100 * 86_400, in: zone) == expected, "\(cron.text)")
        }
    }

    private func forwards(
        _ expression: CronExpression, from start: Int64, to end: Int64, in zone: TimeZoneRules
    ) -> [Int64] {
        var found: [Int64] = []
        var at = start * 1_000_000_000 - 1
        while let next = expression.next(after: at, in: zone), next < end * 1_000_000_000 {
            found.append(next / 1_000_000_000)
            at = next
        }
        return found
    }

    private func backwards(
        _ expression: CronExpression, from start: Int64, to end: Int64, in zone: TimeZoneRules
    ) -> [Int64] {
        var found: [Int64] = []
        var at = end * 1_000_000_000
        while let previous = expression.previous(before: at, in: zone), previous >= start * 1_000_000_000 {
            found.append(previous / 1_000_000_000)
            at = previous
        }
        return found.reversed()
    }
}
