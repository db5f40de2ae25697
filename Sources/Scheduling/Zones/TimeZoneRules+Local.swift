/// Which instants a local time is.
package enum LocalInstants: Sendable, Hashable {
    /// None: the clock was put forward over it, at the second given.
    case skipped(at: Int64)
    /// One second since the epoch.
    case once(Int64)
    /// Two, since the clock was put back in between.
    case twice(Int64, Int64)
}

extension TimeZoneRules {
    /// The seconds since the epoch at which the zone's clocks show a time.
    package func instants(of time: CivilTime) -> LocalInstants {
        let local = TimeZoneRules.clamped(time.secondsSinceEpoch)
        var found: [Int64] = []
        // A clock that is changed several times within a day or two may show a time more than twice: first and last.
        for span in spans(around: local) where span.contains(local - span.offset) {
            found.append(local - span.offset)
        }
        guard let first = found.first, let last = found.last else { return .skipped(at: firstSecond(reaching: local)) }
        return first == last ? .once(first) : .twice(first, last)
    }

    /// Local seconds, as a clock of UTC would count them, at a second.
    func local(at second: Int64) -> Int64 { second + span(at: second).offset }

    /// The first second at which the clock shows a local time or has been put forward over it.
    func firstSecond(reaching local: Int64) -> Int64 {
        for span in spans(around: local) where span.end + span.offset > local {
            return max(span.start, local - span.offset)
        }
        return local
    }

    /// The second from which on the clock shows a local time or later ones for good, also where it is put back.
    func lastSecond(reaching local: Int64) -> Int64 {
        for span in spans(around: local).reversed() where span.start + span.offset < local {
            return min(span.end, local - span.offset)
        }
        return local
    }

    /// The latest local time that the clock has shown up to a second: while it runs a second time through an hour, the
    /// end of that hour.
    func latestLocal(upTo second: Int64) -> Int64 {
        var span = span(at: second)
        var latest = second + span.offset
        while span.start > second - 2 * TimeZoneRules.reach, span.start > -TimeZoneRules.horizon {
            span = self.span(at: span.start - 1)
            latest = max(latest, span.end - 1 + span.offset)
        }
        return latest
    }

    private static func clamped(_ local: Int64) -> Int64 {
        min(max(local, 2 * reach - horizon), horizon - 2 * reach)
    }

    /// All spans in which the clock may show a local time, in order.
    private func spans(around local: Int64) -> [Span] {
        let local = TimeZoneRules.clamped(local)
        var spans = [span(at: local - TimeZoneRules.reach)]
        while let last = spans.last, last.end <= local + TimeZoneRules.reach { spans.append(span(at: last.end)) }
        return spans
    }
}
