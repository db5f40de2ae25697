/// Durations as the format writes them: `500ms`, `30s`, `5m`, `1h30m`, also with `d` for days of 24 hours.
package enum DurationText {
    private static let units: [(name: String, nanoseconds: Int64)] = [
        ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
        ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
    ]

    /// Reads a duration: numbers with units, the larger unit first; a bare number is none.
    ///
    /// - Returns: nil where the text is no duration, or longer than 292 years.
    package static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        var total: Int64 = 0
        var lastUnit = -1
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            rest = rest.dropFirst(digits.count)
            var fraction: Substring = ""
            if rest.first == "." {
                fraction = rest.dropFirst().prefix { ("0"..."9").contains($0) }
                guard !fraction.isEmpty, fraction.count <= 9 else { return nil }
                rest = rest.dropFirst(1 + fraction.count)
            }
            let name = rest.prefix { ("a"..."z").contains($0) }
            rest = rest.dropFirst(name.count)
            guard let unit = units.firstIndex(where: { $0.name == name }), unit > lastUnit, !digits.isEmpty,
                let whole = Int64(digits)
            else { return nil }
            lastUnit = unit
            let (scaled, overflow) = whole.multipliedReportingOverflow(by: units[unit].nanoseconds)
            let (sum, overflowed) = total.addingReportingOverflow(scaled)
            guard !overflow, !overflowed else { return nil }
            total = sum
            if !fraction.isEmpty {
                guard let value = Double("0." + fraction) else { return nil }
                let part = Int64((value * Double(units[unit].nanoseconds)).rounded())
                let (more, overflowed) = total.addingReportingOverflow(part)
                guard !overflowed else { return nil }
                total = more
            }
        }
        return .nanoseconds(total)
    }

    /// Writes a duration as the format does, exactly, without units that are zero: `1h30m`, `0s`, `1.5ms` as `1ms500us`.
    package static func format(_ duration: Duration) -> String {
        var rest = duration.inNanoseconds
        if rest == 0 { return "0s" }
        var text = rest < 0 ? "-" : ""
        rest = abs(rest)
        for unit in units.dropFirst() where rest >= unit.nanoseconds {
            text += "\(rest / unit.nanoseconds)\(unit.name)"
            rest %= unit.nanoseconds
        }
        return text
    }
}

extension Duration {
    /// The duration in nanoseconds, clamped to what an Int64 and its negative hold.
    package var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowed) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || overflowed ? (seconds < 0 ? -.max : .max) : sum
    }
}
