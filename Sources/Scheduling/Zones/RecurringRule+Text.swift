extension RecurringRule {
    /// Reads the TZ variable of POSIX with the hours of RFC 9636, -167 to 167; nil where it is none.
    init?(_ text: some Collection<UInt8>) {
        var scanner = RuleScanner(rest: Array(text)[...])
        guard scanner.takeName(), let west = scanner.takeTime(hours: 24) else { return nil }
        standard = -west
        if scanner.rest.isEmpty { return }
        guard scanner.takeName() else { return nil }
        var offset = standard + 3_600
        if scanner.rest.first != UInt8(ascii: ",") {
            guard let west = scanner.takeTime(hours: 24) else { return nil }
            offset = -west
        }
        // Without its two dates the rule would be whatever a system thinks of.
        guard scanner.take(","), let start = scanner.takeYearlyTime(), scanner.take(","),
            let end = scanner.takeYearlyTime(), scanner.rest.isEmpty
        else { return nil }
        daylight = Daylight(offset: offset, start: start, end: end)
    }
}

/// Takes the parts of a rule from the front of what is left of it.
private struct RuleScanner {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// An abbreviation of three letters or more, or of letters, digits and signs in angle brackets.
    mutating func takeName() -> Bool {
        if take("<") {
            let name = rest.prefix {
                $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
            }
            rest = rest[name.endIndex...]
            return name.count >= 3 && take(">")
        }
        let name = rest.prefix(while: \.isASCIILetter)
        rest = rest[name.endIndex...]
        return name.count >= 3
    }

    mutating func takeNumber(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix(while: \.isASCIIDigit)
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return range.contains(number) ? number : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func takeTime(hours: Int) -> Int64? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = takeNumber(0...hours) else { return nil }
        var seconds = hours * 3_600
        if take(":") {
            guard let minutes = takeNumber(0...59) else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let rest = takeNumber(0...59) else { return nil }
                seconds += rest
            }
        }
        return Int64(isNegative ? -seconds : seconds)
    }

    mutating func takeYearlyTime() -> RecurringRule.YearlyTime? {
        guard let day = takeYearlyDay() else { return nil }
        guard take("/") else { return RecurringRule.YearlyTime(day: day, seconds: 7_200) }
        guard let seconds = takeTime(hours: 167) else { return nil }
        return RecurringRule.YearlyTime(day: day, seconds: seconds)
    }

    private mutating func takeYearlyDay() -> RecurringRule.YearlyDay? {
        if take("J") { return takeNumber(1...365).map { .dayWithoutLeapDay($0) } }
        guard take("M") else { return takeNumber(0...365).map { .daysAfterNewYear($0) } }
        guard let month = takeNumber(1...12), take("."), let week = takeNumber(1...5), take("."),
            let weekday = takeNumber(0...6).flatMap(Weekday.init(rawValue:))
        else { return nil }
        return .weekday(weekday, week: week, month: month)
    }
}
