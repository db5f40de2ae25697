/// Reads one field of a cron expression.
struct CronFieldParser {
    let field: CronField
    /// The whole expression, of which the field is a slice.
    let bytes: [UInt8]

    /// What a field says: a list of numbers, ranges and steps.
    func value(of word: ArraySlice<UInt8>) throws(ScheduleTextError) -> CronFieldValue {
        var value = CronFieldValue(beginsWithStar: word.first == UInt8(ascii: "*"))
        for item in word.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            if item.isEmpty {
                throw ScheduleTextError(word.indices, "a place in the list is empty", hint: "take away the comma")
            }
            for number in try numbers(of: item) { value.numbers.insert(number) }
        }
        if field == .dayOfWeek, value.numbers.contains(7) {
            value.numbers.remove(7)
            value.numbers.insert(0)
        }
        return value
    }

    private func numbers(of item: ArraySlice<UInt8>) throws(ScheduleTextError) -> StrideThrough<Int> {
        guard let slash = item.firstIndex(of: UInt8(ascii: "/")) else {
            let range = try range(of: item)
            return stride(from: range.lowerBound, through: range.upperBound, by: 1)
        }
        let base = item[..<slash]
        let range = try range(of: base)
        let step = try step(item[(slash + 1)...])
        guard base.elementsEqual("*".utf8) || base.dropFirst().contains(UInt8(ascii: "-")) else {
            throw ScheduleTextError(
                item.indices, "a step wants a range before it",
                hint: range.lowerBound + step <= field.all.upperBound
                    ? "write `\(range.lowerBound)-\(field.all.upperBound)/\(step)`" : "take away the step")
        }
        guard step <= range.upperBound - range.lowerBound else {
            throw ScheduleTextError(
                item.indices, "a step of \(step) leads out of \(range.lowerBound) to \(range.upperBound) at once",
                hint: "only \(range.lowerBound) would be left: write that, or a smaller step")
        }
        return stride(from: range.lowerBound, through: range.upperBound, by: step)
    }

    private func step(_ digits: ArraySlice<UInt8>) throws(ScheduleTextError) -> Int {
        guard let step = decimal(digits) else {
            throw ScheduleTextError(
                (digits.startIndex - 1)..<digits.endIndex, "after `/` comes a number", hint: "`*/15` is each fifteenth")
        }
        guard step > 0 else {
            throw ScheduleTextError(digits.indices, "a step of 0 never moves", hint: "write 1 or more")
        }
        return step
    }

    private func range(of text: ArraySlice<UInt8>) throws(ScheduleTextError) -> ClosedRange<Int> {
        if text.elementsEqual("*".utf8) { return field.all }
        guard let dash = text.dropFirst().firstIndex(of: UInt8(ascii: "-")) else {
            let number = try number(text)
            return number...number
        }
        let first = try number(text[..<dash])
        var last = try number(text[(dash + 1)...])
        // A range to Sunday, by name, ends the week; `sun-tue` begins it.
        if field == .dayOfWeek, last == 0, first > 0, !text[dash + 1].isASCIIDigit { last = 7 }
        guard first <= last else {
            let (low, high) = (field.all.lowerBound, field.all.upperBound)
            throw ScheduleTextError(
                text.indices, "the range \(quoted(text)) runs backwards",
                hint: first > high
                    ? "write `\(ends(low, last))`"
                    : "write `\(ends(first, high)),\(ends(low, last))` to go round the end")
        }
        return first...last
    }

    private func ends(_ first: Int, _ last: Int) -> String { first == last ? "\(first)" : "\(first)-\(last)" }

    private func number(_ text: ArraySlice<UInt8>) throws(ScheduleTextError) -> Int {
        if let number = decimal(text) {
            guard field.written.contains(number) else {
                throw ScheduleTextError(
                    text.indices, "there is no \(field.name) \(String(decoding: text.prefix(12), as: UTF8.self))",
                    hint: field.description)
            }
            return number
        }
        let name = String(decoding: text, as: UTF8.self).lowercased()
        if let index = field.names.firstIndex(of: name) { return index + field.all.lowerBound }
        throw ScheduleTextError(
            range(toShow: text), text.isEmpty ? "a number is missing" : "\(quoted(text)) is no \(field.name)",
            hint: hint(for: text, name: name))
    }

    private func hint(for text: ArraySlice<UInt8>, name: String) -> String {
        if let short = field.names.first(where: { name.hasPrefix($0) }) { return "write `\(short)`" }
        switch text.first {
        case UInt8(ascii: "?"): return "write `*` for any"
        case UInt8(ascii: "@"): return "such a word stands alone"
        case UInt8(ascii: "-") where decimal(text.dropFirst()) != nil: return "write a number before `-`, or none"
        default: break
        }
        if text.contains(UInt8(ascii: "#")) || ["l", "w", "h"].contains(where: name.contains) {
            return "`L`, `W`, `H` and `#` are not known; \(field.description)"
        }
        return field.description
    }

    /// A place that can be pointed at: where nothing is written, what stands before, or else after.
    private func range(toShow text: ArraySlice<UInt8>) -> Range<Int> {
        guard text.isEmpty else { return text.indices }
        return text.startIndex > 0 ? text.startIndex - 1..<text.startIndex : 0..<min(1, bytes.count)
    }

    /// A number of up to four digits, more being out of every range; nil where it is none.
    private func decimal(_ text: ArraySlice<UInt8>) -> Int? {
        guard !text.isEmpty, text.allSatisfy(\.isASCIIDigit) else { return nil }
        let digits = text.drop { $0 == 0x30 }
        return digits.count > 4 ? Int.max : digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
