/// How runs are named: `20261122-115348-k7qf`, the time (UTC) and a few letters that cannot be mistaken.
///
/// Names sort by time, are typed without quotes, and are safe as names of files.
package enum RunID {
    /// The letters of Crockford's base 32: no i, l, o, u.
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// A new name for a run that starts at a time (nanoseconds since the epoch).
    package static func make(time: Int64, random generator: inout some RandomNumberGenerator) -> String {
        let (days, second) = time.floorDivided(by: 1_000_000_000).quotient.floorDivided(by: 86_400)
        let (year, month, day) = civilDate(daysSinceEpoch: days)
        var text: [UInt8] = []
        append(year, digits: 4, to: &text)
        append(month, digits: 2, to: &text)
        append(day, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        append(second / 3600, digits: 2, to: &text)
        append(second / 60 % 60, digits: 2, to: &text)
        append(second % 60, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        for _ in 0..<4 { text.append(letters[Int.random(in: 0..<letters.count, using: &generator)]) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ number: Int64, digits: Int, to text: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// The date of a day, in the proleptic Gregorian calendar whose year begins in March while reckoning.
    private static func civilDate(daysSinceEpoch days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let daysIn400Years: Int64 = 146_097
        // 719,468 days lie between 1 March of the year 0 and 1 January 1970.
        let (era, dayOfEra) = (days + 719_468).floorDivided(by: daysIn400Years)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }
}

extension Int64 {
    /// The quotient rounded down, and what is left of it, which is never negative.
    fileprivate func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
