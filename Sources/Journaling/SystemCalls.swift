internal import Glibc

/// The words of the system for an error number.
func describe(errno number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    return buffer.withUnsafeMutableBufferPointer { space in
        guard let base = space.baseAddress, strerror_r(number, base, space.count) == 0 else { return "error \(number)" }
        return String(cString: base)
    }
}

/// What the system knows of a path, links followed or not; nil with `errno` set where it cannot tell.
func fileStatus(_ path: String, followingLinks: Bool) -> stat? {
    var status = stat()
    let result = followingLinks ? stat(path, &status) : lstat(path, &status)
    return result == 0 ? status : nil
}

extension stat {
    /// Whether this is of one of the kinds `S_IFREG`, `S_IFDIR`…
    func isKind(_ kind: mode_t) -> Bool { st_mode & mode_t(S_IFMT) == kind }
}
