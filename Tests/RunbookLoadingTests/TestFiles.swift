import Glibc
import RunbookLoading
import Testing

/// The files beside the tests.
enum TestFiles {
    /// The package's folder.
    static let root: String = {
        var path = #filePath.split(separator: "/").map(String.init)
        path.removeLast(3)
        return "/" + path.joined(separator: "/")
    }()

    /// The broken runbooks.
    static var broken: String { root + "/Tests/RunbookLoadingTests/Broken" }
    /// Drafts of real runbooks, which use every part of the format.
    static var examples: String { root + "/Tests/RunbookLoadingTests/Examples" }
    /// The runbooks that come with Rung.
    static var shipped: String { root + "/runbooks" }

    /// The names of a folder's files that end so, in order; empty where there is no such folder.
    static func names(in folder: String, ending: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(ending) { names.append(name) }
        }
        return names.sorted()
    }

    /// The bytes of a file.
    static func read(_ path: String) throws -> [UInt8] {
        try FileReading.read(path)
    }

    /// Writes a file anew.
    static func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"), "cannot write \(path)")
        defer { fclose(file) }
        let bytes = Array(text.utf8)
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}
