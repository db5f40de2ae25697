/// The formats of files, as far as edits know them.
package enum TextFormat: String, Sendable, Hashable, CaseIterable {
    case yaml, json, nginx, ini, env, plain

    /// The format of a file, by its name and, where that says nothing, by its content.
    package init(path: String, content: [UInt8]) {
        let name = String(
            path[(path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex)...])
        if let format = Self.byName(name.lowercased(), path) {
            self = format
        } else {
            self = Self.byContent(content)
        }
    }

    private static func byName(_ name: String, _ path: String) -> TextFormat? {
        let suffix =
            name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[name.utf8.index(after: $0)...]) } ?? ""
        switch suffix {
        case "yaml", "yml": return .yaml
        case "json": return .json
        case "ini", "service", "socket", "timer", "mount", "path", "target", "slice", "desktop", "netdev", "network",
            "nspawn":
            return .ini
        case "env": return .env
        case "sh", "py", "md", "txt", "sql", "toml", "xml", "html", "js", "ts", "lua": return .plain
        default: break
        }
        if name.hasPrefix(".env") { return .env }
        if name == "nginx.conf" || name.hasSuffix(".nginx") { return .nginx }
        if path.split(separator: "/").dropLast().contains("nginx") { return .nginx }
        return nil
    }

    private static func byContent(_ content: [UInt8]) -> TextFormat {
        if let first = content.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }),
            first == UInt8(ascii: "{")
        {
            return .json
        }
        if let file = try? NginxFile(content), file.looksLikeNginx { return .nginx }
        let lines = TextLines(content)
        var sections = 0
        var pairs = 0
        var shellPairs = 0
        for index in lines.ranges.indices {
            let line = lines[index].trimmed
            guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
            if first == UInt8(ascii: "["), line.last == UInt8(ascii: "]") {
                sections += 1
            } else if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                pairs += 1
                if EnvFile.isName(line[..<equals]) { shellPairs += 1 }
            } else {
                return .plain
            }
        }
        if sections > 0 { return .ini }
        return pairs > 0 && pairs == shellPairs ? .env : .plain
    }

    /// The name as a person says it.
    var words: String {
        switch self {
        case .yaml: "YAML"
        case .json: "JSON"
        case .nginx: "nginx"
        case .ini: "ini"
        case .env: "env"
        case .plain: "plain text"
        }
    }
}

extension ArraySlice where Element == UInt8 {
    /// Without the blanks at both ends.
    var trimmed: ArraySlice<UInt8> {
        var result = self
        while let first = result.first, first == 0x20 || first == 0x09 { result.removeFirst() }
        while let last = result.last, last == 0x20 || last == 0x09 { result.removeLast() }
        return result
    }
}
