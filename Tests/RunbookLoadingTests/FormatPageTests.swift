import Documents
import Glibc
import RunbookLoading
import Testing

@Suite struct FormatPageTests {
    /// `RECORD_EXPECTED=1` writes the page anew, to be read before it is committed.
    @Test func `the reference of the format is what the declaration says`() throws {
        let page = ReferencePage.markdown(
            of: RunbookFormat.version1, origin: "Made by `rung schema runbook --format markdown`.")
        let path = TestFiles.root + "/Documentation/runbook-format.md"
        if getenv("RECORD_EXPECTED") != nil { try TestFiles.write(page, to: path) }
        #expect(try String(decoding: TestFiles.read(path), as: UTF8.self) == page)
    }

    @Test func `every key of the format has a sentence about it`() {
        var count = 0
        func look(_ shape: Shape) {
            switch shape.form {
            case .object(let object):
                for key in object.keys {
                    count += 1
                    #expect(key.summary.count > 5, "\(object.name): \(key.name)")
                    look(key.value)
                }
            case .list(let element, _): look(element)
            case .map(_, let value): look(value)
            case .oneOf(let shapes): shapes.forEach(look)
            default: break
            }
        }
        look(RunbookFormat.version1.shape)
        for definition in RunbookFormat.version1.definitions { look(definition.shape) }
        #expect(count > 100)
    }
}
