internal import CEL

/// A line that must stand in a text.
struct EnsuredLine {
    private let line: [UInt8]
    private let pattern: String?
    private let compiled: EditPattern?

    /// A line, and the pattern of the line that it takes the place of.
    init(_ line: String, pattern: String?) throws(FileEditFailure) {
        var line = line
        if line.utf8.last == 0x0A { line.unicodeScalars.removeLast() }
        guard !line.utf8.contains(0x0A), !line.utf8.contains(0x0D) else {
            throw FileEditFailure(.text, "`line` holds a line break; use `block` for several lines")
        }
        self.line = Array(line.utf8)
        self.pattern = pattern
        if let pattern { compiled = try EditPattern(pattern) } else { compiled = nil }
    }

    /// The text with the line in it.
    func apply(to bytes: [UInt8]) throws(FileEditFailure) -> [UInt8] {
        let lines = TextLines(bytes)
        guard let compiled, let pattern else {
            if lines.ranges.indices.contains(where: { lines[$0].elementsEqual(line) }) { return bytes }
            return lines.appending([line])
        }
        let found = lines.ranges.indices.filter {
            compiled.expression.matches(String(decoding: lines[$0], as: UTF8.self))
        }
        guard found.count <= 1 else {
            throw FileEditFailure(
                .text,
                "the pattern `\(pattern)` matches \(found.count) lines (\(linesText(found.map { $0 + 1 }))), and must match"
                    + " one at the most; say more in it", line: found[0] + 1)
        }
        guard let index = found.first else {
            // The very line may be there though the pattern does not match it.
            if lines.ranges.indices.contains(where: { lines[$0].elementsEqual(line) }) { return bytes }
            return lines.appending([line])
        }
        let range = lines.ranges[index]
        return Array(bytes[..<range.lowerBound]) + line + bytes[range.upperBound...]
    }
}
