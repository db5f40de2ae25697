extension Machine {
    /// What a timestamp or a duration is asked, in a time zone or in UTC.
    mutating func timePart(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value, zone: String?
    ) throws(Fault) -> Value {
        switch value {
        case .duration(let duration) where zone == nil: return try durationPart(index, function, builtin, duration)
        case .timestamp(let time):
            var seconds = time.seconds
            if let zone {
                guard let offset = offset(of: zone, at: seconds) else {
                    throw failed(
                        index, .invalidArgument, "there is no time zone \(Value.string(zone).summary(limit: 60))")
                }
                seconds += Int64(offset)
            }
            return .int(Int64(Machine.part(builtin, CivilTime(seconds: seconds), time)))
        default: throw noForm(index, function, zone.map { [value, .string($0)] } ?? [value])
        }
    }

    private static func part(_ builtin: Builtin, _ civil: CivilTime, _ time: Timestamp) -> Int {
        switch builtin {
        case .getFullYear: civil.year
        case .getMonth: civil.month - 1
        case .getDayOfYear: civil.dayOfYear
        case .getDayOfMonth: civil.day - 1
        case .getDate: civil.day
        case .getDayOfWeek: civil.weekday
        case .getHours: civil.hour
        case .getMinutes: civil.minute
        case .getSeconds: civil.second
        default: Int(time.nanoseconds) / 1_000_000
        }
    }

    private mutating func durationPart(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ duration: Duration
    ) throws(Fault) -> Value {
        let (seconds, attoseconds) = duration.components
        switch builtin {
        case .getHours: return .int(seconds / 3_600)
        case .getMinutes: return .int(seconds / 60)
        case .getSeconds: return .int(seconds)
        case .getMilliseconds: return .int(attoseconds / 1_000_000_000_000_000)
        default: throw noForm(index, function, [.duration(duration)])
        }
    }

    /// Seconds east of UTC: `+02:00`, `UTC`, or the name of a zone.
    private mutating func offset(of zone: String, at seconds: Int64) -> Int? {
        if zone.isEmpty || zone == "UTC" || zone == "Z" { return 0 }
        if let fixed = Machine.fixedOffset(zone) { return fixed }
        return code.timeZones.secondsFromUTC(zone: zone, at: seconds)
    }

    /// The offset that `+02:00`, `-2:30` or `02:00` says.
    private static func fixedOffset(_ zone: String) -> Int? {
        var digits = Substring(zone)
        var sign = 1
        if digits.hasPrefix("-") || digits.hasPrefix("+") {
            sign = digits.hasPrefix("-") ? -1 : 1
            digits = digits.dropFirst()
        }
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 2, parts[1].utf8.count == 2,
            digits.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || $0 == 58 }), let hours = Int(parts[0]),
            let minutes = Int(parts[1]), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
