import Diagnostics
import RunbookLoading
import RunbookModel
import TestSupport
import Testing

/// Runbooks that the tests of reports tell of.
enum ExampleRunbooks {
    /// A runbook of a text.
    static func load(_ text: String) throws -> RunbookSet {
        let result = RunbookLoader(texts: ["a.yaml": Array(text.utf8)]).load(path: "a.yaml")
        let problems = result.diagnostics.map { "\($0.range.start): \($0.message)" }
        return try #require(result.set, "\(problems.joined(separator: "\n"))")
    }

    /// The runbook that comes with Rung.
    static func shipped() throws -> RunbookSet {
        let path = PackageRoot.path + "/runbooks/502-bad-gateway.yaml"
        let result = RunbookLoader(readFile: FileReading.read).load(path: path)
        return try #require(result.set, "\(path) is not valid")
    }
}
