import ConfigurationLoading
import Documents
import Glibc
import TestSupport
import Testing

@Suite("The reference of the configuration") struct ReferencePageTests {
    /// `RECORD_EXPECTED=1` writes the page anew, to be read before it is committed.
    @Test("is what the declaration says")
    func page() throws {
        let page = ReferencePage.markdown(
            of: ConfigurationFormat.version1, origin: "Made by `rung schema config --format markdown`.")
        let path = PackageRoot.path + "/Documentation/configuration-format.md"
        if getenv("RECORD_EXPECTED") != nil { try writeFile(path, page) }
        #expect(String(decoding: try readFile(path), as: UTF8.self) == page)
    }
}
