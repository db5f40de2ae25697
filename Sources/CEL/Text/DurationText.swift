/// Durations as texts, in the notation that CEL has from Go: `1h30m`, `-0.5s`, `10ms`.
enum DurationText {
    /// The longest duration that CEL can say: the nanoseconds must fit in 64 bits.
    static let longest = Duration.nanoseconds(Int64.max)
    /// The longest negative one.
    static let shortest = Duration.nanoseconds(Int64.min)

    /// Whether CEL can say it.
    static func isInRange(_ duration: Duration) -> Bool { duration >= shortest && duration <= longest }

    /// Reads a duration; nil where the text is none or it is too long.
    static func parse(_ text: String) -> Duration? {
        text.withBytes { bytes -> Duration? in
            var position = 0
            var isNegative = false
            if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
                isNegative = bytes[position] == UInt8(ascii: "-")
                position += 1
            }
            if bytes.count - position == 1, bytes[position] == UInt8(ascii: "0") { return .zero }
            guard position < bytes.count else { return nil }
            var total = Duration.zero
            while position < bytes.count {
                guard let part = parsePart(bytes, &position) else { return nil }
                total += part
                guard isInRange(total) else { return nil }
            }
            return isNegative ? .zero - total : total
        }
    }

    private static func parsePart(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Duration? {
        var whole: Int64 = 0
        var digits = 0
        while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
            let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
            guard !overflow, product <= Int64.max - 9 else { return nil }
            whole = product + Int64(bytes[position] - 48)
            digits += 1
            position += 1
        }
        var fraction = 0.0
        var scale = 1.0
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
                if scale < 1e15 {
                    fraction = fraction * 10 + Double(bytes[position] - 48)
                    scale *= 10
                }
                digits += 1
                position += 1
            }
        }
        guard digits > 0, let unit = parseUnit(bytes, &position) else { return nil }
        let (nanoseconds, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        return .nanoseconds(nanoseconds) + .nanoseconds(Int64(fraction / scale * Double(unit)))
    }

    /// The nanoseconds of the unit at the position.
    private static func parseUnit(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Int64? {
        func take(_ unit: StaticString) -> Bool {
            let count = unit.utf8CodeUnitCount
            guard position + count <= bytes.count else { return false }
            for index in 0..<count where bytes[position + index] != unit.utf8Start[index] { return false }
            position += count
            return true
        }
        if take("ns") { return 1 }
        if take("us") || take("\u{B5}s") || take("\u{3BC}s") { return 1_000 }
        if take("ms") { return 1_000_000 }
        if take("s") { return 1_000_000_000 }
        if take("m") { return 60_000_000_000 }
        if take("h") { return 3_600_000_000_000 }
        return nil
    }

    /// The duration in seconds, as CEL's `string()` gives it: `5400s`, `0.5s`.
    static func seconds(_ duration: Duration) -> String {
        let (whole, attoseconds) = duration.components
        let nanoseconds = Int(attoseconds / 1_000_000_000)
        var text = whole == 0 && nanoseconds < 0 ? "-" : ""
        text += String(whole)
        text.appendFraction(nanoseconds: abs(nanoseconds))
        return text + "s"
    }
}
