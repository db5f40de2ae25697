/// A time of day to the minute, `00:00` to `24:00`; the latter is the midnight that ends the day.
package struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Minutes since the midnight that begins the day, 0 to 1,440.
    package let minutes: Int

    /// The midnight that begins a day.
    package static let startOfDay = TimeOfDay(checkedMinutes: 0)
    /// The midnight that ends a day.
    package static let endOfDay = TimeOfDay(checkedMinutes: 1_440)

    private init(checkedMinutes minutes: Int) { self.minutes = minutes }

    /// A time of day by its minutes; nil beyond 1,440.
    package init?(minutes: Int) {
        guard (0...1_440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Reads `22:00`, `6:30` or `24:00`.
    package init(parsing text: String) throws(ScheduleTextError) {
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = TimeOfDay.number(parts[0]), let minute = TimeOfDay.number(parts[1])
        else {
            throw ScheduleTextError(
                0..<bytes.count, "\(quoted(bytes)) is no time of day", hint: "write hours and minutes, such as `22:30`")
        }
        guard hour < 24 && minute < 60 || hour == 24 && minute == 0 else {
            throw ScheduleTextError(
                0..<bytes.count, "no clock shows \(quoted(bytes))", hint: "a day goes from `00:00` to `24:00`")
        }
        minutes = hour * 60 + minute
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }

    /// As it is written: `22:30`.
    package var description: String { "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))" }
}
