import Scheduling
import TestSupport
import Testing

@Suite struct CronParsingTests {
    /// Two texts that mean the same.
    @Test(arguments: [
        ("@hourly", "0 * * * *"), ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"), ("@weekly", "0 0 * * 0"),
        ("@monthly", "0 0 1 * *"), ("@yearly", "0 0 1 1 *"), ("@ANNUALLY", "0 0 1 1 *"),
        ("0 0 * * 7", "0 0 * * sun"), ("0 0 * * 5-7", "0 0 * * fri-sun"), ("0 0 * * 0-7", "0 0 * * 0-6"),
        ("0 0 * * sun-tue", "0 0 * * 0,1,2"), ("0 0 * JAN,Mar-May *", "0 0 * 1,3,4,5 *"),
        ("0-10/5 8-18/4 1-31/10 */6 *", "0,5,10 8,12,16 1,11,21,31 1,7 *"), ("  5\t4 * *  * \n", "5 4 * * *"),
        ("007 04 1 1 *", "7 4 1 1 *"), ("5,5,5-6 0 * * *", "5,6 0 * * *"),
    ])
    func `two ways of writing mean the same`(_ text: String, _ same: String) throws {
        let (expression, other) = (try CronExpression(parsing: text), try CronExpression(parsing: same))
        #expect(expression.text == text)
        var (at, otherAt) = (try instant("2025-12-31T23:59:30Z"), try instant("2025-12-31T23:59:30Z"))
        for _ in 0..<200 {
            at = try #require(expression.next(after: at, in: .utc))
            otherAt = try #require(other.next(after: otherAt, in: .utc))
            #expect(at == otherAt)
        }
    }

    /// The text, the part of it that is pointed at, what is said, and the hint.
    @Test(arguments: [
        ("", "", "the cron expression is empty", "`30 2 * * mon-fri` is half past two on weekdays"),
        ("0 3 * *", "0 3 * *", "this has 4", "`30 2 * * mon-fri` is half past two on weekdays"),
        ("0 0 3 * * *", "0 0 3 * * *", "this has 6", "there are no seconds and no years"),
        ("60 3 * * *", "60", "there is no minute 60", "a minute is 0 to 59"),
        ("0 24 * * *", "24", "there is no hour 24", "an hour is 0 to 23"),
        ("0 3 0 * *", "0", "there is no day of the month 0", "a day of the month is 1 to 31"),
        ("0 3 * 13 *", "13", "there is no month 13", "a month is 1 to 12 or `jan` to `dec`"),
        ("0 3 * * 8", "8", "there is no day of the week 8", "0 (Sunday) to 7 (Sunday too) or `sun` to `sat`"),
        ("0 3 * * 99999999999999999999", "99999999999999999999", "there is no day of the week 999999999999", "0 ("),
        ("0 3 * * monday", "monday", "`monday` is no day of the week", "write `mon`"),
        ("0 3 * mon *", "mon", "`mon` is no month", "a month is 1 to 12 or `jan` to `dec`"),
        ("0 3 ? * mon", "?", "`?` is no day of the month", "write `*` for any"),
        ("0 3 L * *", "L", "`L` is no day of the month", "`L`, `W`, `H` and `#` are not known"),
        ("H 3 * * *", "H", "`H` is no minute", "`L`, `W`, `H` and `#` are not known"),
        ("0 3 * * 5#2", "5#2", "`5#2` is no day of the week", "`L`, `W`, `H` and `#` are not known"),
        ("5/15 * * * *", "5/15", "a step wants a range before it", "write `5-59/15`"),
        ("0 3 * * 7/2", "7/2", "a step wants a range before it", "take away the step"),
        ("*/0 * * * *", "0", "a step of 0 never moves", "write 1 or more"),
        ("*/90 * * * *", "*/90", "a step of 90 leads out of 0 to 59 at once", "only 0 would be left"),
        ("*/ * * * *", "/", "after `/` comes a number", "`*/15` is each fifteenth"),
        ("*/x * * * *", "/x", "after `/` comes a number", "`*/15` is each fifteenth"),
        ("0 22-4 * * *", "22-4", "the range `22-4` runs backwards", "write `22-23,0-4` to go round the end"),
        ("0 0 * * fri-mon", "fri-mon", "the range `fri-mon` runs backwards", "write `5-6,0-1` to go round the end"),
        ("0 0 * * 7-2", "7-2", "the range `7-2` runs backwards", "write `0-2`"),
        ("1,,2 * * * *", "1,,2", "a place in the list is empty", "take away the comma"),
        ("-5 * * * *", "-5", "`-5` is no minute", "write a number before `-`, or none"),
        ("/5 * * * *", "/", "a number is missing", "a minute is 0 to 59"),
        ("5- * * * *", "-", "a number is missing", "a minute is 0 to 59"),
        ("@reboot", "@reboot", "there is no `@reboot`", "a schedule knows times only"),
        ("@often", "@often", "there is no `@often`", "there are `@hourly`"),
        ("@daily 5", " 5", "nothing may follow `@daily`", "it stands for all five fields, `0 0 * * *`"),
        ("CRON_TZ=UTC 0 3 * * *", "CRON_TZ=UTC", "no assignment belongs here", "the time zone stands beside it"),
        ("0 3 * * é", "é", "`..` is no day of the week", "a day of the week is 0 (Sunday)"),
    ])
    func `what is wrong is pointed at, with a hint`(
        _ text: String, _ place: String, _ message: String, _ hint: String
    ) throws {
        let error = try #require(#expect(throws: ScheduleTextError.self) { try CronExpression(parsing: text) })
        #expect(String(decoding: Array(text.utf8)[error.range], as: UTF8.self) == place)
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.hint.contains(hint), "\(error.hint)")
    }

    @Test(arguments: [
        ("0 0 30 2 *", false), ("0 0 31 2,4,6,9,11 *", false), ("0 0 29 2 *", true), ("0 0 31 2 mon", true),
        ("0 0 31 * *", true), ("* * 30,31 2 */2", false), ("0 0 29 2 */3", true),
    ])
    func `a day that no calendar has is known`(_ text: String, _ canFire: Bool) throws {
        let expression = try CronExpression(parsing: text)
        #expect(expression.canFire == canFire)
        #expect((expression.next(after: 0, in: .utc) != nil) == canFire)
        #expect((expression.previous(before: 0, in: .utc) != nil) == canFire)
    }

    @Test func `random texts are refused at a place or fire`() throws {
        let berlin = try SystemZones.zone("Europe/Berlin")
        let parts = [
            "*", "*", "*", "0", "7", "59", "31", "12", "-", ",", "/", "/", " ", " ", " ", "jan", "sun", "fri", "?", "L",
            "#", "@daily", "@", "é", "\u{0}", "\n", "99999999999999999999", "1-5", "*/2", "=", "👩‍🚒",
        ]
        var random = SeededRandom(seed: 5)
        var read = 0
        for round in 0..<20_000 {
            var text = (0..<14).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            if round % 2 == 0 {
                // A good one with one thing wrong.
                text = RandomCron(using: &random).text
                let place = text.indices.randomElement(using: &random) ?? text.startIndex
                text.replaceSubrange(place...place, with: parts.randomElement(using: &random) ?? "")
            }
            do throws(ScheduleTextError) {
                let expression = try CronExpression(parsing: text)
                read += 1
                let next = expression.next(after: 1_774_746_000_000_000_000, in: berlin)
                #expect((next ?? .max) > 1_774_746_000_000_000_000)
                #expect((next != nil) == expression.canFire, "\(text)")
            } catch {
                #expect(error.range.lowerBound >= 0 && error.range.upperBound <= text.utf8.count, "\(text)")
                #expect(text.isEmpty || !error.range.isEmpty, "\(text)")
                #expect(!error.message.isEmpty && !error.hint.isEmpty)
            }
        }
        #expect(read > 500)
    }
}
