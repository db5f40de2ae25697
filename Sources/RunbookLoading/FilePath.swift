/// Paths as texts: what is known of them without looking at a disk.
package enum FilePath {
    /// The path of a file that another names: relative to the folder of the one that names it.
    ///
    /// `.` and `..` are taken out as far as the text allows, so that one file has one path.
    package static func resolve(_ file: String, against other: String) -> String {
        if file.utf8.first == UInt8(ascii: "/") { return normalized(file) }
        guard let slash = other.utf8.lastIndex(of: UInt8(ascii: "/")) else { return normalized(file) }
        return normalized(other[...slash] + file)
    }

    /// A path without `.`, `..` and doubled slashes, as far as its text allows.
    static func normalized(_ path: some StringProtocol) -> String {
        var parts: [Substring] = []
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        for part in String(path).split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                if let last = parts.last, last != ".." {
                    parts.removeLast()
                } else if !isAbsolute {
                    parts.append(part)
                }
            default: parts.append(part)
            }
        }
        return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
    }
}
