package import Interpreter

/// How a report writes times: the time zone is the reader's, and so comes from outside.
package struct ReportTimes: Sendable {
    /// A date with the time of day and its zone.
    package var dateAndTime: @Sendable (Instant) -> String
    /// The time of day.
    package var timeOfDay: @Sendable (Instant) -> String

    /// How times are written.
    package init(
        dateAndTime: @escaping @Sendable (Instant) -> String, timeOfDay: @escaping @Sendable (Instant) -> String
    ) {
        self.dateAndTime = dateAndTime
        self.timeOfDay = timeOfDay
    }
}
