import Glibc
import Synchronization

/// Where an evaluation learns of time zones.
public protocol TimeZoneSource: Sendable {
    /// Seconds east of UTC at a time (seconds since 1970); nil where there is no such zone.
    func secondsFromUTC(zone: String, at seconds: Int64) -> Int?
}

/// The time zones in the system's TZif files; each is read once.
public final class SystemTimeZones: TimeZoneSource {
    /// The zones of `/usr/share/zoneinfo`.
    public static let shared = SystemTimeZones()

    private let folder: String
    private let cache = Mutex<[String: TimeZoneTable?]>([:])
    /// More zones than there are; hostile names must not fill the memory.
    private static let cacheLimit = 1_024

    /// The zones of a folder.
    public init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

    /// The offset that the zone's file says.
    public func secondsFromUTC(zone: String, at seconds: Int64) -> Int? {
        guard SystemTimeZones.isName(zone) else { return nil }
        let table = cache.withLock { cache -> TimeZoneTable? in
            if let known = cache[zone] { return known }
            let table = SystemTimeZones.read(folder + "/" + zone).flatMap { TimeZoneTable(tzif: $0) }
            if cache.count >= SystemTimeZones.cacheLimit { cache.removeAll() }
            cache[zone] = .some(table)
            return table
        }
        return table?.offset(at: seconds)
    }

    /// Whether it may be a zone's name: no way out of the folder.
    private static func isName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 64, name.utf8.first != UInt8(ascii: "/") else { return false }
        return name.utf8.allSatisfy { byte in
            (byte | 0x20) &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "_")
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
        }
    }

    private static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
        guard count > 44 else { return nil }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}

/// The offsets of one time zone.
struct TimeZoneTable: Sendable {
    private let transitions: [Int64]
    private let offsets: [Int]
    private let firstOffset: Int
    private let rule: TimeZoneRule?

    /// Reads TZif, version 2 or later (RFC 9636).
    init?(tzif bytes: [UInt8]) {
        guard let first = Header(bytes, at: 0), first.version >= 0x32,
            let second = Header(bytes, at: 44 + first.length(timeSize: 4))
        else { return nil }
        let start = 44 + first.length(timeSize: 4) + 44
        let types = start + second.transitions * 9
        let end = start + second.length(timeSize: 8)
        guard end <= bytes.count, second.types > 0 else { return nil }
        var transitions: [Int64] = []
        var offsets: [Int] = []
        func offset(_ type: Int) -> Int? {
            guard type < second.types else { return nil }
            return Int(Int32(truncatingIfNeeded: TimeZoneTable.number(bytes, at: types + type * 6, size: 4)))
        }
        for index in 0..<second.transitions {
            transitions.append(TimeZoneTable.number(bytes, at: start + index * 8, size: 8))
            guard let seconds = offset(Int(bytes[start + second.transitions * 8 + index])) else { return nil }
            offsets.append(seconds)
        }
        self.transitions = transitions
        self.offsets = offsets
        firstOffset = offset(0) ?? 0
        let footer = bytes[min(end + 1, bytes.count)...].prefix { $0 != 10 }
        rule = TimeZoneRule(String(decoding: footer, as: UTF8.self))
    }

    private struct Header {
        let version: UInt8
        let indicators: Int
        let localIndicators: Int
        let leaps: Int
        let transitions: Int
        let types: Int
        let characters: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard start >= 0, start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
                return nil
            }
            func count(_ index: Int) -> Int {
                Int(TimeZoneTable.number(bytes, at: start + 20 + index * 4, size: 4) & 0xFFFF_FFFF)
            }
            version = bytes[start + 4]
            (indicators, localIndicators, leaps) = (count(0), count(1), count(2))
            (transitions, types, characters) = (count(3), count(4), count(5))
            guard max(indicators, localIndicators, leaps) < 65_536, max(transitions, types, characters) < 65_536 else {
                return nil
            }
        }

        func length(timeSize: Int) -> Int {
            transitions * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + localIndicators
                + indicators
        }
    }

    /// A big-endian number.
    private static func number(_ bytes: [UInt8], at start: Int, size: Int) -> Int64 {
        var result: Int64 = size == 4 && bytes[start] & 0x80 != 0 ? -1 : 0
        for index in 0..<size { result = result << 8 | Int64(bytes[start + index]) }
        return result
    }

    /// Seconds east of UTC at a time.
    func offset(at seconds: Int64) -> Int {
        guard let last = transitions.last else { return rule?.offset(at: seconds) ?? firstOffset }
        if seconds >= last, let rule { return rule.offset(at: seconds) }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : offsets[low - 1]
    }
}

/// The rule after a zone's last transition, such as `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX TZ).
struct TimeZoneRule: Sendable {
    private struct Day: Sendable {
        var month = 0
        var week = 0
        var weekday = 0
        /// For `Jn` and `n`: the day of the year.
        var dayOfYear: Int?
        var countsLeapDay = false
        var seconds = 7_200
    }

    private let standard: Int
    private let daylight: Int
    private let begin: Day
    private let end: Day
    private let hasDaylight: Bool

    init?(_ text: String) {
        var scanner = RuleScanner(bytes: Array(text.utf8))
        guard scanner.name(), let offset = scanner.time() else { return nil }
        standard = -offset
        guard !scanner.isAtEnd else {
            (daylight, hasDaylight, begin, end) = (-offset, false, Day(), Day())
            return
        }
        guard scanner.name() else { return nil }
        daylight = scanner.next == UInt8(ascii: ",") ? standard + 3_600 : -(scanner.time() ?? offset)
        hasDaylight = true
        guard scanner.take(","), let begin = TimeZoneRule.day(&scanner), scanner.take(","),
            let end = TimeZoneRule.day(&scanner)
        else { return nil }
        self.begin = begin
        self.end = end
    }

    private static func day(_ scanner: inout RuleScanner) -> Day? {
        var day = Day()
        if scanner.take("M") {
            guard let month = scanner.number(), scanner.take("."), let week = scanner.number(), scanner.take("."),
                let weekday = scanner.number(), (1...12).contains(month), (1...5).contains(week), weekday < 7
            else { return nil }
            (day.month, day.week, day.weekday) = (month, week, weekday)
        } else {
            day.countsLeapDay = !scanner.take("J")
            guard let number = scanner.number() else { return nil }
            day.dayOfYear = number
        }
        if scanner.take("/") {
            guard let seconds = scanner.time() else { return nil }
            day.seconds = seconds
        }
        return day
    }

    /// Seconds east of UTC at a time.
    func offset(at seconds: Int64) -> Int {
        guard hasDaylight else { return standard }
        let year = CivilTime(seconds: seconds + Int64(standard)).year
        let start = TimeZoneRule.seconds(begin, year) - Int64(standard)
        let stop = TimeZoneRule.seconds(end, year) - Int64(daylight)
        let isDaylight =
            start < stop ? seconds >= start && seconds < stop : !(seconds >= stop && seconds < start)
        return isDaylight ? daylight : standard
    }

    /// The local seconds since 1970 at which a rule's day comes in a year.
    private static func seconds(_ day: Day, _ year: Int) -> Int64 {
        let days: Int
        if let number = day.dayOfYear {
            let isLeap = CivilTime.daysInMonth(2, year: year) == 29
            days =
                CivilTime.days(year: year, month: 1, day: 1)
                + (day.countsLeapDay ? number : number - 1 + (isLeap && number >= 60 ? 1 : 0))
        } else {
            let first = CivilTime.days(year: year, month: day.month, day: 1)
            let weekday = ((first % 7) + 11) % 7
            var date = (day.weekday - weekday + 7) % 7 + (day.week - 1) * 7
            if date >= CivilTime.daysInMonth(day.month, year: year) { date -= 7 }
            days = first + date
        }
        return Int64(days) * 86_400 + Int64(day.seconds)
    }
}

/// Reads the parts of a POSIX TZ rule.
private struct RuleScanner {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }
    var isAtEnd: Bool { position >= bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        position += 1
        return true
    }

    /// Skips an abbreviation.
    mutating func name() -> Bool {
        let start = position
        if take("<") {
            while let next, next != UInt8(ascii: ">") { position += next == 0 ? bytes.count : 1 }
            return take(">")
        }
        while let next, (next | 0x20) &- 97 < 26 { position += 1 }
        return position > start
    }

    mutating func number() -> Int? {
        var result = 0
        let start = position
        while let next, next >= 48, next <= 57, position - start < 5 {
            result = result * 10 + Int(next - 48)
            position += 1
        }
        return position > start ? result : nil
    }

    /// Hours with minutes and seconds, as seconds.
    mutating func time() -> Int? {
        let sign = take("-") ? -1 : 1
        _ = take("+")
        guard let hours = number() else { return nil }
        var total = hours * 3_600
        if take(":") {
            guard let minutes = number() else { return nil }
            total += minutes * 60
            if take(":") {
                guard let seconds = number() else { return nil }
                total += seconds
            }
        }
        return sign * total
    }
}
