/// Times in which automation keeps its hands off. All its openings are half-open: the first instant is in, the end is not.
///
/// A weekly window is open whenever the zone's clock shows a time from `from` to before `to`: where the clock is put back
/// over one of them, it opens the first time and closes the last, without a pause in between. If the clock is put forward
/// over `from`, it opens at the first instant after the gap, and stays open as long as on other days, since what was
/// planned for that time comes then; if over `to`, it closes there.
package struct MaintenanceWindow: Sendable, Hashable {
    private enum Kind: Sendable, Hashable {
        case weekly(WeeklyWindow)
        case cron(CronExpression, nanoseconds: Int64, TimeZoneRules)
        case once(Opening)
    }

    /// One time of being open.
    struct Opening: Sendable, Hashable {
        var start: EpochNanoseconds
        var end: EpochNanoseconds

        func contains(_ instant: EpochNanoseconds) -> Bool { start <= instant && instant < end }
    }

    private let kind: Kind
    /// Openings that follow on one another are one; so many are looked at, and then it is as good as always open.
    private static let openingsLimit = 1_000

    /// A window on days of the week, from one local time to another; it belongs to the day on which it opens, and may go
    /// on into the next.
    package static func weekly(
        on days: Set<Weekday> = Set(Weekday.allCases), from: TimeOfDay, to: TimeOfDay, in zone: TimeZoneRules
    ) throws(WindowProblem) -> MaintenanceWindow {
        MaintenanceWindow(kind: .weekly(try WeeklyWindow(days: days, from: from, to: to, zone: zone)))
    }

    /// A window that a cron expression opens, for a duration in real time.
    package static func cron(
        _ expression: CronExpression, for duration: Duration, in zone: TimeZoneRules
    ) throws(WindowProblem) -> MaintenanceWindow {
        guard duration > .zero, duration <= .seconds(366 * 86_400) else { throw .durationOutOfRange }
        guard expression.canFire else { throw .neverOpens }
        let (seconds, attoseconds) = duration.components
        let nanoseconds = seconds * EpochNanoseconds.perSecond + attoseconds / 1_000_000_000
        guard nanoseconds > 0 else { throw .durationOutOfRange }
        return MaintenanceWindow(kind: .cron(expression, nanoseconds: nanoseconds, zone))
    }

    /// A window that opens once.
    package static func once(
        from start: EpochNanoseconds, to end: EpochNanoseconds
    ) throws(WindowProblem) -> MaintenanceWindow {
        guard start < end else { throw .endsBeforeItStarts }
        return MaintenanceWindow(kind: .once(Opening(start: start, end: end)))
    }

    /// Whether it is open at an instant.
    package func contains(_ instant: EpochNanoseconds) -> Bool { latestEnd(at: instant) != nil }

    /// When the window that is open at an instant closes; nil where none is open.
    ///
    /// Openings that follow on one another without a pause are one: a weekend of whole days ends with the Sunday. Of
    /// more than a thousand of them the end of the last one looked at is given.
    package func end(ofWindowContaining instant: EpochNanoseconds) -> EpochNanoseconds? {
        lastEnd(from: instant)?.end
    }

    /// The first instant after another at which it opens, having been closed just before; nil where it never will, also
    /// because it does not close before.
    package func nextStart(after instant: EpochNanoseconds) -> EpochNanoseconds? {
        guard let start = nextOpening(after: instant) else { return nil }
        guard let last = lastEnd(from: start - 1) else { return start }
        return last.isClosedThen ? nextOpening(after: last.end - 1) : nil
    }

    /// The end of the openings that follow on one another from an instant on, and whether it is the last one.
    private func lastEnd(from instant: EpochNanoseconds) -> (end: EpochNanoseconds, isClosedThen: Bool)? {
        guard var end = latestEnd(at: instant) else { return nil }
        for _ in 0..<MaintenanceWindow.openingsLimit {
            guard let later = latestEnd(at: end) else { return (end, true) }
            end = later
        }
        return (end, false)
    }

    /// The latest end of the openings that contain an instant.
    private func latestEnd(at instant: EpochNanoseconds) -> EpochNanoseconds? {
        switch kind {
        case .weekly(let window): return window.latestEnd(at: instant)
        case .once(let opening): return opening.contains(instant) ? opening.end : nil
        case .cron(let expression, let nanoseconds, let zone):
            let before = instant == .max ? instant : instant + 1
            guard let start = expression.previous(before: before, in: zone) else { return nil }
            let (sum, overflow) = start.addingReportingOverflow(nanoseconds)
            // What ends later than can be said ends with the last instant that can.
            let end = overflow ? .max : sum
            return end > instant ? end : nil
        }
    }

    private func nextOpening(after instant: EpochNanoseconds) -> EpochNanoseconds? {
        switch kind {
        case .weekly(let window): window.nextOpening(after: instant)
        case .once(let opening): opening.start > instant ? opening.start : nil
        case .cron(let expression, _, let zone): expression.next(after: instant, in: zone)
        }
    }
}
