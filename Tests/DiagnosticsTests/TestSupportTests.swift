import Diagnostics
import Glibc
import TestSupport
import Testing

@Suite struct TestSupportTests {
    @Test func `a scratch folder is gone afterwards, whatever a test left in it`() throws {
        let path = try withScratchFolder { path in
            try writeFile(path + "/a", "text")
            #expect(mkdir(path + "/locked", 0o755) == 0)
            try writeFile(path + "/locked/b", [1, 2])
            #expect(symlink("/", path + "/link") == 0)
            #expect(chmod(path + "/locked", 0) == 0)
            #expect(try namesInFolder(path) == ["a", "link", "locked"])
            #expect(try readFile(path + "/a") == Array("text".utf8))
            return path
        }
        #expect(access(path, F_OK) != 0)
        #expect(access("/", F_OK) == 0)
    }

    @Test func `a scratch folder is gone after an error in an async test`() async throws {
        var path = ""
        await #expect(throws: TestSupportError.self) {
            try await withScratchFolder { folder in
                path = folder
                await Task.yield()
                throw TestSupportError(message: "stop")
            }
        }
        #expect(!path.isEmpty && access(path, F_OK) != 0)
    }

    @Test func `marks are taken out and their places kept`() {
        let text = MarkedText("é1️⃣b2️⃣\n3️⃣")
        #expect(text.text == "éb\n")
        #expect(text.offsets == [1: 2, 2: 3, 3: 4])
        #expect(text.range(1, 2).count == 1)
    }

    @Test func `the package root holds Package.swift`() {
        #expect(access(PackageRoot.path + "/Package.swift", R_OK) == 0)
    }
}
