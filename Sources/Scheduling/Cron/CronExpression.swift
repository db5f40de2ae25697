/// When something is to be done, as crontab(5) writes it: `minute hour day-of-month month day-of-week`.
///
/// A field is `*`, a number, a range `1-5`, a step `*/15` or `8-18/2`, or a list of these with commas; months and days of
/// the week also have names of three letters. `@hourly`, `@daily` (`@midnight`), `@weekly`, `@monthly` and `@yearly`
/// (`@annually`) stand for all five fields. Where both day fields are restricted, a day that either matches is enough;
/// a field that begins with `*` is not restricted.
///
/// **When clocks are changed**, it depends on whether the minute or the hour begins with `*`, as with Debian's cron:
/// - *It does* (`*/10 * * * *`, `0 * * * *`): it fires at each real minute at which the zone's clock shows a matching
///   time. What the clock is put forward over is left out; an hour that comes twice has its times twice.
/// - *It does not* (`30 2 * * *`): each matching time of the calendar comes once, when the clock first shows it. One that
///   the clock is put forward over comes at the first instant after the gap, and several of them, or one and a time that
///   matches there anyway, come as one. In an hour that the clock shows twice, the first time counts.
package struct CronExpression: Sendable, Hashable {
    /// The expression as it was written.
    package let text: String

    let minutes: NumberSet
    let hours: NumberSet
    let daysOfMonth: NumberSet
    let months: NumberSet
    /// 0 is Sunday.
    let daysOfWeek: NumberSet
    /// Whether the minute or the hour begins with `*`.
    let followsRealTime: Bool
    /// Whether both day fields are restricted, so that either is enough.
    let eitherDayIsEnough: Bool

    /// Reads an expression; the error says where it is wrong, and how to mend it.
    package init(parsing text: String) throws(ScheduleTextError) {
        let fields = try CronParser(text: text).fields()
        self.text = text
        minutes = fields[.minute].numbers
        hours = fields[.hour].numbers
        daysOfMonth = fields[.dayOfMonth].numbers
        months = fields[.month].numbers
        daysOfWeek = fields[.dayOfWeek].numbers
        followsRealTime = fields[.minute].beginsWithStar || fields[.hour].beginsWithStar
        eitherDayIsEnough = !fields[.dayOfMonth].beginsWithStar && !fields[.dayOfWeek].beginsWithStar
    }

    /// Whether there is any day for it; there is none for the 30th of February.
    package var canFire: Bool {
        eitherDayIsEnough
            || (1...12).contains { month in
                // A leap year has all days that any year has, and in 400 years each falls on each day of the week.
                months.contains(month)
                    && daysOfMonth.first.map { $0 <= CivilDate.daysInMonth(month, year: 2_000) } ?? false
            }
    }

    /// Whether it fires on a date.
    func matches(_ date: CivilDate) -> Bool {
        guard months.contains(date.month) else { return false }
        let byMonth = daysOfMonth.contains(date.day)
        let byWeek = daysOfWeek.contains(date.weekday.rawValue)
        return eitherDayIsEnough ? byMonth || byWeek : byMonth && byWeek
    }
}
