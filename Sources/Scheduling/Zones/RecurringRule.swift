/// The rule of a zone that goes on for ever, such as `CET-1CEST,M3.5.0,M10.5.0/3` (the TZ variable of POSIX).
struct RecurringRule: Sendable, Hashable {
    /// Seconds east of UTC, without daylight saving time.
    var standard: Int64
    /// Daylight saving time; nil where there is none.
    var daylight: Daylight?

    /// When the clock is put forward and back each year; it may also be the other way round, as in Dublin.
    struct Daylight: Sendable, Hashable {
        /// Seconds east of UTC.
        var offset: Int64
        /// When it begins, on the clock that shows standard time.
        var start: YearlyTime
        /// When it ends, on the clock that shows daylight saving time.
        var end: YearlyTime
    }

    /// A local time that comes once a year.
    struct YearlyTime: Sendable, Hashable {
        var day: YearlyDay
        /// From the day's midnight, up to a week before or after it.
        var seconds: Int64
    }

    /// A day that comes once a year.
    enum YearlyDay: Sendable, Hashable {
        /// `Mm.w.d`: the w-th such day of the week in a month, 5 being the last.
        case weekday(Weekday, week: Int, month: Int)
        /// `Jn`: the n-th day, 1 to 365, of a year in which no 29 February counts.
        case dayWithoutLeapDay(Int)
        /// `n`: the day that is n days, 0 to 365, after the first of January.
        case daysAfterNewYear(Int)
    }

    /// The time around a second in which the offset stays.
    func span(at second: Int64) -> TimeZoneRules.Span {
        var span = TimeZoneRules.Span(
            start: -TimeZoneRules.horizon, end: TimeZoneRules.horizon, offset: standard)
        guard let daylight else { return span }
        let year = CivilTime(secondsSinceEpoch: second + standard).date.year
        // A change may be a week away from its day, so the one before this second may belong to the year before last.
        for year in year - 2...year + 2 {
            // Where both come at once, daylight saving time goes on: so zones are written that always have it.
            for (time, from, to) in [
                (daylight.end, daylight.offset, standard), (daylight.start, standard, daylight.offset),
            ] {
                let change = time.localSecond(in: year) - from
                if change > second {
                    span.end = min(span.end, change)
                } else if change > span.start || change == span.start && to == daylight.offset {
                    span.start = change
                    span.offset = to
                }
            }
        }
        return span
    }
}

extension RecurringRule.YearlyTime {
    /// The local second, as a clock of UTC would count it, at which it comes in a year.
    func localSecond(in year: Int) -> Int64 { Int64(day.daysSinceEpoch(in: year)) * CivilTime.secondsPerDay + seconds }
}

extension RecurringRule.YearlyDay {
    /// The days from 1970-01-01 to it in a year.
    func daysSinceEpoch(in year: Int) -> Int {
        switch self {
        case .weekday(let weekday, let week, let month):
            let first = firstDay(of: month, in: year)
            let toFirst = (weekday.rawValue - CivilDate.weekday(daysSinceEpoch: first).rawValue + 7) % 7
            let inMonth = toFirst + (week - 1) * 7
            return first + (inMonth < CivilDate.daysInMonth(month, year: year) ? inMonth : inMonth - 7)
        case .dayWithoutLeapDay(let number):
            return firstDay(of: 1, in: year) + number - 1 + (number >= 60 && CivilDate.isLeap(year) ? 1 : 0)
        case .daysAfterNewYear(let number): return firstDay(of: 1, in: year) + number
        }
    }

    private func firstDay(of month: Int, in year: Int) -> Int {
        CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
    }
}
