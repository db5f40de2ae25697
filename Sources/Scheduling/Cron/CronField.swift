/// One of the five fields of a cron expression, in their order.
enum CronField: Int, Sendable, CaseIterable {
    case minute, hour, dayOfMonth, month, dayOfWeek

    /// What `*` stands for.
    var all: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...6
        }
    }

    /// What may be written: Sunday is 0, and also 7.
    var written: ClosedRange<Int> { self == .dayOfWeek ? 0...7 : all }

    /// What a message calls it.
    var name: String {
        switch self {
        case .minute: "minute"
        case .hour: "hour"
        case .dayOfMonth: "day of the month"
        case .month: "month"
        case .dayOfWeek: "day of the week"
        }
    }

    /// The names that may stand for numbers, the first of them for the least of `all`.
    var names: [String] {
        switch self {
        case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        case .dayOfWeek: Weekday.shortNames
        default: []
        }
    }

    /// What may be written, for people.
    var description: String {
        switch self {
        case .month: "a month is 1 to 12 or `jan` to `dec`"
        case .dayOfWeek: "a day of the week is 0 (Sunday) to 7 (Sunday too) or `sun` to `sat`"
        default: "\(self == .hour ? "an" : "a") \(name) is \(written.lowerBound) to \(written.upperBound)"
        }
    }
}
