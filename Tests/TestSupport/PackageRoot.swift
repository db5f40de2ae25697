import Glibc

/// Where the package and the material beside it lie.
package enum PackageRoot {
    /// The folder of Package.swift, found from this file's own place.
    package static let path: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// The folder `../shared/conformance/NAME`, or nil, with a line on stdout, where it is absent.
    ///
    /// Throws where it is absent and the environment says `CI=true`: there a suite must not be left out in silence.
    package static func conformance(_ name: String) throws -> String? {
        let folder = path + "/../shared/conformance/" + name
        if access(folder, R_OK | X_OK) == 0 { return folder }
        guard getenv("CI").map({ String(cString: $0) }) != "true" else {
            throw TestSupportError(message: "CI=true, but the conformance folder is missing: \(folder)")
        }
        print("not run: the conformance folder is missing: \(folder)")
        return nil
    }
}
