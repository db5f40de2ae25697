import Glibc
import Interpreter
import Reports

/// Times as the people of this machine read them.
enum LocalTime {
    /// The time of day: `12:00:03`.
    @Sendable static func timeOfDay(_ instant: Instant) -> String {
        format(instant, "%H:%M:%S")
    }

    /// The date and the time of day: `2026-01-21 12:00:03`.
    static func dateAndTime(_ instant: Instant) -> String {
        format(instant, "%Y-%m-%d %H:%M:%S")
    }

    /// How reports write times: with the zone, since they are read elsewhere.
    static let ofReports = ReportTimes(
        dateAndTime: { format($0, "%Y-%m-%d %H:%M:%S %z") }, timeOfDay: { timeOfDay($0) })

    private static func format(_ instant: Instant, _ pattern: String) -> String {
        var seconds = time_t(instant.nanoseconds / 1_000_000_000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, pattern, &parts)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The name of a machine.
enum HostName {
    /// The name of this machine.
    static func ofThisMachine() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
