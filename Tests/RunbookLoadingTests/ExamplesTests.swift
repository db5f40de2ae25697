import Diagnostics
import RunbookLoading
import Testing

/// Whole runbooks: those that come with Rung, and drafts that use every part of the format.
@Suite struct ExamplesTests {
    @Test(arguments: [TestFiles.shipped, TestFiles.examples])
    func `real runbooks validate without a word`(folder: String) {
        let names = TestFiles.names(in: folder, ending: ".yaml").filter { !$0.hasSuffix(".test.yaml") }
        #expect(names.count >= 2)
        for name in names {
            let loader = RunbookLoader(readFile: FileReading.read)
            let result = loader.load(path: folder + "/" + name)
            #expect(DiagnosticRenderer().render(result.diagnostics) == "")
            #expect(result.set != nil)
        }
    }
}
