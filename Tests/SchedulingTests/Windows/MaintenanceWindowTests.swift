import Scheduling
import TestSupport
import Testing

@Suite struct MaintenanceWindowTests {
    static func weekly(
        _ days: String, _ from: String, _ to: String, _ zone: String = "Europe/Berlin"
    ) throws -> MaintenanceWindow {
        let named = Set(days.split(separator: " ").compactMap { Weekday(name: String($0)) })
        return try .weekly(
            on: days.isEmpty ? Set(Weekday.allCases) : named, from: TimeOfDay(parsing: from),
            to: TimeOfDay(parsing: to), in: SystemZones.zone(zone))
    }

    /// Days, from, to; then openings as they follow on 2026-11-26T12:00Z, a Thursday.
    @Test(arguments: [
        ("", "22:00", "23:30", "2026-11-26T21:00:00Z/2026-11-26T22:30:00Z 2026-11-27T21:00:00Z/2026-11-27T22:30:00Z"),
        // Over midnight it belongs to the day on which it opens.
        (
            "sat", "22:00", "06:00",
            "2026-11-28T21:00:00Z/2026-11-29T05:00:00Z 2026-12-05T21:00:00Z/2026-12-06T05:00:00Z"
        ),
        ("fri", "22:00", "00:00", "2026-11-27T21:00:00Z/2026-11-27T23:00:00Z"),
        ("fri", "22:00", "24:00", "2026-11-27T21:00:00Z/2026-11-27T23:00:00Z"),
        // Two whole days are one opening.
        (
            "sat sun", "00:00", "24:00",
            "2026-11-27T23:00:00Z/2026-11-29T23:00:00Z 2026-12-04T23:00:00Z/2026-12-06T23:00:00Z"
        ),
        (
            "mon wed", "09:00", "08:00",
            "2026-11-30T08:00:00Z/2026-12-01T07:00:00Z 2026-12-02T08:00:00Z/2026-12-03T07:00:00Z"
        ),
    ])
    func `a weekly window opens and closes`(_ days: String, _ from: String, _ to: String, _ expected: String) throws {
        try expect(Self.weekly(days, from, to), after: "2026-11-26T12:00Z", expected)
    }

    /// The day on which Berlin's clock is put forward at 01:00 UTC, then the day after.
    @Test(arguments: [
        ("01:00", "05:00", "2026-03-29T00:00:00Z/2026-03-29T03:00:00Z 2026-03-29T23:00:00Z/2026-03-30T03:00:00Z"),
        // Its start is skipped: it opens after the gap, and is as long as ever.
        ("02:00", "03:00", "2026-03-29T01:00:00Z/2026-03-29T02:00:00Z 2026-03-30T00:00:00Z/2026-03-30T01:00:00Z"),
        ("02:15", "02:45", "2026-03-29T01:00:00Z/2026-03-29T01:30:00Z 2026-03-30T00:15:00Z/2026-03-30T00:45:00Z"),
        // Its end is skipped: it closes there.
        ("01:00", "02:30", "2026-03-29T00:00:00Z/2026-03-29T01:00:00Z 2026-03-29T23:00:00Z/2026-03-30T00:30:00Z"),
        ("03:00", "04:00", "2026-03-29T01:00:00Z/2026-03-29T02:00:00Z 2026-03-30T01:00:00Z/2026-03-30T02:00:00Z"),
    ])
    func `a weekly window bears a skipped hour`(_ from: String, _ to: String, _ expected: String) throws {
        try expect(Self.weekly("", from, to), after: "2026-03-28T12:00Z", expected)
    }

    /// The day on which Berlin's clock is put back at 01:00 UTC, then the day after.
    @Test(arguments: [
        ("01:00", "05:00", "2026-10-24T23:00:00Z/2026-10-25T04:00:00Z 2026-10-26T00:00:00Z/2026-10-26T04:00:00Z"),
        ("02:15", "02:45", "2026-10-25T00:15:00Z/2026-10-25T01:45:00Z 2026-10-26T01:15:00Z/2026-10-26T01:45:00Z"),
        ("01:00", "02:00", "2026-10-24T23:00:00Z/2026-10-25T00:00:00Z 2026-10-26T00:00:00Z/2026-10-26T01:00:00Z"),
        ("03:00", "04:00", "2026-10-25T02:00:00Z/2026-10-25T03:00:00Z 2026-10-26T02:00:00Z/2026-10-26T03:00:00Z"),
    ])
    func `a weekly window bears an hour that comes twice`(_ from: String, _ to: String, _ expected: String) throws {
        try expect(Self.weekly("", from, to), after: "2026-10-24T12:00Z", expected)
    }

    @Test(arguments: [
        ("0 2 * * sun", 7_200, "2026-11-29T01:00:00Z/2026-11-29T03:00:00Z 2026-12-06T01:00:00Z/2026-12-06T03:00:00Z"),
        // Openings that touch or overlap are one.
        ("0 20-22 * * *", 3_600, "2026-11-26T19:00:00Z/2026-11-26T22:00:00Z 2026-11-27T19:00:00Z/2026-11-27T22:00:00Z"),
        ("*/20 8 * * *", 1_800, "2026-11-27T07:00:00Z/2026-11-27T08:10:00Z"),
    ])
    func `a cron expression opens a window for a duration`(_ text: String, _ seconds: Int, _ expected: String) throws {
        let window = try MaintenanceWindow.cron(
            CronExpression(parsing: text), for: .seconds(seconds), in: SystemZones.zone("Europe/Berlin"))
        try expect(window, after: "2026-11-26T12:00Z", expected)
    }

    @Test func `a window of a duration is as long as real time when the clock is changed`() throws {
        let window = try MaintenanceWindow.cron(
            CronExpression(parsing: "30 1 * * *"), for: .seconds(3 * 3_600), in: SystemZones.zone("Europe/Berlin"))
        try expect(
            window, after: "2026-03-28T12:00Z",
            "2026-03-29T00:30:00Z/2026-03-29T03:30:00Z 2026-03-29T23:30:00Z/2026-03-30T02:30:00Z")
    }

    @Test func `a window that opens once is over then`() throws {
        let (start, end) = (try instant("2026-12-24T18:00Z"), try instant("2026-12-27T06:00Z"))
        let window = try MaintenanceWindow.once(from: start, to: end)
        #expect([start - 1, start, end - 1, end].map(window.contains) == [false, true, true, false])
        #expect(window.nextStart(after: start - 1) == start)
        #expect(window.nextStart(after: start) == nil)
        #expect(window.end(ofWindowContaining: start) == end)
        #expect(window.end(ofWindowContaining: end) == nil)
    }

    @Test func `what is as good as always open has an end, and does not open again`() throws {
        let window = try MaintenanceWindow.cron(CronExpression(parsing: "@hourly"), for: .seconds(3_600), in: .utc)
        let noon = try instant("2026-01-01T12:00Z")
        #expect(try #require(window.end(ofWindowContaining: noon)) > noon + 900 * 3_600_000_000_000)
        #expect(window.nextStart(after: noon) == nil)
    }

    @Test func `what is no window is refused`() throws {
        func problem(_ make: () throws -> MaintenanceWindow) -> WindowProblem? {
            let error = #expect(throws: WindowProblem.self) { _ = try make() }
            #expect(error?.message.isEmpty == false && error?.hint.isEmpty == false)
            return error
        }
        #expect(problem { try Self.weekly("", "10:00", "10:00") } == .closesAsItOpens)
        #expect(problem { try Self.weekly("", "24:00", "10:00") } == .opensAtEndOfDay)
        #expect(problem { try Self.weekly("", "00:00", "24:00") } == .alwaysOpen)
        #expect(problem { try Self.weekly("none", "01:00", "02:00") } == .noDays)
        let (daily, never) = (try CronExpression(parsing: "@daily"), try CronExpression(parsing: "0 0 30 2 *"))
        for seconds in [0, -1, 367 * 86_400, Int64.max, .min] {
            let duration = Duration.seconds(seconds)
            #expect(problem { try .cron(daily, for: duration, in: .utc) } == .durationOutOfRange)
        }
        #expect(problem { try .cron(never, for: .seconds(60), in: .utc) } == .neverOpens)
        #expect(problem { try .once(from: 5, to: 5) } == .endsBeforeItStarts)
    }

    @Test func `the ends of time trap nowhere`() throws {
        let windows = try [
            Self.weekly("", "22:00", "02:00"), Self.weekly("sat sun", "00:00", "24:00"),
            .cron(CronExpression(parsing: "@hourly"), for: .seconds(300), in: .utc), .once(from: .min, to: .max),
            .cron(CronExpression(parsing: "@yearly"), for: .seconds(366 * 86_400), in: .utc),
        ]
        for window in windows {
            for instant in [EpochNanoseconds.min, .min + 1, 0, .max - 1, .max] {
                let end = window.end(ofWindowContaining: instant)
                #expect((end != nil) == window.contains(instant))
                if let end { #expect(end > instant) }
                if let start = window.nextStart(after: instant) { #expect(start > instant) }
            }
        }
    }

    /// Expects openings, each as start and end, to follow on an instant at which it is closed.
    private func expect(_ window: MaintenanceWindow, after start: String, _ expected: String) throws {
        var at = try instant(start)
        #expect(!window.contains(at))
        var found: [String] = []
        for _ in expected.split(separator: " ") {
            let start = try #require(window.nextStart(after: at))
            let end = try #require(window.end(ofWindowContaining: start))
            found.append("\(text(start))/\(text(end))")
            #expect([start - 1, start, end - 1, end].map(window.contains) == [false, true, true, false])
            #expect(window.end(ofWindowContaining: end - 1) == end)
            at = end - 1
        }
        #expect(found.joined(separator: " ") == expected)
    }
}
