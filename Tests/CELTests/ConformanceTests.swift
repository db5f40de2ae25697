import CEL
import Foundation
import Testing

/// The public conformance suite of the Common Expression Language, all of it that needs no protocol buffers.
@Suite struct ConformanceTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/conformance/cel").standardizedFileURL

    @Test(arguments: [("conformance.json", 1_743), ("conformance-extra-v0.25.3-partial.json", 13)])
    func `every test of the suite passes`(file: String, count: Int) throws {
        let path = Self.folder.appending(path: file)
        guard let data = try? Data(contentsOf: path) else {
            let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"
            #expect(!isRequired, "the conformance suite is missing: \(path.path)")
            print("conformance: \(file) is not there, not run")
            return
        }
        let tests = try JSONDecoder().decode([ConformanceTest].self, from: data).filter { !$0.needsProto }
        var counts: [String: (passed: Int, total: Int)] = [:]
        for test in tests {
            let failure = test.failure()
            if let failure { Issue.record("\(test.id): \(test.expr): \(failure)") }
            counts[test.file, default: (0, 0)].total += 1
            if failure == nil { counts[test.file, default: (0, 0)].passed += 1 }
        }
        for (name, result) in counts.sorted(by: { $0.key < $1.key }) {
            print("conformance: \(name) \(result.passed) of \(result.total)")
        }
        let passed = counts.values.reduce(0) { $0 + $1.passed }
        print("conformance: \(file): \(passed) of \(tests.count) passed")
        #expect(tests.count == count)
        #expect(passed == count)
    }
}
