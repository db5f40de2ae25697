import Diagnostics
import Glibc
import RunbookLoading
import Testing

/// The design's own runbooks.
@Suite struct ExamplesTests {
    @Test func `the examples validate without a word`() throws {
        let names = TestFiles.names(in: TestFiles.examples, ending: ".yaml")
        if names.isEmpty {
            #expect(getenv("CI") == nil, "the examples are missing at \(TestFiles.examples)")
            print("the examples are not here: not run")
            return
        }
        for name in names {
            let loader = RunbookLoader(readFile: RunbookFile.read)
            let result = loader.load(path: TestFiles.examples + "/" + name)
            #expect(DiagnosticRenderer().render(result.diagnostics) == "")
            #expect(result.set != nil)
        }
    }
}
