import Glibc
import TestSupport
import Testing

@testable import Scheduling

/// Every zone of the machine, judged by Python's own reader of time zones.
@Suite struct ZoneJudgeTests {
    private static let script = """
        import sys
        from datetime import datetime, timedelta, timezone
        from zoneinfo import ZoneInfo
        epoch = datetime(1970, 1, 1)
        zone, name, bad, judged = None, '', 0, 0
        def offset(second):
            at = (epoch + timedelta(seconds=second)).replace(tzinfo=timezone.utc).astimezone(zone)
            return int(at.utcoffset().total_seconds())
        def instants(local):
            at = (epoch + timedelta(seconds=local)).replace(tzinfo=zone)
            found = {local - int(at.replace(fold=fold).utcoffset().total_seconds()) for fold in (0, 1)}
            return sorted(second for second in found if second + offset(second) == local)
        for line in open(sys.argv[1]):
            kind, *rest = line.rstrip('\\n').split('\\t')
            if kind == 'zone':
                name = rest[0]
                with open(name, 'rb') as file:
                    zone = ZoneInfo.from_file(file)
                continue
            given, said = int(rest[0]), [int(number) for number in rest[1:]]
            expected = [offset(given)] if kind == 'offset' else instants(given)
            judged += 1
            if said != expected:
                bad += 1
                if bad < 20:
                    print(name, kind, given, 'is', expected, 'not', said)
        print(judged, 'judged')
        sys.exit(1 if bad or not judged else 0)
        """

    @Test func `every zone of the machine has the offsets that Python sees`() throws {
        guard system("python3 -c 'import zoneinfo' 2>/dev/null") == 0 else {
            print("not run: python3 as a judge of time zones is not installed")
            return
        }
        try withScratchFolder { folder in
            // The same data without what the last rule says anyway, as newer systems have them.
            let slim = folder + "/slim"
            let zic = "zic -b slim -d '\(slim)' \(SystemZones.folder)/tzdata.zi >/dev/null 2>&1"
            if system("PATH=$PATH:/usr/sbin; " + zic) != 0 { print("not run: zic for slim time zone files") }
            var seen: Set<[UInt8]> = []
            var questions = ""
            for file in files(under: SystemZones.folder) + files(under: slim) {
                let bytes = try readFile(file)
                guard bytes.starts(with: Array("TZif".utf8)), seen.insert(bytes).inserted else { continue }
                questions += "zone\t\(file)\n"
                questions += ask(try TimeZoneRules(tzif: bytes), seed: UInt64(seen.count))
            }
            #expect(seen.count > 100)
            for (index, rule) in randomRules().enumerated() {
                let bytes = TZifBuilder(version: 0x33, footer: "\n\(rule)\n").bytes
                try writeFile(folder + "/rule\(index)", bytes)
                questions += "zone\t\(folder)/rule\(index)\n"
                questions += ask(try TimeZoneRules(tzif: bytes), seed: UInt64(index))
            }
            try writeFile(folder + "/questions", questions)
            try writeFile(folder + "/judge.py", Self.script)
            let status = system("python3 '\(folder)/judge.py' '\(folder)/questions' >'\(folder)/said' 2>&1")
            let said = String(decoding: try readFile(folder + "/said"), as: UTF8.self)
            #expect(status == 0, "\(said)")
        }
    }

    /// What a zone says at its changes from 1850 to 2045, and at random.
    private func ask(_ zone: TimeZoneRules, seed: UInt64) -> String {
        var random = SeededRandom(seed: seed)
        var lines: [String] = []
        func ask(_ second: Int64) { lines.append("offset\t\(second)\t\(zone.offset(atSecond: second))") }
        func askLocal(_ local: Int64) {
            let said: [Int64] =
                switch zone.instants(of: CivilTime(secondsSinceEpoch: local)) {
                case .skipped: []
                case .once(let second): [second]
                case .twice(let first, let last): [first, last]
                }
            lines.append((["instants", String(local)] + said.map { String($0) }).joined(separator: "\t"))
        }
        var span = zone.span(at: -3_786_825_600)
        while span.end < 2_366_841_600 {
            ask(span.end - 1)
            ask(span.end)
            askLocal(span.end + span.offset + Int64.random(in: -5_400...5_400, using: &random))
            span = zone.span(at: span.end)
        }
        for _ in 0..<100 {
            ask(Int64.random(in: -9_000_000_000...9_000_000_000, using: &random))
            askLocal(Int64.random(in: -9_000_000_000...9_000_000_000, using: &random))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Rules that Python reads as POSIX does: of `n` and `Jn` it mistakes days, and no change may be of another year.
    private func randomRules() -> [String] {
        var random = SeededRandom(seed: 7)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        func time(_ hours: ClosedRange<Int>) -> String {
            "\(number(hours))" + (Bool.random(using: &random) ? ":\(10 + number(0...49))" : "")
        }
        return (0..<60).map { _ in
            func day(_ months: ClosedRange<Int>) -> String {
                "M\(number(months)).\(number(1...5)).\(number(0...6))"
                    + (Bool.random(using: &random) ? "/" + time(-167...167) : "")
            }
            let days = [day(3...5), day(8...11)]
            let order = Bool.random(using: &random) ? days : days.reversed()
            return "AAA\(time(-12...12))<+BB>\(time(-12...12)),\(order[0]),\(order[1])"
        }
    }

    private func files(under folder: String) -> [String] {
        var found: [String] = []
        for name in (try? namesInFolder(folder)) ?? [] {
            let path = folder + "/" + name
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { found += files(under: path) } else { found.append(path) }
        }
        return found
    }
}
