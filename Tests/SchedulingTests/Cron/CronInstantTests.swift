import Scheduling
import TestSupport
import Testing

@Suite struct CronInstantTests {
    /// An expression, a zone, an instant, and those that follow.
    @Test(arguments: [
        ("*/15 * * * *", "UTC", "2026-01-01T00:07Z", "2026-01-01T00:15:00Z 2026-01-01T00:30:00Z"),
        ("0 3 * * *", "UTC", "2026-01-01T03:00Z", "2026-01-02T03:00:00Z 2026-01-03T03:00:00Z"),
        ("0 3 * * *", "UTC", "2026-01-01T02:59:59Z", "2026-01-01T03:00:00Z"),
        ("0 9 * * mon-fri", "Europe/Berlin", "2026-11-26T12:00Z", "2026-11-27T08:00:00Z 2026-11-30T08:00:00Z"),
        ("0 0 29 2 *", "UTC", "2026-01-01T00:00Z", "2028-02-29T00:00:00Z 2032-02-29T00:00:00Z"),
        // 2100 is no leap year.
        ("0 0 29 2 *", "UTC", "2096-03-01T00:00Z", "2104-02-29T00:00:00Z"),
        // Where both day fields are restricted, either is enough: the 13th, and Fridays.
        (
            "0 0 13 * fri", "UTC", "2026-11-01T00:00Z",
            "2026-11-06T00:00:00Z 2026-11-13T00:00:00Z 2026-11-20T00:00:00Z 2026-11-27T00:00:00Z 2026-12-04T00:00:00Z "
                + "2026-12-11T00:00:00Z 2026-12-13T00:00:00Z"
        ),
        // A field that begins with `*` is not restricted: both must match.
        ("0 0 */10 * mon", "UTC", "2026-01-01T00:00Z", "2026-05-11T00:00:00Z 2026-06-01T00:00:00Z"),
        ("59 23 31 12 *", "Pacific/Auckland", "2026-01-01T00:00Z", "2026-12-31T10:59:00Z 2027-12-31T10:59:00Z"),
        ("30 5 * * *", "Asia/Kathmandu", "2026-01-01T00:00Z", "2026-01-01T23:45:00Z"),
        ("@yearly", "UTC", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z 1971-01-01T00:00:00Z"),
    ])
    func `it fires at each matching time`(_ text: String, _ zone: String, _ start: String, _ expected: String) throws {
        try expect(text, zone, start, expected)
    }

    /// The clock of Berlin is put forward from 02:00 to 03:00 at 01:00 UTC.
    @Test(arguments: [
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00:00Z 2026-03-30T00:30:00Z"),
        ("0 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00:00Z 2026-03-30T00:00:00Z"),
        // All that was skipped, and what matches at 03:00 itself, is one.
        ("0,20,40 2-3 29 3 *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00:00Z 2026-03-29T01:20:00Z"),
        ("59 1 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T00:59:00Z 2026-03-29T23:59:00Z"),
        // What goes by real time leaves out what does not exist.
        ("30 * * * *", "Europe/Berlin", "2026-03-29T00:00Z", "2026-03-29T00:30:00Z 2026-03-29T01:30:00Z"),
        ("*/30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-30T00:00:00Z 2026-03-30T00:30:00Z"),
        // Midnight does not exist in Beirut that day, nor the 30th in Apia.
        ("@daily", "Asia/Beirut", "2026-03-28T12:00Z", "2026-03-28T22:00:00Z 2026-03-29T21:00:00Z"),
        (
            "0 12 * * *", "Pacific/Apia", "2011-12-29T12:00Z",
            "2011-12-29T22:00:00Z 2011-12-30T10:00:00Z 2011-12-30T22:00:00Z"
        ),
        // Half an hour on Lord Howe Island.
        ("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00Z", "2026-10-03T15:30:00Z 2026-10-04T15:15:00Z"),
    ])
    func `a time that is skipped comes once, right after the gap`(
        _ text: String, _ zone: String, _ start: String, _ expected: String
    ) throws {
        try expect(text, zone, start, expected)
    }

    /// The clock of Berlin is put back from 03:00 to 02:00 at 01:00 UTC.
    @Test(arguments: [
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T00:30:00Z 2026-10-26T01:30:00Z"),
        ("0 2,3 * * *", "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T00:00:00Z 2026-10-25T02:00:00Z"),
        // Asked in the midst of the second passage.
        ("45 2 * * *", "Europe/Berlin", "2026-10-25T01:10Z", "2026-10-26T01:45:00Z"),
        // What goes by real time comes in both passages.
        ("30 * * * *", "Europe/Berlin", "2026-10-24T23:40Z", "2026-10-25T00:30:00Z 2026-10-25T01:30:00Z"),
        (
            "*/30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z",
            "2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z 2026-10-25T01:30:00Z 2026-10-26T01:00:00Z"
        ),
        ("@daily", "America/Havana", "2026-10-31T12:00Z", "2026-11-01T04:00:00Z 2026-11-02T05:00:00Z"),
    ])
    func `a time that comes twice counts once, the first time`(
        _ text: String, _ zone: String, _ start: String, _ expected: String
    ) throws {
        try expect(text, zone, start, expected)
    }

    private func expect(_ text: String, _ name: String, _ start: String, _ expected: String) throws {
        let expression = try CronExpression(parsing: text)
        let zone = try SystemZones.zone(name)
        var at = try instant(start)
        var found: [EpochNanoseconds] = []
        for _ in expected.split(separator: " ") {
            at = try #require(expression.next(after: at, in: zone))
            found.append(at)
        }
        #expect(found.map { SchedulingTests.text($0) }.joined(separator: " ") == expected)
        // And the way back.
        var back: [EpochNanoseconds] = []
        at += 1
        for _ in found {
            at = try #require(expression.previous(before: at, in: zone))
            back.append(at)
        }
        #expect(back.reversed() == found)
    }

    @Test func `an instant is after and before itself never`() throws {
        let hourly = try CronExpression(parsing: "@hourly")
        let noon = try instant("2026-01-01T12:00Z")
        #expect(hourly.next(after: noon, in: .utc) == noon + 3_600_000_000_000)
        #expect(hourly.next(after: noon - 1, in: .utc) == noon)
        #expect(hourly.previous(before: noon, in: .utc) == noon - 3_600_000_000_000)
        #expect(hourly.previous(before: noon + 1, in: .utc) == noon)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["UTC", "Europe/Berlin"])
    func `rare times are found from one end of time to the other`(_ name: String) throws {
        let zone = try SystemZones.zone(name)
        for text in ["0 0 29 2 *", "* * 29 2 */6", "@yearly", "* * * * *"] {
            let expression = try CronExpression(parsing: text)
            #expect(expression.next(after: .max, in: zone) == nil)
            #expect(expression.previous(before: .min, in: zone) == nil)
            for _ in 0..<20 {
                let first = try #require(expression.next(after: .min, in: zone))
                #expect(first < EpochNanoseconds.min + 41 * 366 * 86_400 * 1_000_000_000)
                let last = try #require(expression.previous(before: .max, in: zone))
                #expect(last > EpochNanoseconds.max - 41 * 366 * 86_400 * 1_000_000_000)
            }
        }
    }
}
