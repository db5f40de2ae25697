/// How the clocks of a time zone go: their distance from UTC at each instant.
///
/// Whole seconds since 1970-01-01T00:00:00Z, and offsets in seconds east of UTC, are its currency. What lies more than
/// 34,000 years away counts as the last instant that does not.
package struct TimeZoneRules: Sendable, Hashable {
    /// A time in which the offset stays, from `start` to before `end`.
    struct Span: Sendable, Hashable {
        var start: Int64
        var end: Int64
        var offset: Int64

        func contains(_ second: Int64) -> Bool { start <= second && second < end }
    }

    /// A change of the clock, and the offset from there on.
    struct Change: Sendable, Hashable {
        var second: Int64
        var offset: Int64
    }

    static let horizon: Int64 = 1 << 40
    /// The greatest distance from UTC: RFC 9636 advises less, POSIX says 24:59:59 and an hour of daylight saving time.
    static let offsets: ClosedRange<Int64> = -93_599...93_599
    /// No clock of a zone shows a time further from UTC than this.
    static let reach: Int64 = 27 * 3_600

    private let firstOffset: Int64
    /// In strict order of time.
    private let changes: [Change]
    /// What holds from `ruleStart` on.
    private let rule: RecurringRule?
    private let ruleStart: Int64

    /// A zone of its changes in strict order of time, and the rule that holds after the last of them.
    init(firstOffset: Int64, changes: [Change], rule: RecurringRule?) {
        self.firstOffset = changes.last { $0.second <= -TimeZoneRules.horizon }?.offset ?? firstOffset
        self.changes = changes.filter { $0.second > -TimeZoneRules.horizon && $0.second < TimeZoneRules.horizon }
        self.rule = rule
        // At the last change itself its own offset holds (RFC 9636); with files that hold together it is the rule's too.
        let last = min(max(changes.last?.second ?? .min, -TimeZoneRules.horizon), TimeZoneRules.horizon)
        ruleStart = last > -TimeZoneRules.horizon ? last + 1 : last
    }

    /// UTC.
    package static let utc = TimeZoneRules(firstOffset: 0, changes: [], rule: nil)

    /// A zone that is always so many seconds east of UTC; nil where that is a day or more.
    package init?(secondsEast: Int) {
        guard abs(secondsEast) < 86_400 else { return nil }
        self.init(firstOffset: Int64(secondsEast), changes: [], rule: nil)
    }

    /// Whether a name may be looked up under /usr/share/zoneinfo: letters, digits, `_`, `+` and `-` between slashes, so
    /// that no name leads out of the folder. Whether there is such a zone only the folder knows.
    package static func isSafeName(_ name: String) -> Bool {
        guard name.utf8.count <= 64 else { return false }
        return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    byte.isASCIILetter || byte.isASCIIDigit
                        || [UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains(byte)
                }
        }
    }

    /// Seconds east of UTC at a second since the epoch.
    package func offset(atSecond second: Int64) -> Int { Int(span(at: second).offset) }

    /// What the zone's clocks show at a second since the epoch.
    package func civilTime(atSecond second: Int64) -> CivilTime {
        CivilTime(secondsSinceEpoch: local(at: min(max(second, -TimeZoneRules.horizon), TimeZoneRules.horizon)))
    }

    /// What the zone's clocks show at an instant.
    package func civilTime(at instant: EpochNanoseconds) -> CivilTime { civilTime(atSecond: instant.secondRoundedDown) }

    /// Seconds east of UTC at an instant.
    package func offset(at instant: EpochNanoseconds) -> Int { offset(atSecond: instant.secondRoundedDown) }

    /// The time around a second in which the offset stays; at its ends it may stay still longer.
    func span(at second: Int64) -> Span {
        let second = min(max(second, -TimeZoneRules.horizon), TimeZoneRules.horizon - 1)
        if let rule, second >= ruleStart {
            let span = rule.span(at: second)
            return Span(
                start: max(span.start, ruleStart), end: min(span.end, TimeZoneRules.horizon), offset: span.offset)
        }
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].second <= second { low = middle + 1 } else { high = middle }
        }
        return Span(
            start: low == 0 ? -TimeZoneRules.horizon : changes[low - 1].second,
            end: low < changes.count ? changes[low].second : rule == nil ? TimeZoneRules.horizon : ruleStart,
            offset: low == 0 ? firstOffset : changes[low - 1].offset)
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- 0x30 < 10 }
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
}
