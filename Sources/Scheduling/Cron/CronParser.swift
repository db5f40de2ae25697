/// What one field of a cron expression says.
struct CronFieldValue: Sendable, Hashable {
    var numbers = NumberSet()
    var beginsWithStar = false
}

/// All five fields.
struct CronFields {
    private var values = [CronFieldValue](repeating: CronFieldValue(), count: CronField.allCases.count)

    subscript(field: CronField) -> CronFieldValue {
        get { values[field.rawValue] }
        set { values[field.rawValue] = newValue }
    }
}

/// Reads a cron expression.
struct CronParser {
    private let bytes: [UInt8]

    init(text: String) { bytes = Array(text.utf8) }

    private static let shorthands: [(name: String, fields: String)] = [
        ("@hourly", "0 * * * *"), ("@daily", "0 0 * * *"), ("@weekly", "0 0 * * 0"), ("@monthly", "0 0 1 * *"),
        ("@yearly", "0 0 1 1 *"), ("@midnight", "0 0 * * *"), ("@annually", "0 0 1 1 *"),
    ]
    private static let example = "`30 2 * * mon-fri` is half past two on weekdays"

    /// The fields, or what is wrong.
    func fields() throws(ScheduleTextError) -> CronFields {
        let words = bytes.split { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let first = words.first, let last = words.last else {
            throw ScheduleTextError(
                0..<bytes.count, "the cron expression is empty",
                hint: "write minute, hour, day of the month, month and day of the week: \(CronParser.example)")
        }
        if first.first == UInt8(ascii: "@") { return try shorthand(first, isAlone: words.count == 1) }
        if first.contains(UInt8(ascii: "=")) {
            throw ScheduleTextError(
                first.indices, "no assignment belongs here", hint: "the time zone stands beside it, in `zone`")
        }
        guard words.count == CronField.allCases.count else {
            throw ScheduleTextError(
                first.startIndex..<last.endIndex,
                "a cron expression has five fields, minute, hour, day of the month, month and day of the week; "
                    + "this has \(words.count)",
                hint: words.count > 5
                    ? "there are no seconds and no years; names and lists are written without blanks"
                    : CronParser.example)
        }
        var fields = CronFields()
        for (field, word) in zip(CronField.allCases, words) {
            fields[field] = try CronFieldParser(field: field, bytes: bytes).value(of: word)
        }
        return fields
    }

    private func shorthand(_ word: ArraySlice<UInt8>, isAlone: Bool) throws(ScheduleTextError) -> CronFields {
        let name = String(decoding: word, as: UTF8.self).lowercased()
        guard let known = CronParser.shorthands.first(where: { $0.name == name }) else {
            throw ScheduleTextError(
                word.indices, "there is no \(quoted(word))",
                hint: name == "@reboot"
                    ? "a schedule knows times only"
                    : "there are `@hourly`, `@daily`, `@weekly`, `@monthly` and `@yearly`")
        }
        guard isAlone else {
            throw ScheduleTextError(
                word.endIndex..<bytes.count, "nothing may follow \(quoted(word))",
                hint: "it stands for all five fields, `\(known.fields)`")
        }
        return try CronParser(text: known.fields).fields()
    }
}
