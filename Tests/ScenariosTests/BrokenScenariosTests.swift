import Diagnostics
import Glibc
import RunbookLoading
import Scenarios
import TestSupport
import Testing

/// Each broken file of scenarios with its exact messages: `Broken/NAME.test.yaml` and `Broken/NAME.expected`.
///
/// `RECORD_EXPECTED=1 swift test` writes the messages anew; read each of them before it is committed.
@Suite struct BrokenScenariosTests {
    private static let folder = PackageRoot.path + "/Tests/ScenariosTests/Broken"
    private static let ending = ".test.yaml"

    static var names: [String] {
        get throws {
            try namesInFolder(folder).filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }
        }
    }

    @Test(arguments: try names)
    func `a broken file gets exactly its messages`(name: String) throws {
        let loader = ScenarioLoader { path throws(FileReadError) in
            try FileReading.read(Self.folder + "/" + path)
        }
        let result = loader.load(path: name + Self.ending)
        let rendered = DiagnosticRenderer().render(result.diagnostics)
        let path = "\(Self.folder)/\(name).expected"
        if getenv("RECORD_EXPECTED") != nil { try writeFile(path, rendered) }
        #expect(rendered == String(decoding: try readFile(path), as: UTF8.self))
        #expect(result.diagnostics.contains { $0.severity == .error })
        #expect(result.file == nil)
    }
}
