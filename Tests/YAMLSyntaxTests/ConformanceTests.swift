import Diagnostics
import Testing

@testable import YAMLSyntax

@Suite struct ConformanceTests {
    @Test func `the suite is accepted and rejected exactly as libyaml does`() throws {
        guard let cases = try SuiteCase.all() else { return }
        var counts = [0, 0, 0, 0]
        for entry in cases {
            let isAccepted = SuiteEvents(of: entry.yaml).isAccepted
            #expect(isAccepted == entry.isAcceptedByLibYAML, "\(entry.id)")
            counts[(entry.mustFail ? 2 : 0) + (isAccepted ? 0 : 1)] += 1
        }
        // Valid and accepted, valid and rejected, invalid and accepted, invalid and rejected.
        #expect(counts == [257, 51, 16, 78])
    }

    @Test func `the events are the suite's own in 252 cases`() throws {
        guard let cases = try SuiteCase.all() else { return }
        var identical = 0
        for entry in cases where !entry.mustFail && entry.isAcceptedByLibYAML {
            let isIdentical = SuiteEvents(of: entry.yaml).text == entry.tree
            #expect(isIdentical == !entry.hasOtherEvents, "\(entry.id)")
            if isIdentical { identical += 1 }
        }
        #expect(identical == 252)
    }

    @Test func `every range of the suite's trees holds its node and nothing more`() throws {
        guard let cases = try SuiteCase.all() else { return }
        var checked = 0
        for entry in cases where !entry.yaml.contains("%TAG") {
            guard let document = YAMLReader.read(name: entry.id, bytes: Array(entry.yaml.utf8)).document else {
                continue
            }
            var check = RangeCheck(of: document)
            check.run()
            #expect(check.failures == [], "\(entry.id)")
            checked += check.checked
        }
        #expect(checked > 1_000)
    }

    @Test func `every scalar of the suite can be followed back to its source`() throws {
        guard let cases = try SuiteCase.all() else { return }
        for entry in cases {
            guard let document = YAMLReader.read(name: entry.id, bytes: Array(entry.yaml.utf8)).document else {
                continue
            }
            for node in document.scalars where node.aliasName == nil {
                guard let scalar = node.scalar, scalar.text.contains(where: { !$0.isWhitespace }) else { continue }
                var last = node.range.start
                for offset in 0..<scalar.text.utf8.count {
                    let wanted = offset..<(offset + 1)
                    var map = TextRangeMap(of: scalar, at: node.range, in: document.source, wanted: wanted)
                    let found = map.find()
                    #expect((found?.start ?? -1) >= last, "\(entry.id): \(scalar)")
                    last = found?.start ?? last
                }
            }
        }
    }
}
