import Scheduling
import TestSupport
import Testing

@Suite struct CivilTests {
    @Test(arguments: [
        (1970, 1, 1, 0, Weekday.thursday), (2000, 2, 29, 11_016, .tuesday), (2026, 11, 26, 20_783, .thursday),
        (1969, 12, 31, -1, .wednesday), (1900, 3, 1, -25_508, .thursday), (1, 1, 1, -719_162, .monday),
        (0, 3, 1, -719_468, .wednesday), (9999, 12, 31, 2_932_896, .friday), (-400, 1, 1, -865_625, .saturday),
    ])
    func `a date has its day number and its day of the week`(
        _ year: Int, _ month: Int, _ day: Int, _ days: Int, _ weekday: Weekday
    ) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSinceEpoch == days)
        #expect(date.weekday == weekday)
        #expect(CivilDate(daysSinceEpoch: days) == date)
    }

    @Test func `each day of 800 years follows on the day before`() throws {
        var date = try #require(CivilDate(year: 1599, month: 12, day: 31))
        for days in date.daysSinceEpoch + 1...date.daysSinceEpoch + 292_194 {
            let next = CivilDate(daysSinceEpoch: days)
            let isNewMonth = date.day == CivilDate.daysInMonth(date.month, year: date.year)
            let isNewYear = isNewMonth && date.month == 12
            guard next.day == (isNewMonth ? 1 : date.day + 1),
                next.month == (isNewYear ? 1 : isNewMonth ? date.month + 1 : date.month),
                next.year == (isNewYear ? date.year + 1 : date.year), next.daysSinceEpoch == days,
                next.weekday.rawValue == (date.weekday.rawValue + 1) % 7, next > date
            else {
                Issue.record("\(date) is followed by \(next)")
                return
            }
            date = next
        }
        #expect(date.description == "2399-12-31")
    }

    @Test(arguments: [
        (2026, 2, 29), (1900, 2, 29), (2026, 0, 1), (2026, 13, 1), (2026, 4, 31), (2026, 1, 0), (Int.max, 1, 1),
        (2026, Int.max, 1), (2026, 1, Int.min),
    ])
    func `what is no date is refused`(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00"), (-1, "1969-12-31T23:59:59"), (951_827_696, "2000-02-29T12:34:56"),
        (253_402_300_799, "9999-12-31T23:59:59"), (-62_135_596_801, "0000-12-31T23:59:59"),
    ])
    func `seconds are shown as a clock shows them`(_ seconds: Int64, _ text: String) {
        #expect(CivilTime(secondsSinceEpoch: seconds).description == text)
        #expect(CivilTime(secondsSinceEpoch: seconds).secondsSinceEpoch == seconds)
    }

    @Test func `all seconds in 64 bits come back, the first and the last too`() {
        var random = SeededRandom(seed: 1)
        let edges: [Int64] = [.min, .min + 1, .min + 86_399, .max, .max - 86_400]
        for seconds in edges + (0..<2_000).map({ _ in Int64.random(in: .min ... .max, using: &random) }) {
            #expect(CivilTime(secondsSinceEpoch: seconds).secondsSinceEpoch == seconds)
        }
    }

    @Test(arguments: [("00:00", 0), ("6:30", 390), ("06:30", 390), ("23:59", 1_439), ("24:00", 1_440)])
    func `a time of day is read`(_ text: String, _ minutes: Int) throws {
        #expect(try TimeOfDay(parsing: text).minutes == minutes)
    }

    @Test(arguments: [
        "", "6", "6:5", "24:01", "25:00", "12:60", "123:00", "-1:00", "06:30:00", " 6:30", "é:00", "6.30",
    ])
    func `what is no time of day is refused with a hint`(_ text: String) {
        let error = #expect(throws: ScheduleTextError.self) { try TimeOfDay(parsing: text) }
        #expect(error?.hint.isEmpty == false)
        #expect(error?.range == 0..<text.utf8.count)
    }

    @Test func `days of the week have short and long names`() {
        #expect(Weekday(name: "Mon") == .monday)
        #expect(Weekday(name: "sunday") == .sunday)
        #expect(Weekday(name: "mo") == nil)
        #expect(Weekday.allCases.allSatisfy { Weekday(name: $0.shortName) == $0 })
    }
}
