import Scheduling
import TestSupport
import Testing

/// Hostile files: an error or a zone that answers, never a trap.
@Suite struct ZoneFuzzTests {
    @Test func `random bytes are refused or answer`() throws {
        var random = SeededRandom(seed: 3)
        var refused = 0
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...200, using: &random)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            if Bool.random(using: &random) { bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + bytes }
            if !answers(bytes) { refused += 1 }
        }
        #expect(refused > 2_900)
    }

    @Test(arguments: ["Europe/Berlin", "Asia/Gaza", "Africa/Casablanca", "Etc/UTC"])
    func `changed files are refused or answer`(_ name: String) throws {
        let file = try readFile(SystemZones.folder + "/" + name)
        var random = SeededRandom(seed: 4)
        var answered = 0
        for _ in 0..<400 {
            var bytes = file
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                // Where the counts, and where the rule, stand, more often than elsewhere.
                let places = [0..<bytes.count, 0..<min(44, bytes.count), max(0, bytes.count - 30)..<bytes.count]
                let place = Int.random(in: places[Int.random(in: 0...2, using: &random)], using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                case 2: bytes.remove(at: place)
                default: bytes.insert(UInt8(ascii: "9"), at: place)
                }
            }
            if answers(bytes) { answered += 1 }
        }
        #expect(answered > 0)
    }

    /// Whether it was read; asks then all that can be asked.
    private func answers(_ bytes: [UInt8]) -> Bool {
        guard let zone = try? TimeZoneRules(tzif: bytes) else { return false }
        for second in [Int64.min, -3_000_000_000, 0, 1_774_746_000, 9_000_000_000, .max] {
            _ = zone.offset(atSecond: second)
            _ = zone.instants(of: CivilTime(secondsSinceEpoch: second))
        }
        for text in ["30 2 * * *", "*/30 * * * *", "0 0 29 2 *"] {
            guard let expression = try? CronExpression(parsing: text) else { return false }
            let start: EpochNanoseconds = 1_774_746_000_000_000_000
            let next = expression.next(after: start, in: zone)
            let previous = expression.previous(before: start, in: zone)
            if let next { #expect(next > start) }
            if let previous { #expect(previous < start) }
        }
        return true
    }
}
