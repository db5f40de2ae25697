/// A point in time, to the nanosecond, in the years 1 to 9999 of the proleptic Gregorian calendar in UTC.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public var seconds: Int64
    /// Nanoseconds after that second, 0 to 999,999,999.
    public var nanoseconds: Int32

    /// The first second that CEL knows: 0001-01-01T00:00:00Z.
    public static let earliestSecond: Int64 = -62_135_596_800
    /// The last second that CEL knows: 9999-12-31T23:59:59Z.
    public static let latestSecond: Int64 = 253_402_300_799

    /// A point in time by its seconds since 1970; nothing is checked.
    public init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Whether CEL can say it.
    var isInRange: Bool { seconds >= Timestamp.earliestSecond && seconds <= Timestamp.latestSecond }

    /// The earlier one is less.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds != right.seconds ? left.seconds < right.seconds : left.nanoseconds < right.nanoseconds
    }

    /// The time so much later; nil beyond the years 1 to 9999.
    public func adding(_ duration: Duration) -> Timestamp? {
        let (whole, attoseconds) = duration.components
        var nanos = Int64(nanoseconds) + attoseconds / 1_000_000_000
        let (sum, overflow) = seconds.addingReportingOverflow(whole)
        guard !overflow else { return nil }
        var total = sum
        if nanos < 0 {
            nanos += 1_000_000_000
            total -= 1
        } else if nanos >= 1_000_000_000 {
            nanos -= 1_000_000_000
            total += 1
        }
        let result = Timestamp(seconds: total, nanoseconds: Int32(nanos))
        return result.isInRange ? result : nil
    }

    /// The time from `other` to this.
    public func since(_ other: Timestamp) -> Duration {
        .seconds(seconds - other.seconds) + .nanoseconds(Int64(nanoseconds) - Int64(other.nanoseconds))
    }
}

/// A date and time of day, in whatever time zone.
struct CivilTime {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
    /// 0 is Sunday.
    var weekday: Int
    /// 0 is the first of January.
    var dayOfYear: Int

    /// The civil time so many seconds after 1970-01-01T00:00:00 (Howard Hinnant's days-to-civil method).
    init(seconds: Int64) {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let rest = Int(seconds) - days * 86_400
        (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60)
        weekday = ((days % 7) + 11) % 7
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayFromMarch + 2) / 153
        day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        dayOfYear = days - CivilTime.days(year: year, month: 1, day: 1)
    }

    /// The days from 1970-01-01 to a date.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayFromMarch = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayFromMarch
        return era * 146_097 + dayOfEra - 719_468
    }

    /// How many days a month has.
    static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
