/// Why bytes are no time zone.
package enum TimeZoneError: Error, Sendable, Hashable {
    /// They do not begin as TZif does.
    case notTZif
    /// They are of a version that is not known; the byte that says it.
    case unknownVersion(UInt8)
    /// They end before all that the header announces.
    case truncated
    /// They hold no local time at all.
    case empty
    /// A change of the clock leads to a local time that is not there.
    case unknownLocalTime
    /// The changes of the clock are not in the order of time.
    case unordered
    /// Seconds east of UTC, more than a day and an hour away.
    case offsetOutOfRange(Int)
    /// The rule at their end is not one of POSIX.
    case invalidRule

    /// What is wrong, in one line without a final full stop, to follow the zone's name.
    package var message: String {
        switch self {
        case .notTZif: "is not a time zone file (TZif)"
        case .unknownVersion(let byte): "is a time zone file of version byte \(byte), which is not known"
        case .truncated: "is a time zone file that ends too early"
        case .empty: "is a time zone file without a local time"
        case .unknownLocalTime: "is a time zone file that names a local time which it does not hold"
        case .unordered: "is a time zone file whose changes are not in the order of time"
        case .offsetOutOfRange(let seconds): "is a time zone file with an offset of \(seconds) s from UTC"
        case .invalidRule: "is a time zone file whose last rule cannot be read"
        }
    }
}
