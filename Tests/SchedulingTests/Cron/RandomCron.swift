import Scheduling
import TestSupport

/// A random cron expression, and what it means, told apart from any parser.
struct RandomCron {
    var text: String
    private var fields: [(numbers: Set<Int>, hasStar: Bool)] = []

    private static let ranges = [0...59, 0...23, 1...31, 1...12, 0...6]

    /// One whose hours are often those at which clocks are changed.
    init(using random: inout SeededRandom) {
        var texts: [String] = []
        for (index, range) in RandomCron.ranges.enumerated() {
            let isDay = index >= 2
            let few = index == 1 ? 0...4 : range
            func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
            switch number(0...(isDay ? 11 : 5)) {
            case 0:
                let step = number(1...(index == 1 ? 3 : 6))
                texts.append("*/\(step)")
                fields.append((Set(stride(from: range.lowerBound, through: range.upperBound, by: step)), true))
            case 1, 2:
                let numbers = (0..<number(1...3)).map { _ in number(few) }
                texts.append(numbers.map { String($0) }.joined(separator: ","))
                fields.append((Set(numbers), false))
            case 3:
                let first = number(few)
                let last = number(first...range.upperBound)
                let step = last > first ? number(1...(last - first)) : 0
                texts.append(step > 0 ? "\(first)-\(last)/\(step)" : "\(first)-\(last)")
                fields.append((Set(stride(from: first, through: last, by: max(1, step))), false))
            default:
                texts.append("*")
                fields.append((Set(range), true))
            }
        }
        text = texts.joined(separator: " ")
    }

    /// Whether it goes by real time.
    var followsRealTime: Bool { fields[0].hasStar || fields[1].hasStar }

    /// Whether a local time, in seconds as a clock of UTC counts them, matches.
    func matches(_ local: Int64) -> Bool {
        let time = CivilTime(secondsSinceEpoch: local)
        guard time.second == 0, fields[0].numbers.contains(time.minute), fields[1].numbers.contains(time.hour),
            fields[3].numbers.contains(time.date.month)
        else { return false }
        let byMonth = fields[2].numbers.contains(time.date.day)
        let byWeek = fields[4].numbers.contains(time.date.weekday.rawValue)
        return !fields[2].hasStar && !fields[4].hasStar ? byMonth || byWeek : byMonth && byWeek
    }

    /// The seconds from `start` to before `end` at which it fires, found by living through each minute of a zone.
    func firings(from start: Int64, to end: Int64, in zone: TimeZoneRules) -> [Int64] {
        var found: [Int64] = []
        var latest = Int64.min
        for second in stride(from: start - 2 * 86_400, to: end, by: 60) {
            let local = second + Int64(zone.offset(atSecond: second))
            if followsRealTime {
                if second >= start, matches(local) { found.append(second) }
                continue
            }
            // What the clock shows for the first time now, or has just been put forward over.
            if latest == .min { latest = local }
            let isNew = latest < local && stride(from: latest + 60, through: local, by: 60).contains(where: matches)
            if isNew, second >= start { found.append(second) }
            latest = max(latest, local)
        }
        return found
    }
}
