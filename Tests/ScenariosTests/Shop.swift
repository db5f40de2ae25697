import CEL
import Diagnostics
import Interpreter
import RunbookLoading
import Scenarios
import TestSupport
import Testing

/// Scenarios of the runbook Runbooks/shop.yaml, written in a test.
struct Shop {
    let file: ScenarioFile
    let verdicts: [ScenarioVerdict]

    /// What the shop answers while all is well: each scenario says what is otherwise.
    static let wellHead = """
        results:
          page: {status: 200}
          cache: PONG
          port: {connected: true}
          config: cache=on

        """

    /// The scenarios of a text, which is indented as it stands below `scenarios`.
    init(
        _ scenarios: String, runbook: String? = nil, head: String = wellHead,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let text =
            "version: 1\nrunbook: shop.yaml\nset: {site: shop.example}\n" + head + "scenarios:\n"
            + scenarios.split(separator: "\n").map { "  " + $0 + "\n" }.joined()
        let folder = PackageRoot.path + "/Tests/ScenariosTests/Runbooks/"
        let loader = ScenarioLoader { path throws(FileReadError) in
            if path == "shop.test.yaml" { return Array(text.utf8) }
            if path == "shop.yaml", let runbook { return Array(runbook.utf8) }
            return try FileReading.read(folder + path)
        }
        let result = loader.load(path: "shop.test.yaml")
        let file = try #require(
            result.file, "\(DiagnosticRenderer().render(result.diagnostics))", sourceLocation: sourceLocation)
        self.file = file
        verdicts = file.scenarios.map { scenario in
            let run = ScenarioRun(of: scenario, in: file.runbooks, parser: OutputParser(readYAML: { _ in nil }))
            return ScenarioVerdict(scenario, run, of: file)
        }
    }

    /// What does not hold, as it is shown.
    var failures: String {
        DiagnosticRenderer().render(verdicts.flatMap(\.failures))
    }

    /// The way of the first scenario.
    var path: [String] { verdicts[0].run.path }
}
