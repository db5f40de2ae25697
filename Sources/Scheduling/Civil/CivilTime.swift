/// A date and time of day as a clock on some wall shows it; which instants that is, only a time zone can say.
package struct CivilTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The date.
    package let date: CivilDate
    /// The hour, 0 to 23.
    package let hour: Int
    /// The minute, 0 to 59.
    package let minute: Int
    /// The second, 0 to 59: there are no leap seconds.
    package let second: Int

    static let secondsPerDay: Int64 = 86_400

    /// A time of its parts; nil where no clock shows it.
    package init?(date: CivilDate, hour: Int, minute: Int, second: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        self.date = date
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// What a clock of UTC shows so many seconds after 1970-01-01T00:00:00Z.
    package init(secondsSinceEpoch seconds: Int64) {
        let (days, rest) = seconds.dividedRoundingDown(by: CivilTime.secondsPerDay)
        date = CivilDate(daysSinceEpoch: Int(days))
        (hour, minute, second) = (Int(rest) / 3_600, Int(rest) / 60 % 60, Int(rest) % 60)
    }

    /// The seconds since 1970-01-01T00:00:00Z at which a clock of UTC shows this.
    package var secondsSinceEpoch: Int64 {
        // The day that holds the first of all seconds begins before it: the product alone may wrap, the sum does not.
        Int64(date.daysSinceEpoch) &* CivilTime.secondsPerDay &+ Int64(hour * 3_600 + minute * 60 + second)
    }

    package static func < (left: CivilTime, right: CivilTime) -> Bool {
        (left.date, left.hour, left.minute, left.second) < (right.date, right.hour, right.minute, right.second)
    }

    /// As ISO 8601 writes it: `2026-03-29T02:30:00`.
    package var description: String { "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }
}
