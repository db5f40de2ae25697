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

    @Test("refuses an unattended answer where nobody would be asked")
    func nobodyAsked() throws {
        let runbook = """
            version: 1
            id: x
            start: a
            fallback: help
            steps:
              a: {ask: Now?, unattended: escalate, next: b}
              b: {manual: Do it, timeout: 5m, unattended: escalate, next: help}
              help: {escalate: {to: oncall}}

            """
        func codes(_ scenario: String) -> [String] {
            let texts = ["x.yaml": runbook, "x.test.yaml": "version: 1\nscenarios: {s: \(scenario)}\n"]
            let loader = ScenarioLoader { path throws(FileReadError) in
                guard let text = texts[path] else { throw FileReadError("there is no such file") }
                return Array(text.utf8)
            }
            return loader.load(path: "x.test.yaml").diagnostics.map(\.code)
        }
        #expect(codes("{answers: {a: true}, expect: {outcome: escalated}}") == ["misplaced-answer"])
        #expect(codes("{answers: {b: true}, expect: {outcome: escalated}}") == [])
        #expect(codes("{mode: guided, answers: {a: true}, expect: {outcome: escalated}}") == [])
    }

    @Test("takes a long chain of scenarios that are like one another")
    func longChain() throws {
        let text =
            "version: 1\nset: {site: x}\nscenarios:\n  s0: {results: {cache: PONG}, expect: {outcome: resolved}}\n"
            + (1..<2000).map { "  s\($0): {like: s\($0 - 1), expect: {outcome: resolved}}\n" }.joined()
        let folder = PackageRoot.path + "/Tests/ScenariosTests/Runbooks/"
        let loader = ScenarioLoader { path throws(FileReadError) in
            path == "shop.test.yaml" ? Array(text.utf8) : try FileReading.read(folder + path)
        }
        #expect(loader.load(path: "shop.test.yaml").file?.scenarios.count == 2000)
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
