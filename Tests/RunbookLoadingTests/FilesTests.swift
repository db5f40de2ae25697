import Diagnostics
import Glibc
import RunbookLoading
import Testing

@Suite struct FilesTests {
    private static func said(_ bytes: [UInt8]) -> String {
        let result = RunbookLoader(texts: ["a.yaml": bytes]).load(path: "a.yaml")
        return result.diagnostics.first?.message ?? ""
    }

    @Test func `a file that is not there, and a folder, are said`() {
        let loader = RunbookLoader(readFile: FileReading.read)
        let rendered = { DiagnosticRenderer().render(loader.load(path: $0).diagnostics) }
        #expect(rendered("/no/such.yaml").hasPrefix("/no/such.yaml:1:1: error: there is no such file"))
        #expect(rendered("/tmp").hasPrefix("/tmp:1:1: error: it is a folder, not a file"))
    }

    @Test func `what is no text is said`() {
        #expect(!Self.said([0xFF, 0xFE, 0x76, 0x00]).isEmpty)
        #expect(!Self.said([0x76, 0xC3, 0x28]).isEmpty)
        #expect(!Self.said([]).isEmpty)
    }

    @Test func `a byte-order mark does no harm`() {
        let text = Array(Loading.runbook("look: {check: df, next: done, else: help}").utf8)
        let result = RunbookLoader(texts: ["a.yaml": [0xEF, 0xBB, 0xBF] + text]).load(path: "a.yaml")
        #expect(Loading.messages(result) == [])
    }

    @Test func `Windows line ends do no harm`() {
        let text = Loading.runbook("look:\n  check: |\n    a\n    b\n  next: done\n  else: help")
        let result = Loading.load(
            text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
        #expect(Loading.messages(result) == [])
    }

    @Test func `a name with control characters is shown escaped`() {
        let result = Loading.load(Loading.runbook("look: {check: df, next: \"\\e[31mred\", else: help}"))
        let rendered = DiagnosticRenderer().render(result.diagnostics)
        #expect(!rendered.utf8.contains(0x1B))
        #expect(rendered.contains("there is no step"))
    }
}
