extension Timestamp {
    /// Reads RFC 3339, such as `2026-11-22T08:30:00.5+01:00`; nil for anything else, and outside the years 1 to 9999.
    public init?(parsing text: String) {
        let parsed = text.withBytes { bytes -> Timestamp? in
            var scanner = DateScanner(bytes: bytes)
            return scanner.timestamp()
        }
        guard let parsed, parsed.isInRange else { return nil }
        self = parsed
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many digits of the fraction as it has.
    public var description: String {
        let civil = CivilTime(seconds: seconds)
        var text = ""
        text.reserveCapacity(32)
        text.appendDigits(civil.year, width: 4)
        text += "-"
        text.appendDigits(civil.month, width: 2)
        text += "-"
        text.appendDigits(civil.day, width: 2)
        text += "T"
        text.appendDigits(civil.hour, width: 2)
        text += ":"
        text.appendDigits(civil.minute, width: 2)
        text += ":"
        text.appendDigits(civil.second, width: 2)
        text.appendFraction(nanoseconds: Int(nanoseconds))
        text += "Z"
        return text
    }
}

/// Reads the parts of an RFC 3339 text.
private struct DateScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func timestamp() -> Timestamp? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
            take("T") || take("t"), let hour = number(2), take(":"), let minute = number(2), take(":"),
            let second = number(2), let nanoseconds = fraction(), let offset = offset(), position == bytes.count
        else { return nil }
        guard (1...12).contains(month), day >= 1, day <= CivilTime.daysInMonth(month, year: year), hour < 24,
            minute < 60, second < 60
        else { return nil }
        let days = CivilTime.days(year: year, month: month, day: day)
        let seconds = Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)
        return Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    private mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var result = 0
        for _ in 0..<width {
            let byte = bytes[position]
            guard byte >= 48, byte <= 57 else { return nil }
            result = result * 10 + Int(byte - 48)
            position += 1
        }
        return result
    }

    private mutating func fraction() -> Int32? {
        guard take(".") else { return 0 }
        var result: Int32 = 0
        var digits = 0
        while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
            if digits < 9 { result = result * 10 + Int32(bytes[position] - 48) }
            digits += 1
            position += 1
        }
        guard digits > 0 else { return nil }
        while digits < 9 {
            result *= 10
            digits += 1
        }
        return result
    }

    /// Seconds east of UTC.
    private mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 3_600 + minutes * 60)
    }
}

extension String {
    /// Appends a number with leading zeros.
    mutating func appendDigits(_ number: Int, width: Int) {
        let text = String(number)
        for _ in 0..<max(0, width - text.utf8.count) { self += "0" }
        self += text
    }

    /// Appends `.5` for half a second, and nothing for a whole one.
    mutating func appendFraction(nanoseconds: Int) {
        guard nanoseconds > 0 else { return }
        var digits = nanoseconds
        var width = 9
        while digits % 10 == 0 {
            digits /= 10
            width -= 1
        }
        self += "."
        appendDigits(digits, width: width)
    }
}
