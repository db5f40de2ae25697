import Diagnostics
import Documents
import Glibc
import RunbookLoading
import RunbookModel
import Scenarios
import TestSupport
import Testing

@Suite("The format of scenarios") struct ScenarioFormatTests {
    /// `RECORD_EXPECTED=1` writes the page anew, to be read before it is committed.
    @Test("has the reference that its declaration says")
    func page() throws {
        let page = ReferencePage.markdown(
            of: ScenarioFormat.version1, origin: "Made by `rung schema scenario --format markdown`.")
        let path = PackageRoot.path + "/Documentation/scenario-format.md"
        if getenv("RECORD_EXPECTED") != nil { try writeFile(path, page) }
        #expect(String(decoding: try readFile(path), as: UTF8.self) == page)
    }

    @Test(
        "finds the file beside a runbook by its name",
        arguments: [("x.yaml", "x.test.yaml"), ("a/b.yml", "a/b.test.yml"), ("x", "x.test.yaml")])
    func names(runbook: String, scenarios: String) {
        #expect(ScenarioLoader.path(beside: runbook) == scenarios)
    }

    @Test("is about the runbook of the file's name where it does not say which")
    func runbookByName() throws {
        let text = "version: 1\nscenarios: {a: {set: {site: x}, expect: {outcome: resolved}}}\n"
        let folder = PackageRoot.path + "/Tests/ScenariosTests/Runbooks/"
        let loader = ScenarioLoader { path throws(FileReadError) in
            path.hasSuffix(".test.yaml") || path == "other.yaml"
                ? Array(text.utf8) : try FileReading.read(folder + path)
        }
        #expect(loader.load(path: "shop.test.yaml").file?.runbooks.main.id == "shop")
        #expect(loader.load(path: "other.yaml").diagnostics.map(\.code) == ["no-runbook"])
    }

    @Test("tells scenarios from runbooks and configurations")
    func kinds() throws {
        #expect(ScenarioLoader.holdsScenarios(Array("scenarios: {}".utf8), name: "x"))
        #expect(!ScenarioLoader.holdsScenarios(Array("scenarios: {}\nsteps: {}".utf8), name: "x"))
        #expect(!ScenarioLoader.holdsScenarios(Array("watches: {}".utf8), name: "x"))
        #expect(!ScenarioLoader.holdsScenarios(Array("[".utf8), name: "x"))
    }

    @Test("holds for the shipped runbooks", arguments: ["502-bad-gateway", "backend-monitor"])
    func shipped(name: String) throws {
        let result = ScenarioLoader(readFile: FileReading.read)
            .load(path: "\(PackageRoot.path)/runbooks/\(name).test.yaml")
        #expect(result.diagnostics.isEmpty)
        #expect(try #require(result.file).scenarios.count >= 5)
    }
}
