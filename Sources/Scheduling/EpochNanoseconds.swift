/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted (the years 1677 to 2262).
package typealias EpochNanoseconds = Int64

extension EpochNanoseconds {
    static let perSecond: Int64 = 1_000_000_000
    /// The seconds since the epoch that can be said in nanoseconds, with some days to spare on both sides.
    static let knownSeconds = (Int64.min / perSecond - 1_000_000)...(Int64.max / perSecond + 1_000_000)

    /// The second since the epoch in which this point lies.
    var secondRoundedDown: Int64 { self.dividedRoundingDown(by: Self.perSecond).quotient }

    /// The start of a second since the epoch; nil where nanoseconds cannot say it.
    init?(second: Int64) {
        let (nanoseconds, overflow) = second.multipliedReportingOverflow(by: Self.perSecond)
        if overflow { return nil }
        self = nanoseconds
    }
}

extension FixedWidthInteger {
    /// The quotient rounded towards negative infinity, and the rest, which is never negative.
    package func dividedRoundingDown(by divisor: Self) -> (quotient: Self, rest: Self) {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }
}
