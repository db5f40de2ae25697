extension CronExpression {
    /// The first instant after another at which it fires in a time zone; nil where it never does, or only so late that
    /// nanoseconds cannot say it.
    package func next(after instant: EpochNanoseconds, in zone: TimeZoneRules) -> EpochNanoseconds? {
        let second = instant.secondRoundedDown
        return (followsRealTime ? nextReal(after: second, in: zone) : nextOfCalendar(after: second, in: zone))
            .flatMap(EpochNanoseconds.init(second:))
    }

    /// The last instant before another at which it fires in a time zone; nil where it never does, or only so early that
    /// nanoseconds cannot say it.
    package func previous(before instant: EpochNanoseconds, in zone: TimeZoneRules) -> EpochNanoseconds? {
        let (second, rest) = instant.dividedRoundingDown(by: EpochNanoseconds.perSecond)
        let last = rest > 0 ? second : second - 1
        return (followsRealTime ? lastReal(through: last, in: zone) : lastOfCalendar(through: last, in: zone))
            .flatMap(EpochNanoseconds.init(second:))
    }

    private func nextReal(after second: Int64, in zone: TimeZoneRules) -> Int64? {
        guard canFire else { return nil }
        var start = second + 1
        while start <= EpochNanoseconds.knownSeconds.upperBound {
            let span = zone.span(at: start)
            let end = min(span.end, EpochNanoseconds.knownSeconds.upperBound + 1)
            if let match = firstMatch(from: start + span.offset, before: end + span.offset) {
                return match - span.offset
            }
            start = span.end
        }
        return nil
    }

    private func lastReal(through second: Int64, in zone: TimeZoneRules) -> Int64? {
        guard canFire else { return nil }
        var end = second
        while end >= EpochNanoseconds.knownSeconds.lowerBound {
            let span = zone.span(at: end)
            let start = max(span.start, EpochNanoseconds.knownSeconds.lowerBound)
            if let match = lastMatch(through: end + span.offset, from: start + span.offset) {
                return match - span.offset
            }
            end = span.start - 1
        }
        return nil
    }

    /// Each matching local time comes when the clock first reaches it: the ones still to come are those later than all
    /// that the clock has shown so far.
    private func nextOfCalendar(after second: Int64, in zone: TimeZoneRules) -> Int64? {
        firstMatch(from: zone.latestLocal(upTo: second) + 1, before: EpochNanoseconds.knownSeconds.upperBound)
            .map(zone.firstSecond(reaching:))
    }

    private func lastOfCalendar(through second: Int64, in zone: TimeZoneRules) -> Int64? {
        lastMatch(through: zone.latestLocal(upTo: second), from: EpochNanoseconds.knownSeconds.lowerBound)
            .map(zone.firstSecond(reaching:))
    }
}
