/// Why there is no such maintenance window.
package enum WindowProblem: Error, Sendable, Hashable {
    /// It opens and closes at the same time of day.
    case closesAsItOpens
    /// It opens at 24:00.
    case opensAtEndOfDay
    /// It is open on no day.
    case noDays
    /// It never closes.
    case alwaysOpen
    /// It stays open for no time, or for more than a year.
    case durationOutOfRange
    /// Its cron expression has no day, such as the 30th of February.
    case neverOpens
    /// Its end is not after its start.
    case endsBeforeItStarts

    /// What is wrong, in one line without a final full stop.
    package var message: String {
        switch self {
        case .closesAsItOpens: "the window closes at the time at which it opens"
        case .opensAtEndOfDay: "the window opens when its day is over"
        case .noDays: "the window is open on no day"
        case .alwaysOpen: "the window is always open"
        case .durationOutOfRange: "the window stays open for no time, or for more than a year"
        case .neverOpens: "the window never opens: there is no such day"
        case .endsBeforeItStarts: "the window does not end after its start"
        }
    }

    /// How to mend it.
    package var hint: String {
        switch self {
        case .closesAsItOpens: "a whole day is `00:00` to `24:00`"
        case .opensAtEndOfDay: "write `00:00` and the days after"
        case .noDays: "name days, or none for all of them"
        case .alwaysOpen: "what must not run at all has no place here; for a while there is `rung pause`"
        case .durationOutOfRange: "write a duration such as `2h`"
        case .neverOpens: "look at its day of the month and its month"
        case .endsBeforeItStarts: "write the earlier one first"
        }
    }
}
