/// The weekly form of a maintenance window.
struct WeeklyWindow: Sendable, Hashable {
    private let days: Set<Weekday>
    private let from: TimeOfDay
    private let to: TimeOfDay
    private let zone: TimeZoneRules

    init(
        days: Set<Weekday>, from: TimeOfDay, to: TimeOfDay, zone: TimeZoneRules
    ) throws(WindowProblem) {
        guard !days.isEmpty else { throw .noDays }
        guard from != .endOfDay else { throw .opensAtEndOfDay }
        guard from != to else { throw .closesAsItOpens }
        // To 00:00 is to the end of the day: the same instant, by another name.
        let coversDay = from == .startOfDay && to == .endOfDay
        guard !coversDay || days.count < Weekday.allCases.count else { throw .alwaysOpen }
        self.days = days
        self.from = from
        self.to = to
        self.zone = zone
    }

    /// The latest end of the openings that contain an instant.
    func latestEnd(at instant: EpochNanoseconds) -> EpochNanoseconds? {
        let day = localDay(at: instant)
        // A day long at most, and a day of change of the clock more.
        return (day - 3...day + 2).compactMap { day in
            opening(on: day).flatMap { $0.contains(instant) ? $0.end : nil }
        }.max()
    }

    /// The first instant after another at which it opens.
    func nextOpening(after instant: EpochNanoseconds) -> EpochNanoseconds? {
        let day = localDay(at: instant)
        for day in day - 3...day + 10 {
            if let start = opening(on: day)?.start, start > instant { return start }
        }
        return nil
    }

    private func localDay(at instant: EpochNanoseconds) -> Int {
        zone.civilTime(at: instant).date.daysSinceEpoch
    }

    /// The opening that belongs to a day; nil where there is none, or where nanoseconds cannot say it.
    private func opening(on day: Int) -> MaintenanceWindow.Opening? {
        guard days.contains(CivilDate.weekday(daysSinceEpoch: day)) else { return nil }
        let opening = local(day, from)
        let closing = local(from < to ? day : day + 1, to)
        let start = zone.firstSecond(reaching: opening)
        let wasSkipped = zone.local(at: start) != opening
        let end = wasSkipped ? start + closing - opening : zone.lastSecond(reaching: closing)
        guard let start = EpochNanoseconds(second: start) else { return nil }
        return MaintenanceWindow.Opening(start: start, end: EpochNanoseconds(second: end) ?? .max)
    }

    private func local(_ day: Int, _ time: TimeOfDay) -> Int64 {
        Int64(day) * CivilTime.secondsPerDay + Int64(time.minutes) * 60
    }
}
