package import CEL
import RunbookModel

/// A point in time, as the walk sees it: nanoseconds since 1970-01-01T00:00:00Z, given with each event.
package struct Instant: Sendable, Hashable, Comparable {
    /// Nanoseconds since the epoch.
    package var nanoseconds: Int64

    /// A point in time.
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant that is later by a duration, clamped to what can be said.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(duration.inNanoseconds)
        return Instant(nanoseconds: overflow ? .max : sum)
    }

    /// The time from one instant to another.
    package static func - (later: Instant, earlier: Instant) -> Duration {
        .nanoseconds(later.nanoseconds.subtractingReportingOverflow(earlier.nanoseconds).partialValue)
    }

    /// The instant as conditions see it.
    package var timestamp: Timestamp {
        var (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        if rest < 0 {
            seconds -= 1
            rest += 1_000_000_000
        }
        return Timestamp(seconds: seconds, nanoseconds: Int32(rest))
    }
}
