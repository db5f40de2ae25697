import Glibc

/// A new folder under the system's temporary one, removed with all it holds when the test is over.
package enum ScratchFolder {
    /// Makes a folder only its owner can enter; throws where that fails.
    static func make() throws -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/rung-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw TestSupportError(message: "cannot make a folder in \(parent): \(String(cString: strerror(errno)))")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes a folder and all it holds; follows no link, and opens again what a test has locked.
    static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            chmod(path, 0o700)
            for name in (try? namesInFolder(path)) ?? [] { remove(path + "/" + name) }
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}

/// Runs `body` with the path of a new folder, which is removed afterwards, also when `body` throws.
package func withScratchFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = try ScratchFolder.make()
    defer { ScratchFolder.remove(path) }
    return try body(path)
}

/// Runs `body` with the path of a new folder, which is removed afterwards, also when `body` throws.
package func withScratchFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let path = try ScratchFolder.make()
    defer { ScratchFolder.remove(path) }
    return try await body(path)
}
