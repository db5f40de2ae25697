/// The search through the calendar, day by day, without a time zone: local seconds are those of a clock of UTC.
extension CronExpression {
    /// The first matching local second that is not before `local`, and before `limit`; nil where there is none.
    func firstMatch(from local: Int64, before limit: Int64) -> Int64? {
        guard canFire else { return nil }
        let (wholeMinutes, rest) = local.dividedRoundingDown(by: 60)
        var (day, minute) = Int(wholeMinutes + (rest > 0 ? 1 : 0)).dividedRoundingDown(by: 1_440)
        while Int64(day) * CivilTime.secondsPerDay < limit {
            let date = CivilDate(daysSinceEpoch: day)
            if let next = months.first(from: date.month), next == date.month {
                if matches(date), let found = firstMinute(from: minute) {
                    let match = Int64(day) * CivilTime.secondsPerDay + Int64(found) * 60
                    return match < limit ? match : nil
                }
                day += 1
            } else {
                day = firstDayOfNextMonth(after: date)
            }
            minute = 0
        }
        return nil
    }

    /// The last matching local second that is not after `local`, nor before `limit`; nil where there is none.
    func lastMatch(through local: Int64, from limit: Int64) -> Int64? {
        guard canFire else { return nil }
        var (day, minute) = Int(local.dividedRoundingDown(by: 60).quotient).dividedRoundingDown(by: 1_440)
        while Int64(day + 1) * CivilTime.secondsPerDay > limit {
            let date = CivilDate(daysSinceEpoch: day)
            if months.contains(date.month) {
                if matches(date), let found = lastMinute(through: minute) {
                    let match = Int64(day) * CivilTime.secondsPerDay + Int64(found) * 60
                    return match >= limit ? match : nil
                }
                day -= 1
            } else {
                // The last day of the month before: what it says of its own month is looked at next.
                day -= date.day
            }
            minute = 1_439
        }
        return nil
    }

    private func firstDayOfNextMonth(after date: CivilDate) -> Int {
        date.daysSinceEpoch + CivilDate.daysInMonth(date.month, year: date.year) - date.day + 1
    }

    private func firstMinute(from minute: Int) -> Int? {
        let (hour, minuteOfHour) = (minute / 60, minute % 60)
        if hours.contains(hour), let found = minutes.first(from: minuteOfHour) { return hour * 60 + found }
        guard let hour = hours.first(from: hour + 1), let first = minutes.first else { return nil }
        return hour * 60 + first
    }

    private func lastMinute(through minute: Int) -> Int? {
        let (hour, minuteOfHour) = (minute / 60, minute % 60)
        if hours.contains(hour), let found = minutes.last(through: minuteOfHour) { return hour * 60 + found }
        guard let hour = hours.last(through: hour - 1), let last = minutes.last else { return nil }
        return hour * 60 + last
    }
}
