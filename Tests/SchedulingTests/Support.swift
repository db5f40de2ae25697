import Scheduling
import TestSupport
import Testing

/// The machine's own time zones.
enum SystemZones {
    static let folder = "/usr/share/zoneinfo"

    static func zone(_ name: String) throws -> TimeZoneRules {
        if name == "UTC" { return .utc }
        return try TimeZoneRules(tzif: readFile(folder + "/" + name))
    }
}

/// The second since the epoch of a time such as `2026-03-29T01:30Z`, with or without seconds; a space may stand for the T.
func second(_ text: String) throws -> Int64 {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    try #require(numbers.count == 5 || numbers.count == 6, "\(text)")
    let date = try #require(CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]), "\(text)")
    let time = try #require(
        CivilTime(date: date, hour: numbers[3], minute: numbers[4], second: numbers.count == 6 ? numbers[5] : 0))
    return time.secondsSinceEpoch
}

/// The instant of such a time.
func instant(_ text: String) throws -> EpochNanoseconds { try second(text) * 1_000_000_000 }

/// An instant as such a time of UTC, to be read in messages.
func text(_ instant: EpochNanoseconds?) -> String {
    guard let instant else { return "never" }
    return TimeZoneRules.utc.civilTime(at: instant).description + "Z"
}
