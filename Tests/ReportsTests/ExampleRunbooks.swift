import Diagnostics
import RunbookLoading
import RunbookModel
import TestSupport
import Testing

/// Runbooks that the tests of reports tell of.
enum ExampleRunbooks {
    /// A runbook of a text.
    static func load(_ text: String) throws -> RunbookSet {
        try load("a.yaml", ["a.yaml": Array(text.utf8)])
    }

    /// A runbook of texts by their paths, the first of which is named.
    static func load(_ root: String, _ texts: [String: [UInt8]]) throws -> RunbookSet {
        let result = RunbookLoader(texts: texts).load(path: root)
        let problems = result.diagnostics.map { "\($0.range.start): \($0.message)" }
        return try #require(result.set, "\(problems.joined(separator: "\n"))")
    }

    /// The runbook that comes with Rung.
    static func shipped() throws -> RunbookSet {
        let path = PackageRoot.path + "/runbooks/502-bad-gateway.yaml"
        return try #require(RunbookLoader(readFile: FileReading.read).load(path: path).set, "\(path) is not valid")
    }
}
