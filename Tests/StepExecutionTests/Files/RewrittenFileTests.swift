import FileEditing
import Glibc
import StepExecution
import TestSupport
import Testing

/// A file that a command rewrites: replaced as a whole, and only as it was read.
@Suite struct RewrittenFileTests {
    @Test func `a file that others changed meanwhile is left as it is`() throws {
        try withScratchFolder { folder in
            let path = folder + "/x"
            try writeFile(path, "one\n")
            let file = try RewrittenFile(path)
            try writeFile(path, "theirs\n")
            let failure = try #require(throws: FileEditFailure.self) { try file.replace(with: Array("ours\n".utf8)) }
            #expect(failure.kind == .changedByOthers)
            #expect(try readFile(path) == Array("theirs\n".utf8))
            #expect(try namesInFolder(folder) == ["x"])
        }
    }

    @Test func `mode and link stay, and nothing is left beside the file`() throws {
        try withScratchFolder { folder in
            let path = folder + "/x"
            try writeFile(path, "one\n", mode: 0o604)
            chmod(path, 0o604)
            #expect(symlink("x", folder + "/link") == 0)
            try RewrittenFile(folder + "/link").replace(with: Array("two\n".utf8))
            var status = stat()
            #expect(lstat(folder + "/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o604)
            #expect(try readFile(path) == Array("two\n".utf8))
            #expect(try namesInFolder(folder) == ["link", "x"])
        }
    }

    @Test func `what cannot be edited is named`() throws {
        try withScratchFolder { folder in
            #expect(throws: FileEditFailure.self) { try RewrittenFile(folder + "/nowhere") }
            #expect(throws: FileEditFailure.self) { try RewrittenFile(folder) }
        }
    }
}
