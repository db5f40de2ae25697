import Glibc
import TestSupport

/// Where the built program lies.
enum RungBinary {
    /// `RUNG_TEST_BINARY`, else beside the bundle of the tests, else where a debug build puts it.
    static let path: String = {
        if let named = getenv("RUNG_TEST_BINARY") {
            let path = String(cString: named)
            return path.hasPrefix("/") ? path : PackageRoot.path + "/" + path
        }
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let executable = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for bundle in [executable] + CommandLine.arguments where bundle.contains(".xctest") {
            let folder = bundle.split(separator: "/").prefix { !$0.hasSuffix(".xctest") }.joined(separator: "/")
            if access("/\(folder)/rung", X_OK) == 0 { return "/\(folder)/rung" }
        }
        return PackageRoot.path + "/.build/debug/rung"
    }()
}
