import Scheduling
import TestSupport
import Testing

@Suite struct TimeZoneRulesTests {
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T00:59:59Z", 3_600), ("Europe/Berlin", "2026-03-29T01:00Z", 7_200),
        ("Europe/Berlin", "2199-07-01T00:00Z", 7_200), ("Europe/Berlin", "1700-01-01T00:00Z", 3_208),
        ("America/New_York", "2026-11-01T05:59:59Z", -14_400), ("America/New_York", "2026-11-01T06:00Z", -18_000),
        ("Australia/Lord_Howe", "2026-04-04T14:59Z", 39_600), ("Australia/Lord_Howe", "2026-04-04T15:00Z", 37_800),
        // Winter time is the daylight saving time of Dublin, an hour less.
        ("Europe/Dublin", "2100-01-01T00:00Z", 0), ("Europe/Dublin", "2100-07-01T00:00Z", 3_600),
        // One that changes its clock on the day before a Sunday, 50 hours after a Thursday's midnight.
        ("Asia/Gaza", "2100-03-26T23:59:59Z", 7_200), ("Asia/Gaza", "2100-03-27T00:00Z", 10_800),
        // And one an hour before a Sunday begins.
        ("America/Nuuk", "2100-03-28T00:59:59Z", -7_200), ("America/Nuuk", "2100-03-28T01:00Z", -3_600),
        ("Asia/Kathmandu", "2026-01-01T00:00Z", 20_700),
    ])
    func `a zone of the machine has its offset`(_ name: String, _ time: String, _ offset: Int) throws {
        let zone = try SystemZones.zone(name)
        #expect(try zone.offset(at: instant(time)) == offset)
        #expect(try zone.offset(atSecond: second(time)) == offset)
    }

    @Test(arguments: [
        ("2026-03-29 02:30", "2026-03-29T01:00Z"), ("2026-03-29 02:00", "2026-03-29T01:00Z"),
        ("2026-03-29 02:59:59", "2026-03-29T01:00Z"),
    ])
    func `a local time that is skipped has no instant`(_ local: String, _ change: String) throws {
        let zone = try SystemZones.zone("Europe/Berlin")
        let time = CivilTime(secondsSinceEpoch: try second(local))
        #expect(try zone.instants(of: time) == .skipped(at: second(change)))
    }

    @Test(arguments: [
        ("2026-03-29 01:59:59", "2026-03-29T00:59:59Z"), ("2026-03-29 03:00", "2026-03-29T01:00Z"),
        ("2026-10-25 01:59:59", "2026-10-24T23:59:59Z"), ("2026-10-25 03:00", "2026-10-25T02:00Z"),
    ])
    func `a local time beside a change of the clock has one instant`(_ local: String, _ time: String) throws {
        let zone = try SystemZones.zone("Europe/Berlin")
        let instants = zone.instants(of: CivilTime(secondsSinceEpoch: try second(local)))
        #expect(try instants == .once(second(time)))
        #expect(try zone.civilTime(at: instant(time)).secondsSinceEpoch == second(local))
    }

    @Test(arguments: [
        ("2026-10-25 02:00", "2026-10-25T00:00Z", "2026-10-25T01:00Z"),
        ("2026-10-25 02:59:59", "2026-10-25T00:59:59Z", "2026-10-25T01:59:59Z"),
    ])
    func `a local time that comes twice has two instants`(_ local: String, _ first: String, _ last: String) throws {
        let zone = try SystemZones.zone("Europe/Berlin")
        let instants = zone.instants(of: CivilTime(secondsSinceEpoch: try second(local)))
        #expect(try instants == .twice(second(first), second(last)))
    }

    @Test func `a day that a zone left out has no instants`() throws {
        let zone = try SystemZones.zone("Pacific/Apia")
        let noon = CivilTime(secondsSinceEpoch: try second("2011-12-30 12:00"))
        #expect(try zone.instants(of: noon) == .skipped(at: second("2011-12-30T10:00Z")))
    }

    @Test(arguments: [
        // All the year: it ends when it begins again.
        ("EST5EDT,0/0,J365/25", "2027-01-01T05:00Z", -14_400), ("EST5EDT,0/0,J365/25", "2027-01-01T04:59:59Z", -14_400),
        ("EST5EDT,0/0,J365/25", "2027-07-01T00:00Z", -14_400), ("XXX3EDT4,0/0,J365/23", "2026-12-31T23:59Z", -14_400),
        // Hours that lead into another year, on both sides.
        ("AAA0BBB-1,J1/-24,J180", "2026-12-30T23:59:59Z", 0), ("AAA0BBB-1,J1/-24,J180", "2026-12-31T00:00Z", 3_600),
        ("AAA0BBB-1,J90,J365/167", "2027-01-06T21:59:59Z", 3_600), ("AAA0BBB-1,J90,J365/167", "2027-01-06T22:00Z", 0),
        // J60 is 1 March in each year, 59 is 29 February in a leap year.
        ("AAA0BBB-1,J60/0,J300/0", "2028-02-29T23:59:59Z", 0), ("AAA0BBB-1,J60/0,J300/0", "2028-03-01T00:00Z", 3_600),
        ("AAA0BBB-1,59/0,J300/0", "2028-02-29T00:00Z", 3_600), ("AAA0BBB-1,59/0,J300/0", "2027-03-01T00:00Z", 3_600),
        ("<+0545>-5:45", "2026-01-01T00:00Z", 20_700), ("<-00>-0:00:30", "2026-01-01T00:00Z", 30),
        ("AAA+24", "2026-01-01T00:00Z", -86_400), ("AAA-24:59:59", "2026-01-01T00:00Z", 89_999),
    ])
    func `the rule at the end of a file holds`(_ rule: String, _ time: String, _ offset: Int) throws {
        let zone = try TimeZoneRules(tzif: TZifBuilder(footer: "\n\(rule)\n").bytes)
        #expect(try zone.offset(at: instant(time)) == offset)
    }

    @Test(arguments: [UInt8(0), 0x32, 0x33, 0x34]) func `all versions are read`(_ version: UInt8) throws {
        let change = try second("2020-01-01T00:00Z")
        let bytes = TZifBuilder(
            version: version, changes: [(change, 1)], offsets: [3_600, -7_200], footer: "\nAAA2\n"
        ).bytes
        let zone = try TimeZoneRules(tzif: bytes)
        #expect(zone.offset(atSecond: change - 1) == 3_600)
        #expect(zone.offset(atSecond: change) == -7_200)
    }

    @Test func `without a rule the last offset stays`() throws {
        let bytes = TZifBuilder(changes: [(-5, 1), (0, 2)], offsets: [0, 60, 120], footer: "\n\n").bytes
        let zone = try TimeZoneRules(tzif: bytes)
        #expect([.min, -6, -5, 0, .max].map { zone.offset(atSecond: $0) } == [0, 0, 60, 120, 120])
    }

    @Test func `changes before all times count`() throws {
        let bytes = TZifBuilder(changes: [(.min, 1), (-1 << 59, 2), (.max, 0)], offsets: [0, 60, 120], footer: "\n\n")
        let zone = try TimeZoneRules(tzif: bytes.bytes)
        #expect(zone.offset(atSecond: 0) == 120)
        #expect(zone.offset(atSecond: .min) == 120)
    }

    @Test func `what is no time zone is refused with its reason`() {
        func error(_ bytes: [UInt8]) -> TimeZoneError? {
            #expect(throws: TimeZoneError.self) { try TimeZoneRules(tzif: bytes) }
        }
        let good = TZifBuilder(changes: [(0, 0), (5, 0)], footer: "\nABC0\n")
        #expect(error([]) == .notTZif)
        #expect(error(Array("#!/bin/sh\nrm -rf\n".utf8)) == .notTZif)
        #expect(error(TZifBuilder(version: 0x31).bytes) == .unknownVersion(0x31))
        for count in 4..<good.bytes.count { #expect(error(Array(good.bytes.prefix(count))) == .truncated) }
        for index in 0..<6 { #expect(error(TZifBuilder(counts: [index: .max]).bytes) == .truncated) }
        #expect(error(TZifBuilder(offsets: []).bytes) == .empty)
        #expect(error(TZifBuilder(changes: [(0, 1)]).bytes) == .unknownLocalTime)
        #expect(error(TZifBuilder(changes: [(5, 0), (5, 0)]).bytes) == .unordered)
        #expect(error(TZifBuilder(offsets: [.min]).bytes) == .offsetOutOfRange(Int(Int32.min)))
        for rule in [
            "A0", "ABC", "ABC25", "ABC0:60", "ABC0DEF", "ABC0DEF,J1", "ABC0DEF,J0,J5", "ABC0DEF,366,5",
            "ABC0DEF,M13.1.0,M1.1.0", "ABC0DEF,M1.6.0,M1.1.0", "ABC0DEF,M1.1.7,M1.1.0", "ABC0DEF,J1/168,J5",
            "ABC0DEF,J1,J5,", "<ABC0", "ABC0DEF,J1,J5 ", "ABC99999999999999999999",
        ] {
            #expect(error(TZifBuilder(footer: "\n\(rule)\n").bytes) == .invalidRule, "\(rule)")
        }
        #expect(error(TZifBuilder(footer: "UTC0\n").bytes) == .invalidRule)
    }

    @Test func `a fixed offset stays`() throws {
        let zone = try #require(TimeZoneRules(secondsEast: 19_800))
        #expect(zone.offset(at: .min) == 19_800)
        #expect(zone.civilTime(at: 0).description == "1970-01-01T05:30:00")
        #expect(TimeZoneRules(secondsEast: 86_400) == nil)
        #expect(TimeZoneRules(secondsEast: -86_400) == nil)
        #expect(TimeZoneRules.utc.offset(at: .max) == 0)
    }

    @Test func `times beyond all calendars trap nowhere`() throws {
        let zone = try SystemZones.zone("Europe/Berlin")
        for seconds in [Int64.min, .max, .min + 1, .max - 1, 1 << 40, -1 << 40, 1 << 50] {
            _ = zone.offset(atSecond: seconds)
            _ = zone.civilTime(atSecond: seconds)
            _ = zone.instants(of: CivilTime(secondsSinceEpoch: seconds))
        }
    }

    @Test(arguments: ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+12", "America/Port-au-Prince"])
    func `a zone's name is safe`(_ name: String) {
        #expect(TimeZoneRules.isSafeName(name))
    }

    @Test(arguments: [
        "", "/", "/etc/passwd", "..", "../x", "Europe/../../etc/passwd", "Europe/", "/UTC", "a//b", "a b", "zone.tab",
        "a\0b", "Europe/Zürich", "$HOME", String(repeating: "a", count: 65),
    ])
    func `a name that could lead elsewhere is not safe`(_ name: String) {
        #expect(!TimeZoneRules.isSafeName(name))
    }
}
