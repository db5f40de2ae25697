import Diagnostics
import Glibc
import RunbookLoading
import Testing

/// Each broken runbook with its exact messages: `Broken/NAME.yaml` and `Broken/NAME.expected`.
///
/// `RECORD_EXPECTED=1 swift test` writes the messages anew; read each of them before it is committed.
@Suite struct BrokenRunbooksTests {
    @Test(arguments: TestFiles.names(in: TestFiles.broken, ending: ".yaml"))
    func `a broken runbook gets exactly its messages`(name: String) throws {
        let bytes = try TestFiles.read(TestFiles.broken + "/" + name)
        let result = RunbookLoader(texts: [name: bytes]).load(path: name)
        let rendered = DiagnosticRenderer().render(result.diagnostics)
        let expectedPath = TestFiles.broken + "/" + name.dropLast(".yaml".count) + ".expected"
        if getenv("RECORD_EXPECTED") != nil {
            try TestFiles.write(rendered, to: expectedPath)
        }
        let expected = try String(decoding: TestFiles.read(expectedPath), as: UTF8.self)
        #expect(rendered == expected)
        #expect(!result.diagnostics.isEmpty)
        #expect(result.hasErrors == (result.set == nil))
    }

    @Test func `there are at least sixty of them`() {
        #expect(TestFiles.names(in: TestFiles.broken, ending: ".yaml").count >= 60)
    }
}
