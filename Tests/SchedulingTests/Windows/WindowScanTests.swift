import TestSupport
import Testing

@testable import Scheduling

/// Random weekly windows beside a scan of each minute, around changes of the clock.
@Suite struct WindowScanTests {
    @Test(arguments: ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Beirut", "America/Havana", "Pacific/Apia", "UTC"])
    func `a window is open whenever the clock shows a time in it`(_ name: String) throws {
        let zone = try SystemZones.zone(name)
        var random = SeededRandom(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        for round in 0..<12 {
            let from = Int64.random(in: 946_684_800...2_051_222_400, using: &random)
            let change =
                name == "Pacific/Apia" && round < 4
                ? try second("2011-12-30T10:00Z") : min(zone.span(at: from).end, 2_051_222_400) / 60 * 60
            // Often over midnight, and often over the hours at which clocks are changed.
            func minute(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
            let opens = round % 2 == 0 ? minute(0...240) : minute(0...1_439)
            let closes = round % 3 == 0 ? min(opens + minute(1...90), 1_440) : minute(0...1_440)
            guard opens != closes else { continue }
            let days = Set(Weekday.allCases.filter { _ in Int.random(in: 0...3, using: &random) > 0 })
            guard !days.isEmpty else { continue }
            let window = try MaintenanceWindow.weekly(
                on: days, from: #require(TimeOfDay(minutes: opens)), to: #require(TimeOfDay(minutes: closes)), in: zone)
            try scan(window, days, opens, closes, from: change - 2 * 86_400, to: change + 2 * 86_400, in: zone)
        }
    }

    private func scan(
        _ window: MaintenanceWindow, _ days: Set<Weekday>, _ opens: Int, _ closes: Int, from start: Int64,
        to end: Int64, in zone: TimeZoneRules
    ) throws {
        let name = "\(days.map(\.shortName)) \(opens) to \(closes) from \(start)"
        let seconds = Array(stride(from: start, to: end, by: 60))
        let isOpen = seconds.map { window.contains($0 * 1_000_000_000) }
        for (second, isOpen) in zip(seconds, isOpen) {
            let time = zone.civilTime(atSecond: second)
            let minute = time.hour * 60 + time.minute
            let isToday = days.contains(time.date.weekday) && minute >= opens && (opens > closes || minute < closes)
            let isFromYesterday =
                opens > closes && minute < closes && days.contains(time.date.adding(days: -1).weekday)
            let isQuiet = zone.span(at: second - 86_400 * 2) == zone.span(at: second + 86_400)
            // Where no clock is changed it is open then only, and where one is, at least then.
            if isToday || isFromYesterday { #expect(isOpen, "\(name): closed at \(second)") }
            if isQuiet { #expect(isOpen == (isToday || isFromYesterday), "\(name): \(second)") }
        }
        // When it opens and closes is what `contains` says.
        var closing: Int64?
        var opening: Int64?
        for index in seconds.indices.reversed().dropLast() {
            let instant = seconds[index] * 1_000_000_000
            if !isOpen[index], isOpen[index - 1] { closing = instant }
            if isOpen[index], !isOpen[index - 1] { opening = instant }
            let before = seconds[index - 1] * 1_000_000_000
            if isOpen[index - 1] {
                if let closing { #expect(window.end(ofWindowContaining: before) == closing, "\(name): \(before)") }
            } else {
                #expect(window.end(ofWindowContaining: before) == nil, "\(name): \(before)")
            }
            if index % 7 == 0, let opening {
                #expect(window.nextStart(after: before) == opening, "\(name): after \(before)")
            }
        }
    }
}
